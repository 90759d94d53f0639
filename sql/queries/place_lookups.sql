-- name: find_lookup
-- What was asked of a place lately, and answered, if it was.
select place_id, asked_at, name, total_reviews, average_rating, error
from place_lookups
where practice_id = :practice_id and place_id = :place_id and asked_at > :since;

-- name: ask
-- A place is to be looked up, in place of what an earlier look told.
insert into place_lookups (practice_id, place_id, asked_at)
values (:practice_id, :place_id, :now)
on conflict (practice_id, place_id) do update
set
    asked_at = excluded.asked_at,
    answered_at = null,
    name = null,
    total_reviews = null,
    average_rating = null,
    error = null;

-- name: answer
-- What Google told of it.
update place_lookups
set
    answered_at = :now,
    name = :name,
    total_reviews = :total_reviews,
    average_rating = :average_rating,
    error = :error
where practice_id = :practice_id and place_id = :place_id;
