"""Whatever is uploaded as a list of visits is read or refused, and wastes no time."""

import csv
import io
import time as stopwatch
import tracemalloc
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rules.places.local_time import at_local, local_date
from core.rules.places.phone import to_e164
from core.rules.visits import lists
from core.rules.visits.lists import ParsedVisits
from core.rules.visits.packed_rows import PackedRows
from core.rules.visits.rejections import REASONS
from tests.core.rules.visits.visit_lists import LA, NOW, parse, parse_row

bytes_like_csv = st.one_of(
    st.binary(max_size=400),
    st.text(max_size=300).map(lambda t: t.encode("utf-8", "replace")),
    st.lists(
        st.lists(
            st.sampled_from(
                ["Jane", "DOE, JANE", "415-555-0132", "3/2/2026", "2:30 PM", '"', '"a\nb"', "=1", "", "é",
                 "First Name", "Phone", "Date", "Email", "Patient", "a@b.co", "\x00", "\r", "Total", "46083.5"]
            ),
            max_size=6,
        ),
        max_size=8,
    ).map(lambda rows: "\n".join(",".join(row) for row in rows).encode()),
)  # fmt: skip
HEADING = b"First Name,Phone,Email,Date,Time,Language,Length,Status\n"


def check(parsed: ParsedVisits) -> None:
    for row in parsed.rows:
        assert row.first_name
        assert row.phone_e164 or row.email
        assert row.phone_e164 is None or to_e164(row.phone_e164) == row.phone_e164
        assert row.occurred_at.utcoffset() == timedelta(0)
        assert local_date(row.occurred_at, LA) <= local_date(NOW, LA)
        assert row.locale in {"en", "es", None}
        assert len(row.fingerprint) == 32
    for reject in (*parsed.rejects, *parsed.warnings):
        assert reject.line >= 1
        assert reject.code in REASONS
    lines = [r.line for r in (*parsed.rows, *parsed.rejects)]
    assert len(lines) == len(set(lines))


@given(bytes_like_csv, st.sampled_from([b"", HEADING, b"\xef\xbb\xbf" + HEADING, b"\xff\xfe"]))
@settings(max_examples=600, deadline=None)
def test_any_bytes_give_visits_and_rejects_and_never_an_error(data, prefix):
    check(parse(prefix + data))


@given(
    st.binary(max_size=300),
    st.dictionaries(
        st.text(max_size=8) | st.sampled_from(["Phone", "Date", "Status"]),
        st.sampled_from(["first_name", "phone", "date", "zzz", "ignored"]),
    ),
)
@settings(deadline=None)
def test_any_column_map_gives_visits_or_rejects(data, column_map):
    check(parse(HEADING + data, column_map=column_map))


names = st.sampled_from(["Jane", "José Luis", "Mary Ann", "Zoë", "D'Andre", "Soo-Jin", "Li"])


@given(
    st.lists(
        st.tuples(
            names,
            st.integers(100, 199),
            st.dates(date(2025, 1, 1), date(2026, 3, 1)),
            st.times().map(lambda t: t.replace(second=0, microsecond=0)),
        ),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.sampled_from(["%m/%d/%Y", "%Y-%m-%d", "%d-%b-%Y", "%B %d, %Y"]),
)
def test_what_a_program_writes_is_read_back_the_same(visits, delimiter, encoding, date_format):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["Patient Name", "Cell Phone", "Visit Date", "End Time"])
    for name, line, day, clock in visits:
        writer.writerow(
            [
                f"DOE, {name}",
                f"(415) 555-0{line}",
                day.strftime(date_format),
                clock.strftime("%I:%M %p"),
            ]
        )
    parsed = parse(out.getvalue().encode(encoding))
    assert not parsed.rejects
    assert [(r.first_name, r.phone_e164, r.occurred_at) for r in parsed.rows] == [
        (name, f"+14155550{line}", at_local(day, clock if clock != time(0) else time(17), LA))
        for name, line, day, clock in visits
    ]


def test_fifty_thousand_rows_take_less_than_ten_seconds():
    lines = ["First Name,Last Name,Mobile Phone,Email,Appointment Date,Appointment Time,Language"]
    lines += [
        f'JANE,"SMITH, {i}",(415) 555-{i % 10_000:04d},p{i}@example.com,{1 + i % 2}/{1 + i % 28}/2026,2:{i % 60:02d} PM,Spanish'
        for i in range(50_000)
    ]
    data = "\r\n".join(lines).encode()
    started = stopwatch.process_time()
    parsed = parse(data)
    assert stopwatch.process_time() - started < 10
    assert len(parsed.rows) == 50_000


def test_rows_are_kept_in_a_few_bytes_each():
    rows = 5_000
    lines = [f"Ana,(415) 555-{n:04d},p{n}@example.com,3/1/2026" for n in range(rows)]
    data = "\n".join(["First Name,Phone,Email,Date", *lines]).encode()
    tracemalloc.start()
    parsed = parse(data)
    assert len(parsed.rows) == rows
    with_rows, _ = tracemalloc.get_traced_memory()
    del parsed
    without_rows, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert with_rows - without_rows < 200 * rows


def test_a_list_of_too_many_rows_says_so_and_one_less_is_read(monkeypatch):
    monkeypatch.setattr(lists, "MOST_ROWS", 3)
    text = "First Name,Phone,Date\n" + "Ana,4155550132,3/1/2026\n,,\n" * 3
    assert len(parse(text).rows) == 3
    assert [reject.code for reject in parse(text + "x,y,z").rejects] == ["file_is_too_long"]


@pytest.mark.parametrize("rows", [0, 1, 499, 500, 501, 1_200])
def test_packed_rows_are_the_rows(rows):
    packed = PackedRows[int]()
    for number in range(rows):
        packed.append(number)
    assert (len(packed), list(packed), list(packed)) == (rows, [*range(rows)], [*range(rows)])
    assert packed[-3:] == [*range(rows)][-3:]


@pytest.mark.parametrize(
    "junk", ["(" * 20_000, '"(' * 20_000, "9" + " " * 20_000, "T, " * 9_000, "é" * 20_000]
)
def test_cells_made_to_waste_time_waste_none(junk):
    row = ",".join([junk.replace('"', '""').join('""') if '"' in junk else f'"{junk}"'] * 5)
    started = stopwatch.process_time()
    parsed = parse("First Name,Phone,Email,Date,Time\n" + f"{row}\n" * 20)
    assert stopwatch.process_time() - started < 2
    assert not parsed.rows


def test_a_visit_row_is_a_value():
    row = parse_row("Jane,4155550132,,3/2/2026,,")
    assert row._replace(line=9) != row
    assert hash(row)
