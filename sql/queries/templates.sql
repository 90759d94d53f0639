-- name: find_template
-- The approved wording of a purpose on a channel: in the language asked for, else in English.
select
    id,
    name,
    locale,
    channel,
    subject,
    body,
    body_html,
    provider_template_id,
    status
from templates
where
    name = :name
    and channel = :channel
    and locale in (:locale, 'en')
    and status = 'approved'
order by (locale = :locale) desc
limit 1;

-- name: list_templates
-- Every approved wording.
select
    id,
    name,
    locale,
    channel,
    subject,
    body,
    body_html,
    provider_template_id,
    status
from templates
where status = 'approved'
order by name, locale, channel;

-- name: list_bodies
-- What the wordings on a channel say: whatever may have been sent.
select distinct body
from templates
where channel = :channel
order by body;
