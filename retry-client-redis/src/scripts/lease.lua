-- Leases turns of one limit, tells of a pause, and counts the members that share the limit. One step.
-- KEYS: the account, the pause, the members (one hash tag: one slot of a cluster)
-- ARGV: µs per turn, burst, wanted, needed, member, whether pauses are kept,
--       and in µs: the horizon, how long a member counts, and how long it counts as busy
local function text(number) return string.format('%.0f', number) end -- tostring() of Lua 5.1 keeps 14 digits
local t = redis.call('TIME') -- the clock of the server: those of the members need not agree
local now = t[1] * 1000000 + t[2]
local turn, burst, want, least = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local member, keeps = ARGV[5], ARGV[6] == '1'
local horizon, lifetime, busy = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])

-- A member that is idle says that it is there, and does not count as busy.
local heard = now
if want == 0 then
  heard = math.max(tonumber(redis.call('ZSCORE', KEYS[3], member) or '0'), now - 2 * busy)
end
-- The first of the writes: a server that is out of memory refuses no other once it has allowed one.
redis.call('ZADD', KEYS[3], text(heard), member)
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', '(' .. text(now - lifetime))
redis.call('PEXPIRE', KEYS[3], math.ceil(lifetime / 1000))
local members = redis.call('ZCARD', KEYS[3])
local active = redis.call('ZCOUNT', KEYS[3], text(now - busy), '+inf')

local pause = keeps and redis.call('PTTL', KEYS[2]) or 0
local exhausted = pause > 0 and redis.call('GET', KEYS[2]) == '0' and 1 or 0
if pause > 0 or want == 0 then return {0, 0, 0, math.max(pause, 0), members, active, exhausted} end

-- Never further ahead than it can be: the clock of a server that has taken over may be behind.
local most = burst * turn + horizon
local due = tonumber(redis.call('GET', KEYS[1]) or '0')
local ahead = math.min(math.max(due - now, 0), most)
local function fits(room) return math.max(math.floor((room - ahead) / turn + 1e-6), 0) end
local function till(count) return math.ceil(math.max(ahead + (count - burst) * turn, 0)) end
local granted = math.min(want, fits(most))
if granted == 0 or granted < least then return {0, 0, till(math.max(least, 1)), 0, members, active, 0} end
local at_once = math.min(granted, fits(burst * turn))
local after = till(at_once + 1)
ahead = ahead + granted * turn
redis.call('SET', KEYS[1], text(math.ceil(now + ahead)), 'PX', math.ceil(ahead / 1000) + 1)
return {granted, at_once, after, 0, members, active, 0}
