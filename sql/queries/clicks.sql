-- name: find_links
-- Where tracking codes lead, and when they were emailed, if they were. The code in an owner's own
-- text belongs to no request, and leads somewhere before there is a review link.
select
    r.code,
    r.practice_id,
    r.id as review_request_id,
    s.review_link,
    case when r.channel = 'email' then r.sent_at end as emailed_at,
    null as place
from review_requests as r
inner join settings as s on r.practice_id = s.practice_id
where r.code = any(:codes)
union all
select
    p.proof_code as code,
    p.id as practice_id,
    null as review_request_id,
    s.review_link,
    null as emailed_at,
    concat_ws(', ', p.name, p.city) as place
from practices as p
left join settings as s on p.id = s.practice_id
where p.proof_code = any(:codes);

-- name: list_recent_links
-- Where the links of the newest messages lead, the oldest of these first.
select *
from (
    select
        r.code,
        r.practice_id,
        r.id as review_request_id,
        s.review_link,
        case when r.channel = 'email' then r.sent_at end as emailed_at,
        null as place,
        r.sent_at
    from review_requests as r
    inner join settings as s on r.practice_id = s.practice_id
    where r.sent_at > :since
    order by r.sent_at desc
    limit :limit
) as newest
order by sent_at;

-- name: record_clicks
-- Write down openings of tracking links, many at a time; only a person's first click counts.
with opened as (
    select row.*
    from jsonb_to_recordset(:rows) as row (
        practice_id uuid,
        review_request_id uuid,
        human boolean,
        ip_hash text,
        ua_hash text,
        at timestamptz
    )
),

clicked as (
    select distinct on (practice_id, review_request_id)
        practice_id,
        review_request_id,
        at
    from opened
    where human
    order by practice_id, review_request_id, at
),

marked as (
    update review_requests as r
    set clicked_at = clicked.at
    from clicked
    where
        r.practice_id = clicked.practice_id
        and r.id = clicked.review_request_id
        and r.clicked_at is null
    returning r.id
),

engaged as (
    insert into engagements (practice_id, review_request_id, event, occurred_at)
    select
        practice_id,
        review_request_id,
        'clicked',
        at
    from clicked
    on conflict (practice_id, review_request_id, event) do nothing
    returning id
)

insert into events (practice_id, type, payload, ip_hash, ua_hash, occurred_at)
select
    practice_id,
    case when human then 'clicked' else 'machine_click' end,
    jsonb_build_object('review_request_id', review_request_id),
    ip_hash,
    ua_hash,
    at
from opened;

-- name: record_failures
-- Count requests that were answered 5xx.
insert into webhook_failures (occurred_at, route, status)
select
    at,
    route,
    status
from jsonb_to_recordset(:rows) as row (at timestamptz, route text, status integer);
