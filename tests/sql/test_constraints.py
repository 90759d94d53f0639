"""What the schema holds against whoever writes to it, us or a person at a prompt."""

from datetime import date
from uuid import uuid4

import psycopg
import pytest

from core.store.database import Connection


@pytest.fixture
def add_visit(connection: Connection, now):
    practice, patient = uuid4(), uuid4()

    def add(occurred_at: str, zone: str | None = "America/Los_Angeles") -> date:
        connection.execute(
            "insert into practices (id, name, timezone) values (%s, 'Bright', %s)"
            " on conflict do nothing",
            (practice, zone),
        )
        connection.execute("insert into settings values (%s) on conflict do nothing", (practice,))
        connection.execute(
            "insert into patients (practice_id, id, first_name) values (%s, %s, 'Ana')"
            " on conflict do nothing",
            (practice, patient),
        )
        visit = uuid4()
        connection.execute(
            "insert into visits (practice_id, id, patient_id, occurred_at, source, source_id)"
            " values (%s, %s, %s, %s, 'csv', %s)",
            (practice, visit, patient, occurred_at, str(visit)),
        )
        found = connection.execute("select local_date from visits where id = %s", (visit,))
        return found.fetchone()["local_date"]

    return add


def test_a_visit_written_by_hand_is_of_its_practices_day(add_visit):
    assert add_visit("2026-03-05T07:30:00Z") == date(2026, 3, 4)


@pytest.mark.parametrize("zone", [None, "Mars/Olympus_Mons"])
def test_without_a_usable_zone_the_day_is_taken_on_the_pacific_coast(add_visit, zone):
    assert add_visit("2026-03-05T07:30:00Z", zone) == date(2026, 3, 4)


def test_a_second_visit_of_a_patient_on_a_day_is_refused_by_hand_too(add_visit):
    add_visit("2026-03-04T18:00:00Z")
    with pytest.raises(psycopg.errors.UniqueViolation):
        add_visit("2026-03-05T07:30:00Z")


def test_the_state_of_sms_is_one_of_three(add_visit, connection: Connection):
    add_visit("2026-03-04T18:00:00Z")
    with pytest.raises(psycopg.errors.CheckViolation):
        connection.execute("update settings set sms_status = 'perhaps'")
