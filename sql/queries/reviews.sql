-- name: list_places
-- Practices whose place is, or can be, known.
select
    p.id as practice_id,
    p.source_place_id as place_id,
    s.review_link
from practices as p
left join settings as s on p.id = s.practice_id
where
    p.status <> 'canceled'
    and (p.source_place_id is not null or s.review_link is not null)
order by p.id;

-- name: set_place_id
-- Google's current id of a practice's place.
update practices
set source_place_id = :place_id
where id = :practice_id and source_place_id is distinct from :place_id;

-- name: upsert_reviews
-- What a fetch saw, whether new, edited, or as before.
insert into reviews as r (
    practice_id,
    source,
    source_place_id,
    external_review_id,
    author_name,
    rating,
    text,
    url,
    published_at,
    fetched_at
)
select
    :practice_id,
    'google',
    :place_id,
    row.external_review_id,
    row.author_name,
    row.rating,
    row.text,
    row.url,
    row.published_at,
    :now
from jsonb_to_recordset(:rows) as row (
    external_review_id text,
    author_name text,
    rating integer,
    text text,
    url text,
    published_at timestamptz
)
on conflict (practice_id, source, source_place_id, external_review_id) do update
set
    author_name = excluded.author_name,
    rating = excluded.rating,
    text = excluded.text,
    url = excluded.url,
    published_at = excluded.published_at,
    fetched_at = greatest(r.fetched_at, excluded.fetched_at),
    deleted_at = null;

-- name: insert_snapshot
-- The place's totals of a day; the first reading of the day stands.
insert into review_snapshots (practice_id, snapshot_date, total_reviews, average_rating)
values (:practice_id, :snapshot_date, :total_reviews, :average_rating)
on conflict (practice_id, snapshot_date) do nothing;

-- name: insert_baseline
-- The totals that the guarantee of the running paid period counts from: the first reading's in it.
-- A day's tolerance, for a period begins at an instant and the day is the practice's own.
insert into practice_baselines (
    practice_id,
    baseline_date,
    baseline_total,
    baseline_average,
    source_place_id,
    read_at
)
select
    :practice_id,
    :snapshot_date,
    :total_reviews,
    :average_rating,
    :place_id,
    :now
where not exists (
    select from paid_periods
    where
        practice_id = :practice_id
        and ended_at is null
        and (started_at at time zone 'UTC')::date - 1 > :snapshot_date
)
on conflict (practice_id) do nothing;
