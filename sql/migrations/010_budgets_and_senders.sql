-- Budgets of texts, the number a text went out from, and the newest requests of all practices.
set lock_timeout = '5s';

alter table settings add column if not exists monthly_budget_usd numeric(10, 2)
    constraint settings_monthly_budget_not_negative check (monthly_budget_usd >= 0);
comment on column settings.monthly_budget_usd is 'Most to spend on SMS in a practice-local month; null is no limit. Over it, texts wait for the next month.';

alter table messages add column if not exists sender_hash text;
comment on column messages.sender_hash is 'Keyed hash of the number it went out from, as the provider reports it; null until then.';

create index if not exists review_requests_newest_idx
    on review_requests (sent_at) where sent_at is not null;
