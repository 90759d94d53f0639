"""Taking visits in: patients recognised, repeats dropped, blanks filled."""

import time
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from core.context import IntakeContext
from core.rules.names.folding import fold_name
from core.rules.visits.lists import parse_visits
from core.store.practices import find_practice
from core.visits.intake import VisitInput, VisitResult, ingest_visit, ingest_visits
from core.visits.uploads import ingest_upload

ZONE = "America/Los_Angeles"
PHONE = "+14155550132"


@pytest.fixture
def practice_id(connection):
    practice_id = uuid.uuid4()
    connection.execute(
        "insert into practices (id, name, status, timezone) values (%s, 'Smile', 'active', %s)",
        (practice_id, ZONE),
    )
    connection.execute("insert into settings (practice_id) values (%s)", (practice_id,))
    return practice_id


@pytest.fixture
def take(connection, sealer, practice_id, now):
    """Give what takes visits in; each argument overrides a field of a plain visit."""

    def run(*changes: dict[str, object], at=now):
        visits = [
            replace(
                VisitInput(
                    "Ana", PHONE, None, now - timedelta(hours=1), None, "csv", uuid.uuid4().hex
                ),
                **change,
            )
            for change in changes
        ]
        return ingest_visits(
            connection,
            sealer,
            practice_id=practice_id,
            zone=ZONE,
            delay_minutes=120,
            visits=visits,
            now=at,
        )

    return run


def count(connection, table: str) -> int:
    return connection.execute(f"select count(*) as n from {table}".encode()).fetchone()["n"]  # noqa: S608


def results(outcomes) -> list[tuple[str, str | None]]:
    return [(outcome.result.value, outcome.reason) for outcome in outcomes]


NEW = ("accepted", None)


def test_a_visit_makes_patient_request_job_and_event(
    connection, sealer, practice_id, now, take
) -> None:
    [outcome] = take({"locale": "es", "email": "ana@example.com"})
    assert outcome.result is VisitResult.ACCEPTED
    patient = connection.execute("select * from patients").fetchone()
    opened = sealer.open(
        patient["phone_e164"], practice_id=practice_id, column="patients.phone_e164"
    )
    assert (opened, patient["phone_hash"]) == (PHONE, sealer.hash(PHONE))
    assert (
        sealer.open(patient["email"], practice_id=practice_id, column="patients.email")
        == "ana@example.com"
    )
    request = connection.execute("select * from review_requests").fetchone()
    assert (request["status"], request["channel"], request["locale"]) == ("queued", "sms", "es")
    assert request["code"].isalnum()
    job = connection.execute("select * from jobs").fetchone()
    assert job["payload"] == {"review_request_id": str(request["id"])}
    assert job["run_at"] == now + timedelta(hours=1)
    visit = connection.execute("select * from visits").fetchone()
    assert (visit["id"], str(visit["local_date"])) == (outcome.visit_id, "2026-03-04")


def test_an_old_visit_is_due_now(connection, now, take) -> None:
    take({"occurred_at": now - timedelta(days=9)})
    assert connection.execute("select run_at from jobs").fetchone()["run_at"] == now


CASES = {
    "the same key": (
        [{"source_id": "a"}, {"source_id": "a"}],
        [NEW, ("duplicate", "same_source_id")],
        1,
    ),
    "the same day": ([{}, {}], [NEW, ("duplicate", "same_local_day")], 1),
    "another day": ([{"d": 0}, {"d": 1}], [NEW, NEW], 1),
    "a family on one phone": ([{}, {"first_name": "Bo"}], [NEW, NEW], 2),
    "the name in capitals and with its accent": (
        [{"first_name": "JOSE"}, {"first_name": "José"}],
        [NEW, ("duplicate", "same_local_day")],
        1,
    ),
    "no name where the phone is known": (
        [{}, {"first_name": ""}],
        [NEW, ("duplicate", "same_local_day")],
        1,
    ),
    "a name where there was none": (
        [{"first_name": ""}, {}],
        [NEW, ("duplicate", "same_local_day")],
        1,
    ),
    "no name where two share the phone": (
        [{}, {"first_name": "Bo"}, {"first_name": ""}],
        [NEW, NEW, NEW],
        3,
    ),
    "first by email then with the phone": (
        [{"phone_e164": None, "email": "a@example.com"}, {"email": "a@example.com"}],
        [NEW, ("duplicate", "same_local_day")],
        1,
    ),
    "the same address on two phones": (
        [{"email": "a@example.com"}, {"email": "a@example.com", "phone_e164": "+14155550199"}],
        [NEW, NEW],
        2,
    ),
}


