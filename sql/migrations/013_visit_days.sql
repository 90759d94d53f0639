-- Rules that rows written by hand keep too: the states of SMS, and one visit a patient and local day.
set lock_timeout = '5s';

alter table settings drop constraint if exists settings_sms_status_known;
alter table settings add constraint settings_sms_status_known
    check (sms_status in ('pending', 'ready', 'blocked'));

create or replace function fill_local_date() returns trigger language plpgsql as $$
declare
    zone text;
begin
    select timezone into zone from practices where id = new.practice_id;
    new.local_date = (new.occurred_at at time zone coalesce(zone, 'America/Los_Angeles'))::date;
    return new;
exception
    when invalid_parameter_value then
        new.local_date = (new.occurred_at at time zone 'America/Los_Angeles')::date;
        return new;
end
$$;
comment on function fill_local_date() is 'Gives a visit its practice-local day where the writer gave none.';

create or replace trigger visits_local_date before insert on visits
    for each row when (new.local_date is null) execute function fill_local_date();
