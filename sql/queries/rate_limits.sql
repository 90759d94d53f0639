-- name: lock_action
-- Let one request at a time count and take.
select pg_advisory_xact_lock(hashtextextended(:key, 0));

-- name: count_uses
-- Uses within the two windows, and the moments at which the oldest of them leave.
select
    coalesce(sum(used) filter (where window_start > :short_since), 0)::integer as short_used,
    coalesce(sum(used), 0)::integer as long_used,
    min(window_start) filter (where window_start > :short_since) as short_oldest,
    min(window_start) as long_oldest
from rate_limits
where practice_id = :practice_id and action = :action and window_start > :long_since;

-- name: add_use
-- Count one use at this instant.
insert into rate_limits as taken (practice_id, action, window_start, used)
values (:practice_id, :action, :now, 1)
on conflict (practice_id, action, window_start) do update set used = taken.used + 1;
