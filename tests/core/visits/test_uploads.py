"""A visit list taken in: counted beforehand without writing, stored in parts, all or nothing."""

import uuid
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.context import IntakeContext
from core.rules.visits.lists import parse_visits
from core.rules.visits.progress import Step
from core.store import visits
from core.store.practices import find_practice
from core.visits import uploads
from core.visits.read_ahead import read_ahead
from core.visits.uploads import ingest_upload

ZONE = "America/Los_Angeles"
TABLES = ("patients", "visits", "review_requests", "jobs", "events")
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["Ana", "ANA", "José", "Jose", "Bo"]),
        st.sampled_from(["", "(415) 555-0132", "(415) 555-0133"]),
        st.sampled_from(["", "a@example.com", "b@example.com"]),
        st.sampled_from([date(2026, 3, 2), date(2026, 3, 3)]),
    ),
    max_size=14,
)


@pytest.fixture
def context(connection, config, sealer, now) -> IntakeContext:
    return IntakeContext(connection, config, sealer, now)


@pytest.fixture
def practice(connection):
    practice_id = uuid.uuid4()
    connection.execute(
        "insert into practices (id, name, status, timezone) values (%s, 'Smile', 'active', %s)",
        (practice_id, ZONE),
    )
    connection.execute("insert into settings (practice_id) values (%s)", (practice_id,))
    return find_practice(connection, practice_id)


@pytest.fixture
def small_parts(monkeypatch) -> None:
    monkeypatch.setattr(uploads, "_CHUNK_ROWS", 3)


def parse(rows, now):
    lines = [",".join([*texts, day.isoformat()]) for *texts, day in rows]
    text = "\n".join(["First name,Phone,Email,Visit date", *lines])
    return parse_visits(text.encode(), practice_zone=ZONE, now=now)


def rows_in(connection) -> dict[str, int]:
    return {
        table: connection.execute(f"select count(*) as n from {table}".encode()).fetchone()["n"]  # noqa: S608
        for table in TABLES
    }


def family(size: int):
    return [("Ana", f"(415) 555-01{n:02}", "", date(2026, 3, 3)) for n in range(size)]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=ROWS, second=ROWS)
@pytest.mark.usefixtures("small_parts")
def test_a_dry_run_writes_nothing_and_counts_what_the_real_one_then_does(
    context, practice, now, first, second
) -> None:
    with context.connection.transaction(force_rollback=True):
        for rows in (first, second, first):
            parsed = parse(rows, now)
            before = rows_in(context.connection)
            looked = ingest_upload(context, practice, parsed, dry_run=True)
            assert rows_in(context.connection) == before
            taken = ingest_upload(context, practice, parsed, dry_run=False)
            after = rows_in(context.connection)
            assert looked == taken
            added = Counter(after) - Counter(before)
            for table in ("visits", "review_requests", "jobs"):
                assert added[table] == taken.accepted
        assert taken.accepted == 0


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=ROWS, second=ROWS)
def test_a_list_is_the_same_in_parts_of_any_size_for_an_office_with_patients(
    context, practice, now, monkeypatch, first, second
) -> None:
    with context.connection.transaction(force_rollback=True):
        ingest_upload(context, practice, parse(first, now), dry_run=False)
        context.connection.execute(
            "update patients set created_at = created_at - random() * interval '1 day'"
        )
        seen = []
        for size in (1, 2, 100):
            monkeypatch.setattr(uploads, "_CHUNK_ROWS", size)
            with context.connection.transaction(force_rollback=True):
                outcome = ingest_upload(context, practice, parse(second, now), dry_run=False)
                told = context.connection.execute(
                    "select p.name_key, p.phone_hash, p.email_hash, v.source_id, v.local_date"
                    " from patients as p left join visits as v on p.id = v.patient_id"
                ).fetchall()
                seen.append((outcome, sorted(map(repr, told))))
        assert seen[0] == seen[1] == seen[2]


@pytest.mark.usefixtures("small_parts")
def test_many_who_share_a_number_are_told_apart_and_known_again(context, practice, now) -> None:
    names = [f"{first}{second}" for first in "bcdefg" for second in "aeiouy"]
    rows = [(name, "(415) 555-0132", "", date(2026, 3, 3)) for name in names]
    later = [(name.upper(), *told, date(2026, 3, 2)) for name, *told, _ in rows]
    by_email = [("Ana", "", "a@example.com", date(2026, 3, 1)), *rows[:1]]
    counts = [
        ingest_upload(context, practice, parse(lines, now), dry_run=dry_run).accepted
        for lines in (rows, later, by_email)
        for dry_run in (True, False, False)
    ]
    assert counts == [36, 36, 0, 36, 36, 0, 1, 1, 0]
    assert rows_in(context.connection)["patients"] == 37


