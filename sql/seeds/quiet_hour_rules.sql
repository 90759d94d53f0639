-- State hours that are stricter than the federal 08:00 to 21:00, by weekday (0 Monday … 6 Sunday), or
-- on one date with no weekdays and no effective_from. A day without hours is one without texts. A law
-- that changes is two rows: effective_to ends the old one, for this file too.
insert into quiet_hour_rules (region, weekday, on_date, earliest, latest, source, effective_from)
select
    state.region,
    weekday.number,
    state.on_date,
    state.earliest,
    state.latest,
    state.source,
    state.effective_from
from (
    values
        ('AL', 0, 5, cast(null as date), time '08:00', time '20:00', 'Ala. Admin. Code r. 770-X-5-.17; https://www.dropcowboy.com/state-compliance', date '2020-01-01'),
        ('AL', 6, 6, null, null, null, 'No calls on Sundays; https://www.dropcowboy.com/state-compliance', date '2020-01-01'),
        ('CT', 0, 6, null, time '09:00', time '20:00', 'Conn. Gen. Stat. 42-288a; https://support.referrizer.com/en/category/text-campaigns/article/tcpa-quiet-hours-and-state-specific-rules-for-text-campaigns', date '2023-10-01'),
        ('FL', 0, 6, null, time '08:00', time '20:00', 'Fla. Stat. 501.616(6); https://support.referrizer.com/en/category/text-campaigns/article/tcpa-quiet-hours-and-state-specific-rules-for-text-campaigns', date '2021-07-01'),
        ('KY', 0, 6, null, time '10:00', time '21:00', 'KRS 367.46955(3); https://usestello.com/compliance', date '2020-01-01'),
        ('LA', 0, 5, null, time '08:00', time '20:00', 'La. PSC General Order R-29617 V(A)(2); https://dnc.com/holiday-alerts?year=2023', date '2020-01-01'),
        ('LA', 6, 6, null, null, null, 'No calls on Sundays, La. PSC General Order R-29617 V(A)(2); https://dnc.com/holiday-alerts?year=2023', date '2020-01-01'),
        ('MA', 0, 6, null, time '08:00', time '20:00', '201 CMR 12.00; https://usestello.com/compliance', date '2020-01-01'),
        ('MD', 0, 6, null, time '08:00', time '20:00', 'Md. Code, Com. Law 14-4501 ff.; https://support.referrizer.com/en/category/text-campaigns/article/tcpa-quiet-hours-and-state-specific-rules-for-text-campaigns', date '2024-01-01'),
        ('MI', 0, 6, null, time '09:00', time '21:00', 'Michigan; https://www.dropcowboy.com/state-compliance', date '2020-01-01'),
        ('MN', 0, 6, null, time '09:00', time '21:00', 'Minn. Stat. 325E.30; https://usestello.com/compliance', date '2020-01-01'),
        ('MS', 0, 5, null, time '08:00', time '20:00', 'Mississippi; https://support.referrizer.com/en/category/text-campaigns/article/tcpa-quiet-hours-and-state-specific-rules-for-text-campaigns', date '2020-01-01'),
        ('MS', 6, 6, null, null, null, 'No calls on Sundays; https://www.dropcowboy.com/state-compliance', date '2020-01-01'),
        ('NJ', 0, 6, null, time '08:00', time '20:00', 'New Jersey; https://support.referrizer.com/en/category/text-campaigns/article/tcpa-quiet-hours-and-state-specific-rules-for-text-campaigns', date '2020-01-01'),
        ('NM', 0, 6, null, time '09:00', time '21:00', 'New Mexico; https://www.dropcowboy.com/state-compliance', date '2020-01-01'),
        ('NV', 0, 6, null, time '09:00', time '20:00', 'Nevada; https://www.dropcowboy.com/state-compliance', date '2020-01-01'),
        ('OK', 0, 6, null, time '08:00', time '20:00', 'Okla. Stat. tit. 15, 775C.4; https://support.referrizer.com/en/category/text-campaigns/article/tcpa-quiet-hours-and-state-specific-rules-for-text-campaigns', date '2022-11-01'),
        ('RI', 0, 4, null, time '09:00', time '18:00', 'R.I. Gen. Laws 5-61-3.6; https://support.referrizer.com/en/category/text-campaigns/article/tcpa-quiet-hours-and-state-specific-rules-for-text-campaigns', date '2020-01-01'),
        ('RI', 5, 6, null, time '10:00', time '17:00', 'R.I. Gen. Laws 5-61-3.6; https://support.referrizer.com/en/category/text-campaigns/article/tcpa-quiet-hours-and-state-specific-rules-for-text-campaigns', date '2020-01-01'),
        ('TX', 0, 5, null, time '09:00', time '21:00', 'Tex. Bus. & Com. Code 301.051; https://support.referrizer.com/en/category/text-campaigns/article/tcpa-quiet-hours-and-state-specific-rules-for-text-campaigns', date '2020-01-01'),
        ('TX', 6, 6, null, time '12:00', time '21:00', 'Tex. Bus. & Com. Code 301.051; https://support.referrizer.com/en/category/text-campaigns/article/tcpa-quiet-hours-and-state-specific-rules-for-text-campaigns', date '2020-01-01'),
        ('WA', 0, 6, null, time '08:00', time '20:00', 'RCW 80.36.390; https://support.referrizer.com/en/category/text-campaigns/article/tcpa-quiet-hours-and-state-specific-rules-for-text-campaigns', date '2020-01-01')
) as state (region, first_weekday, last_weekday, on_date, earliest, latest, source, effective_from)
left join lateral generate_series(state.first_weekday, state.last_weekday) as weekday (number) on true
on conflict (region, weekday, on_date, effective_from) do update
    set earliest = excluded.earliest, latest = excluded.latest, source = excluded.source
    where quiet_hour_rules.effective_to is null;
