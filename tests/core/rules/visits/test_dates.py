from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.visits.clocks import Clock, parse_clock
from core.rules.visits.dates import Moment, detect_day_order, parse_moment

TODAY = date(2026, 3, 2)
DAY = date(2026, 3, 2)


def parse(text, order="month_first"):
    return parse_moment(text, order=order, today=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02", "2026/3/2", "2026.03.02", "20260302", "3/2/2026", "03/02/2026", "3-2-2026",
        "3.2.2026", "3/2/26", "03-02-26", "3 2 2026", "Mar 2, 2026", "March 2 2026", "MAR 2 26",
        "2 March 2026", "02-Mar-2026", "02-Mar-26", "2 mar. 2026", "March 2nd, 2026",
        "2 de marzo de 2026", "2 marzo 2026", "lunes, 2 de marzo de 2026", "Mon 3/2/2026",
        "Monday, March 2, 2026", "Mon, Mar 2, 2026", "46083", " 3/2/2026 ",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text):
    assert parse(text) == Moment(DAY)


@pytest.mark.parametrize("text", ["2/3/2026", "02.03.26", "2-3-2026", "lun 2/3/2026"])
def test_day_first_files_are_read_day_first(text):
    assert parse(text, "day_first") == Moment(DAY)


@pytest.mark.parametrize(
    "text",
    [
        "3/2/2026 2:30 PM", "3/2/2026 14:30", "03/02/2026 02:30:00 PM", "2026-03-02 14:30",
        "2026-03-02T14:30", "2026-03-02T14:30:00", "2026-03-02 14:30:00.000", "3/2/26 2:30p",
        "Mar 2, 2026, 2:30 p.m.", "2 de marzo de 2026 2:30 p. m.", "46083.6041666667",
        "Mon 3/2/2026 2:30 PM", "2:30 PM 3/2/2026", "3/2/2026 (2:30 PM)", "02MAR2026 14:30",
        "Mon Mar  2 14:30:00 2026", "3/2/2026 at 2:30 PM",
    ],
)  # fmt: skip
def test_a_time_beside_the_day_is_read(text):
    assert parse(text) == Moment(DAY, Clock(time(14, 30)))


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02T14:30:00Z",
        "2026-03-02T06:30:00-08:00",
        "2026-03-02 14:30:00+00:00",
        "2026-03-02 06:30:00.0000000 -08:00",
        "2026-03-02 06:30:00-08",
        "2026-03-02T14:30:00.000+0000",
        "03/02/2026 06:30:00 AM -08:00",
        "Mon, 02 Mar 2026 06:30:00 -0800",
        "Mon Mar 02 2026 06:30:00 GMT-0800 (Pacific Standard Time)",
        "2026-03-02T06:30:00-08:00[America/Los_Angeles]",
    ],
)
def test_an_offset_makes_it_an_instant(text):
    moment = parse(text)
    assert moment.instant == datetime(2026, 3, 2, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "soon", "2/30/2026", "13/32/2026", "0/1/2026", "2026-02-29", "2026-13-01",
        "31/31/31", "3/2", "2026", "March 2026", "Smarch 2, 2026", "3/2/2026 25:00",
        "3/2/2026 nope", "1/1/0001", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+23:59",
        "99999", "3/2/20266", "٣/٢/٢٠٢٦", "3/2/2026/1", "=TODAY()",
    ],
)  # fmt: skip
def test_what_names_no_day_is_none(text):
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "year"),
    [("3/2/26", 2026), ("3/2/27", 2027), ("3/2/28", 1928), ("3/2/99", 1999), ("3/2/00", 2000)],
)
def test_two_digits_of_a_year_reach_to_next_year(text, year):
    assert parse(text).day.year == year


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:30", time(14, 30)), ("2:30 PM", time(14, 30)), ("2:30pm", time(14, 30)),
        ("2:30 p. m.", time(14, 30)), ("2:30p", time(14, 30)), ("2 PM", time(14)),
        ("14h30", time(14, 30)), ("14:30 h", time(14, 30)), ("14.30", time(14, 30)),
        ("12:00 AM", time(0)), ("12:15 PM", time(12, 15)), ("9:05:30 AM", time(9, 5, 30)),
        ("00:00", time(0)), ("23:59", time(23, 59)), (" 8:00a ", time(8)),
        ("24:00", None), ("13:00 PM", None), ("0:30 AM", None), ("9:60", None), ("9", None),
        ("noon", None), ("", None), ("-9:00", None), ("9:00-10:00", None),
    ],
)  # fmt: skip
def test_times_of_day(text, expected):
    assert parse_clock(text) == expected


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["2/27/2026", "3/2/2026"], "month_first"),
        (["27/2/2026", "2/3/2026"], "day_first"),
        (["27.02.26", "02.03.26"], "day_first"),
        # one odd date among many does not turn the file
        (["2/27/2026", "2/28/2026", "31/12/2025"], "month_first"),
        # nearness proves nothing: lists hold old visits, and appointments months ahead
        (["3/2/2026", "2/10/2026"], "month_first"),
        (["2/3/2026", "10/2/2026"], "month_first"),
        # nothing decides at all
        (["2/2/2026"], "month_first"),
        (["2026-03-02", "", "soon"], "month_first"),
        ([], "month_first"),
    ],
)
def test_the_whole_file_tells_the_order_of_day_and_month(texts, order):
    assert detect_day_order(texts, today=TODAY) == order


@given(
    st.dates(date(1930, 1, 1), date(2027, 12, 31)), st.sampled_from(["month_first", "day_first"])
)
def test_a_date_written_is_the_date_read(day, order):
    slashed = f"{day.month}/{day.day}" if order == "month_first" else f"{day.day}/{day.month}"
    assert parse(f"{slashed}/{day.year}", order) == Moment(day)
    assert parse(day.isoformat(), order) == Moment(day)
    assert parse(day.strftime("%d-%b-%Y"), order) == Moment(day)


@given(st.text(max_size=60) | st.text("0123456789/-:. apmAPMTZ+", max_size=30))
def test_no_text_makes_it_fail(text):
    found = parse(text)
    assert found is None or 1900 <= found.day.year < 2200
    assert detect_day_order([text], today=TODAY) in {"month_first", "day_first"}
    parse_clock(text)
