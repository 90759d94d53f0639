-- name: purge_review_texts
-- Words and names of reviews not seen for thirty days; ratings and dates stay.
update reviews
set text = null, author_name = null, url = null
where
    fetched_at < :before
    and (text is not null or author_name is not null or url is not null);

-- name: delete_magic_links
-- Links that expired long ago.
delete from magic_links where expires_at < :before;

-- name: delete_portal_sessions
-- Sign-ins that expired or were revoked long ago.
delete from portal_sessions where least(expires_at, revoked_at) < :before;

-- name: purge_inbound_payloads
-- What Twilio passed on of texts that were applied long ago: the event stays, its contents go.
update raw_events
set payload = jsonb_build_object('MessageSid', external_id)
where
    right(provider, 8) = '_inbound'
    and applied_at is not null
    and received_at < :before
    and payload ? 'Body';

-- name: purge_raw_payloads
-- What providers said and was applied long ago: the event and its ids stay, the rest goes. A dispute may still
-- look for whose its charge was, and a checkout that waits for a person is needed whole.
update raw_events as raw
set
    emptied_at = :now,
    payload = case raw.provider
        when 'stripe' then jsonb_build_object(
            'data', jsonb_build_object(
                'object', (
                    select
                        coalesce(
                            jsonb_object_agg(
                                told.key,
                                case
                                    when told.key = 'customer'
                                        then coalesce(told.value -> 'id', told.value)
                                    else told.value
                                end
                            ), '{}'
                        )
                    from
                        jsonb_each(
                            case jsonb_typeof(raw.payload #> '{data,object}')
                                when 'object' then raw.payload #> '{data,object}' else '{}'
                            end
                        ) as told
                    where
                        told.key = any(
                            array[
                                'id', 'object', 'created', 'mode', 'billing_reason',
                                'customer', 'subscription', 'parent', 'lines', 'invoice',
                                'charge', 'payment_intent', 'payment', 'payments'
                            ]
                        )
                )
            )
        )
        else '{}'
    end
where
    raw.applied_at < :before
    and raw.emptied_at is null
    and not exists (
        select from held_checkouts as held
        where
            raw.provider = 'stripe'
            and held.external_id = raw.external_id
            and held.decided_at is null
    );

-- name: purge_inbound_bodies
-- Texts of patients that the practice has had long enough to read.
update inbound_messages
set body = null
where received_at < :before and body is not null;

-- name: purge_recipients
-- Sealed addresses of settled messages: only an uncertain one has to be looked up.
update messages
set recipient = null
where
    created_at < :before
    and recipient is not null
    and state not in ('sending', 'unknown');

-- name: purge_job_contacts
-- Sealed addresses in jobs that were done long ago.
update jobs
set payload = payload - 'to' - 'email_sealed'
where
    status = 'done'
    and finished_at < :before
    and payload ?| array['to', 'email_sealed'];

-- name: purge_patient_contacts
-- Names and addresses of patients not seen for long; hashes stay, so that opt-outs hold.
update patients as p
set first_name = null, name_key = null, phone_e164 = null, email = null
where
    num_nonnulls(p.first_name, p.name_key, p.phone_e164, p.email) > 0
    and p.created_at < :before
    and not exists (
        select from visits as v
        where
            v.practice_id = p.practice_id
            and v.patient_id = p.id
            and v.occurred_at >= :before
    );

-- name: delete_counters
-- Day counters that no rule looks at any more.
with sends as (
    delete from daily_sends where local_date < :before::timestamptz::date returning 1
),

usage as (
    delete from frontdesk_usage where local_date < :before::timestamptz::date returning 1
)

select (select count(*) from sends) + (select count(*) from usage) as deleted;

-- name: delete_upload_previews
-- Lists that nobody said yes to, and rows to be mended that nobody fetched.
delete from upload_previews where created_at < :before;

-- name: delete_place_lookups
-- What Google told of places while their owners looked; only the id may be kept.
delete from place_lookups where asked_at < :before;

-- name: delete_visitor_uses
-- Windows of visitors' limits that are over.
delete from visitor_uses where window_start < :before;

-- name: delete_rate_limits
-- Windows of practices' limits that are over.
delete from rate_limits where window_start < :before;

-- name: delete_webhook_failures
-- Failed requests that the alarm has long seen.
delete from webhook_failures where occurred_at < :before;

-- name: delete_doubtful_visits
-- Rows that the office never said anything about.
delete from doubtful_visits where created_at < :before;

-- name: delete_doubt_answers
-- What the office said of entries that are too old to be polled again.
delete from doubt_answers where answered_at < :before;
