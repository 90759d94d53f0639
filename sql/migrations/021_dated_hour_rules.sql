-- Hours of one date: a day on which a state bans texting, or narrows it, is a row.
set lock_timeout = '5s';

alter table quiet_hour_rules add column if not exists on_date date;

alter table quiet_hour_rules drop constraint if exists quiet_hour_rules_pkey;
alter table quiet_hour_rules
alter column weekday drop not null,
alter column effective_from drop not null,
alter column earliest drop not null,
alter column latest drop not null;

alter table quiet_hour_rules
drop constraint if exists quiet_hour_rules_key,
drop constraint if exists quiet_hour_rules_weekly_or_dated,
drop constraint if exists quiet_hour_rules_window,
add constraint quiet_hour_rules_key
unique nulls not distinct (region, weekday, on_date, effective_from),
add constraint quiet_hour_rules_weekly_or_dated check (
    num_nulls(weekday, effective_from) = case when on_date is null then 0 else 2 end
),
add constraint quiet_hour_rules_window check (
    num_nulls(earliest, latest) = 2
    or (num_nulls(earliest, latest) = 0 and earliest < latest)
);

comment on table quiet_hour_rules is 'Lawful local hours by state, of a weekday (0 Monday) or of one date; the strictest of all rows wins.';
comment on column quiet_hour_rules.weekday is '0 Monday to 6 Sunday. Null in a row of one date.';
comment on column quiet_hour_rules.on_date is 'The one local date that the row is about. Null: every such weekday.';
comment on column quiet_hour_rules.earliest is 'From then on, local time. Null, as latest is then: nothing is texted that day.';
comment on column quiet_hour_rules.latest is 'Until then, local time, itself excluded. Null, as earliest is then: nothing is texted that day.';
comment on column quiet_hour_rules.effective_from is 'The first day on which a weekday''s row is in force. Null in a row of one date.';
comment on column quiet_hour_rules.effective_to is 'The last day on which the row is in force; what an operator has ended stays ended. Null: not ended.';
