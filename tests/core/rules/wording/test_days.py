from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.visits.dates import Moment, parse_moment
from core.rules.wording.days import (
    WIDTHS,
    list_months,
    list_weekdays,
    write_day,
    write_short_day,
)
from core.rules.wording.languages import LANGUAGES
from core.rules.wording.phrases import BANNED_WORDINGS

TODAY = date(2026, 12, 31)
[VISIT_DETAILS] = [wording for wording in BANNED_WORDINGS if wording.code == "visit_details"]


@pytest.mark.parametrize(
    ("day", "locale", "written", "short"),
    [
        (date(2026, 3, 4), "en", "March 4", "Wed, Mar 4"),
        (date(2026, 3, 4), "es", "4 de marzo", "mié 4 mar"),
        (date(2026, 9, 12), "en", "September 12", "Sat, Sep 12"),
        (date(2026, 9, 12), "es", "12 de septiembre", "sáb 12 sep"),
    ],
)
def test_a_day_is_written_as_its_language_does(day, locale, written, short):
    assert (write_day(day, locale), write_short_day(day, locale)) == (written, short)


@given(st.dates(date(2025, 1, 1), TODAY), st.sampled_from(sorted(LANGUAGES)))
def test_a_day_that_we_write_is_one_that_we_read(day, locale):
    for write in (write_day, write_short_day):
        text = f"{write(day, locale)}, {day.year}"
        assert parse_moment(text, order="month_first", today=TODAY) == Moment(day)


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_name_of_a_month_or_weekday_is_read_in_a_list(locale, width):
    for number, month in enumerate(list_months(locale, width), start=1):
        day = date(2026, number, 4)
        for text in (f"{month} 4, 2026", f"4 {month.upper()} 2026", f"4 de {month} de 2026"):
            assert parse_moment(text, order="month_first", today=TODAY) == Moment(day)
    for number, weekday in enumerate(list_weekdays(locale, width)):
        day = date(2026, 3, 2) + timedelta(days=number)
        text = f"{weekday}, {day:%m/%d/%Y}"
        assert parse_moment(text, order="month_first", today=TODAY) == Moment(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Mar 3, 2026", date(2026, 3, 3)),
        ("Mar. 3 2026", date(2026, 3, 3)),
        ("Mar 3 de 2026", date(2026, 3, 3)),
        ("Mar 3-2026", date(2026, 3, 3)),
        ("mar 3 feb 2026", date(2026, 2, 3)),
        ("mar. 3 de febrero de 2026", date(2026, 2, 3)),
        ("mar, 2/3/2026", date(2026, 2, 3)),
    ],
)
def test_mar_is_tuesday_only_where_the_date_has_another_month(text, day):
    assert parse_moment(text, order="month_first", today=TODAY) == Moment(day)


@pytest.mark.parametrize("weekday", ["Tues", "Thur.", "Thurs,", "MIE", "sab", "Sábado"])
def test_weekdays_are_read_as_offices_shorten_them(weekday):
    found = parse_moment(f"{weekday} 3/4/2026", order="month_first", today=TODAY)
    assert found == Moment(date(2026, 3, 4))


@pytest.mark.parametrize("locale", LANGUAGES)
def test_no_text_to_a_patient_names_a_month_or_weekday(locale):
    for name in (*list_months(locale), *list_weekdays(locale)):
        told = name.lower().replace("é", "e").replace("á", "a")
        said = f"{told} 3" if name in {"March", "May"} else told
        assert VISIT_DETAILS.pattern.search(f"see you {said}")
        assert bool(VISIT_DETAILS.pattern.search(f"you {told} come")) is (said == told)
