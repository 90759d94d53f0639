"""State rules as properties draw them: of weekdays and dates, with hours and without."""

from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from core.rules.sending.quiet_hours import HourRule, next_lawful_minute

_clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
_windows = st.one_of(
    st.just((None, None)),
    *[
        st.tuples(_clocks, _clocks)
        .map(lambda pair: (min(pair), max(pair)))
        .filter(lambda pair: pair[0] < pair[1])
    ]
    * 4,
)
_days = st.one_of(
    st.integers(0, 6).map(lambda weekday: (weekday, None)),
    st.integers(0, 365).map(lambda n: (None, date(2026, 1, 1) + timedelta(days=n))),
    st.integers(-1, 2).map(lambda n: (None, date(2026, 3, 8) + timedelta(days=n))),
)


def hour_rules() -> st.SearchStrategy[HourRule]:
    """Draw a rule of Texas or Florida, a date mostly near where instants are drawn."""
    return st.builds(
        lambda region, day, window: HourRule(region, day[0], *window, on_date=day[1]),
        st.sampled_from(["TX", "FL"]),
        _days,
        _windows,
    )


def is_lawful(now: datetime, **hours) -> bool:
    """Tell whether a text may go at this very minute."""
    return next_lawful_minute(now, **hours) == now
