-- Begins a pause, or moves the end of one that is there. It is never shortened.
-- KEYS: the pause; ARGV: ms
local left = tonumber(ARGV[1])
if redis.call('PTTL', KEYS[1]) < left then redis.call('SET', KEYS[1], '1', 'PX', left) end
return 1
