-- name: keep_doubtful
-- Keep rows until the office says whether they came; the same row again is what its last list says.
insert into doubtful_visits (
    practice_id, source, source_id, reason, told, sealed, occurred_at, created_at
)
select distinct on (row.source_id)
    :practice_id,
    :source,
    row.source_id,
    row.reason,
    row.told,
    row.sealed,
    row.occurred_at,
    :now
from jsonb_to_recordset(:rows) as row (
    source_id text, reason text, told text, sealed text, occurred_at timestamptz
)
order by row.source_id
on conflict (practice_id, source, source_id) do update
    set
        reason = excluded.reason,
        told = excluded.told,
        sealed = excluded.sealed,
        occurred_at = excluded.occurred_at;

-- name: list_doubtful
-- What waits for the office's word, newest visit first; what became a visit meanwhile does not.
select
    d.source,
    d.source_id,
    d.reason,
    d.told,
    d.sealed,
    d.occurred_at
from doubtful_visits as d
where
    d.practice_id = :practice_id
    and d.occurred_at >= :since
    and not exists (
        select from visits as v
        where
            v.practice_id = d.practice_id
            and v.source = d.source
            and v.source_id = d.source_id
    )
order by d.occurred_at desc, d.source_id
limit :most;

-- name: take_doubtful
-- Hand over what the office has answered about, once.
delete from doubtful_visits
where
    practice_id = :practice_id
    and reason = :reason
    and told = :told
    and created_at <= :shown_at
returning source, source_id, reason, told, sealed, occurred_at;

-- name: remember_answers
-- What the office said, so that the next poll of the same entries does not ask it again.
insert into doubt_answers (practice_id, source, source_id, came, answered_at)
select
    :practice_id,
    row.source,
    row.source_id,
    :came,
    :now
from jsonb_to_recordset(:rows) as row (source text, source_id text)
on conflict (practice_id, source, source_id) do update
    set came = excluded.came, answered_at = excluded.answered_at;

-- name: find_answers
-- What the office said of these entries.
select source_id, came from doubt_answers
where practice_id = :practice_id and source = :source and source_id = any(:source_ids);

-- name: settle_doubtful
-- Entries that were open before, and by a listing of their time are clear, about somebody else or gone.
delete from doubtful_visits
where
    practice_id = :practice_id
    and source = :source
    and source_id <> all(:still_open::text [])
    and split_part(source_id, '#', 1) <> all(:unreadable::text [])
    and (
        (occurred_at > :since and occurred_at <= :until)
        or split_part(source_id, '#', 1) = any(:seen::text [])
    );
