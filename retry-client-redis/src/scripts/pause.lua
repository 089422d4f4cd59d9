-- Begins a pause, or moves the end of one that is there. It is never shortened, and its reason stays.
-- KEYS: the pause; ARGV: ms, and the reason: 1 for a refusal, 0 for a good response that said exhausted
local left, before = tonumber(ARGV[1]), redis.call('PTTL', KEYS[1])
if before < left then
  local reason = before > 0 and redis.call('GET', KEYS[1]) or ARGV[2]
  redis.call('SET', KEYS[1], reason, 'PX', left)
end
return 1