@pytest.mark.parametrize("times", range(8))
def test_two_of_one_name_and_address_are_told_apart_the_same_way_again(
    context, practice, now, times
) -> None:
    rows = [
        ("Ana", "(415) 555-0132", "a@example.com", date(2026, 3, 3)),
        ("Ana", "(415) 555-0132", "", date(2026, 3, 2)),
        ("Ana", "(415) 555-0133", "a@example.com", date(2026, 3, 3)),
        ("Ana", "", "a@example.com", date(2026, 3, 2)),
    ]
    taken, again = (
        ingest_upload(context, practice, parse(rows, now), dry_run=False) for _ in range(2)
    )
    assert (taken.accepted, taken.duplicates) == (3, 1)
    assert (again.accepted, again.duplicates) == (0, 4)


def test_a_list_is_the_same_in_parts_of_any_size(context, practice, now, monkeypatch) -> None:
    rows = [
        ("Ana", "(415) 555-0132", "", date(2026, 3, 2)),
        ("Ana", "(415) 555-0132", "a@example.com", date(2026, 3, 3)),
        ("Bo", "(415) 555-0132", "", date(2026, 3, 3)),
        ("ANA", "", "a@example.com", date(2026, 3, 3)),
    ]
    seen = []
    for size in (1, 2, 100):
        monkeypatch.setattr(uploads, "_CHUNK_ROWS", size)
        with context.connection.transaction(force_rollback=True):
            outcome = ingest_upload(context, practice, parse(rows, now), dry_run=False)
            known = context.connection.execute(
                "select first_name, phone_hash, email_hash from patients order by first_name"
            ).fetchall()
            seen.append((outcome.accepted, outcome.duplicates, known))
    assert seen[0] == seen[1] == seen[2]
    assert seen[0][:2] == (3, 1)
    assert [patient["email_hash"] is not None for patient in seen[0][2]] == [True, False]


@pytest.mark.parametrize(("dry_run", "step"), [(True, Step.COMPARING), (False, Step.SAVING)])
@pytest.mark.usefixtures("small_parts")
def test_it_tells_how_far_it_has_come(context, practice, now, dry_run, step) -> None:
    told = []
    ingest_upload(
        context, practice, parse(family(7), now), dry_run=dry_run,
        report=lambda *progress: told.append(progress),
    )  # fmt: skip
    assert told == [(step, 3, 7), (step, 6, 7), (step, 7, 7)]


@pytest.mark.usefixtures("small_parts")
def test_what_fails_midway_leaves_nothing(context, practice, now, monkeypatch) -> None:
    before, store = rows_in(context.connection), visits.insert_visits
    stored = []

    def store_once(*args, **kwargs):
        assert not stored
        stored.append(store(*args, **kwargs))

    monkeypatch.setattr("core.visits.intake.insert_visits", store_once)
    with pytest.raises(AssertionError):
        ingest_upload(context, practice, parse(family(7), now), dry_run=False)
    assert stored
    assert rows_in(context.connection) == before


def test_a_list_sent_again_by_an_office_with_many_repeats_is_told_once(
    context, practice, now
) -> None:
    parsed = parse(family(20), now)
    for _ in range(3):
        ingest_upload(context, practice, parsed, dry_run=False)
    skips = context.connection.execute(
        "select count(*) as n, count(distinct payload) as distinct_ones"
        " from events where type = 'dedupe_skip' and practice_id = %s",
        (practice.id,),
    ).fetchone()
    assert skips == {"n": 20, "distinct_ones": 20}


def test_reports_of_reading_end_with_the_last_row(now) -> None:
    told = []
    rows = [("Ana", "", f"p{n}@example.com", date(2026, 3, 3)) for n in range(2_300)]
    lines = "\n".join(f"{name},{email},{day}" for name, _, email, day in rows)
    parse_visits(
        f"First name,Email,Visit date\n{lines}".encode(), practice_zone=ZONE,
        now=now + timedelta(days=1), report=lambda *progress: told.append(progress),
    )  # fmt: skip
    assert told == [(Step.READING, done, 2_300) for done in (1_000, 2_000, 2_300)]


def test_things_made_ahead_come_in_order_and_failures_where_they_belong() -> None:
    def make():
        yield from (1, 2)
        raise ValueError

    taken = []
    with pytest.raises(ValueError, match=r"^$"):
        taken.extend(read_ahead(make()))
    for one in read_ahead(range(1, 100)):
        taken.append(one)
        if one == 3:
            break
    assert taken == [1, 2, 1, 2, 3]
