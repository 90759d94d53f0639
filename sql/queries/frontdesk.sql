-- name: rotate_token
-- Give a practice's reception a new token; the one before stops working.
insert into frontdesk_tokens (practice_id, token_hash, created_at)
values (:practice_id, :token_hash, :now)
on conflict (practice_id) do update
set token_hash = excluded.token_hash, created_at = excluded.created_at;

-- name: find_token
-- Whose reception this is.
select practice_id from frontdesk_tokens where token_hash = :token_hash;

-- name: take_quota
-- Count one more visit into the day, if there is room.
insert into frontdesk_usage as usage (practice_id, local_date, used)
select :practice_id, :local_date, 1
where :quota > 0
on conflict (practice_id, local_date) do update
set used = usage.used + 1
where usage.used < :quota
returning used;

-- name: mark_limited
-- Remember that the day's quota was hit, the first time only.
insert into frontdesk_usage as usage (practice_id, local_date, limited_at)
values (:practice_id, :local_date, :now)
on conflict (practice_id, local_date) do update
set limited_at = excluded.limited_at
where usage.limited_at is null
returning used;