@pytest.mark.parametrize(("changes", "expected", "patients"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("at_once", [True, False])
def test_who_is_who(connection, now, take, changes, expected, patients, at_once) -> None:
    visits = [dict(c) for c in changes]
    for visit in visits:
        if (days := visit.pop("d", None)) is not None:
            visit["occurred_at"] = now - timedelta(days=days, hours=1)
    outcomes = take(*visits) if at_once else [take(v)[0] for v in visits]
    assert results(outcomes) == expected
    assert count(connection, "patients") == patients
    assert (
        count(connection, "visits") == count(connection, "review_requests") == expected.count(NEW)
    )


def test_what_a_repeat_tells_fills_blanks_and_overwrites_nothing(
    connection, sealer, practice_id, take
) -> None:
    take({"locale": None})
    take({"email": "ana@example.com", "locale": "es"})
    take({"email": "other@example.com", "locale": "en"})
    patient = connection.execute("select * from patients").fetchone()
    assert (
        sealer.open(patient["email"], practice_id=practice_id, column="patients.email")
        == "ana@example.com"
    )
    assert patient["locale"] == "es"
    assert count(connection, "patients") == 1


def test_blanks_are_filled_within_one_batch_too(connection, take) -> None:
    take({"first_name": ""}, {"email": "ana@example.com"})
    patient = connection.execute("select * from patients").fetchone()
    assert (patient["first_name"], patient["name_key"]) == ("Ana", "ana")
    assert patient["email_hash"]


def test_sources_share_their_patients_and_days(connection, take) -> None:
    take({"source": "gcal"})
    assert results(take({"source": "frontdesk"})) == [("duplicate", "same_local_day")]


def test_the_day_is_the_practices_own(now, take) -> None:
    midnight = now.replace(hour=8, minute=0)  # 00:00 in Los Angeles
    before, after = {"occurred_at": midnight - timedelta(minutes=1)}, {"occurred_at": midnight}
    assert results(take(before, after)) == [NEW, NEW]


def test_a_repeat_is_told_once_however_often_a_source_is_read(connection, take) -> None:
    for _ in range(3):
        take({"source_id": "event-1", "source": "gcal"})
    rows = connection.execute("select payload from events where type = 'dedupe_skip'").fetchall()
    assert [row["payload"] for row in rows] == [
        {"reason": "same_source_id", "source": "gcal", "source_id": "event-1"}
    ]


def test_a_repeat_with_another_name_adds_no_patient(connection, take) -> None:
    take({"source_id": "a"})
    take({"source_id": "a", "first_name": "Anna"})
    assert count(connection, "patients") == 1


def test_one_practices_patients_are_not_anothers(connection, sealer, take, now) -> None:
    take({})
    other = uuid.uuid4()
    connection.execute("insert into practices (id, name) values (%s, 'Other')", (other,))
    visit = VisitInput("Ana", PHONE, None, now, None, "csv", "x")
    outcome = ingest_visit(
        connection, sealer, practice_id=other, zone=ZONE, delay_minutes=0, visit=visit, now=now
    )
    assert outcome.result is VisitResult.ACCEPTED
    assert count(connection, "patients") == 2


def test_no_visits_is_nothing(take) -> None:
    assert take() == []


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("José", "jose"),
        ("  MARY  ANN ", "mary ann"),
        ("O'Neil", "oneil"),
        ("", ""),
        ("Zoë-Lu", "zoelu"),
    ],
)
def test_names_are_folded(name, key) -> None:
    assert fold_name(name) == key


def test_a_large_list_takes_seconds(connection, config, sealer, practice_id, now) -> None:
    lines = ["First name,Phone,Email,Visit date"]
    lines += [
        f"Ana,(415) {220 + n // 1000}-{n % 1000 + 1000:04},p{n}@example.com,2026-03-03"
        for n in range(5_000)
    ]
    parsed = parse_visits("\n".join(lines).encode(), practice_zone=ZONE, now=now)
    context = IntakeContext(connection, config, sealer, now)
    practice = find_practice(connection, practice_id)
    started = time.monotonic()
    outcome = ingest_upload(context, practice, parsed, dry_run=False)
    assert time.monotonic() - started < 20
    assert outcome.accepted == len(parsed.rows) > 4_900
    again = ingest_upload(context, practice, parsed, dry_run=False)
    assert (again.accepted, again.duplicates) == (0, outcome.accepted)
    assert count(connection, "visits") == count(connection, "jobs") == outcome.accepted
