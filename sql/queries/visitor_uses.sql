-- name: take_use
-- Count one use of a visitor in this window of time, and forget windows long past.
with forgotten as (
    delete from visitor_uses where window_start < :forget_before
)

insert into visitor_uses as taken (action, visitor_hash, window_start, used)
values (:action, :visitor_hash, :window_start, 1)
on conflict (action, visitor_hash, window_start) do update set used = taken.used + 1
returning used;
