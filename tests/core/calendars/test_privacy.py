"""What stands in a calendar goes no further than the patient's first name and sealed contact."""

import json
import logging
from datetime import timedelta

import pytest
import requests
import structlog

from core.calendars.choices import ask_for_look
from core.context import IntakeContext
from core.store.calendar_choices import FINDINGS_COLUMN
from core.store.calendar_connections import TOKEN_COLUMN
from core.store.database import connect

CANARIES = (
    "Zyxwvut",
    "Quetzalcoatl",
    "5550177",
    "555-0177",
    "zyx@canary.example",
    "Frenectomy",
    "Hepatitis",
)
TITLE = "Frenectomy - Zyxwvut Quetzalcoatl 510-555-0177 zyx@canary.example"
NOTES = "Hepatitis C, brother of Quetzalcoatl, see chart 5550177"
NAMES = {"patients.first_name", "patients.name_key"}
"""What a patient is greeted with, and the same folded."""


def everything(office):
    """Give every text in the database as (table.column, text)."""
    columns = office.rows(
        "select table_name, column_name from information_schema.columns where table_schema = 'public'"
    )
    for column in columns:
        table, name = column["table_name"], column["column_name"]
        texts = f'select "{name}"::text as text from "{table}"'  # noqa: S608 - names from the catalog
        for row in office.rows(texts):
            yield f"{table}.{name}", row["text"] or ""


@pytest.fixture
def logged(caplog, capfd):
    """Collect what structlog, logging and the SDKs write, down to DEBUG."""
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as entries:
        yield lambda: "\n".join([caplog.text, *capfd.readouterr(), *map(str, entries)])


def test_no_word_of_a_title_is_stored_or_logged_but_the_first_name(office, noon, logged):
    office.book(TITLE, description=NOTES, ends_at=noon - timedelta(hours=1))
    office.book(f"{TITLE} / 510-555-0178 mom", ends_at=noon - timedelta(hours=2))
    office.book(f"Call {TITLE}", ends_at=noon - timedelta(hours=3))
    office.book(TITLE, ends_at=noon + timedelta(hours=3))
    assert office.poll(noon)["accepted"] == 1
    office.fail(kind="torn", times=3)
    assert office.poll(noon + timedelta(hours=1))["failed"] == 1
    seen = list(everything(office))
    assert any(place == "patients.phone_e164" for place, _ in seen)
    for place, text in seen:
        found = [word for word in CANARIES if word.casefold() in text.casefold()]
        assert found == (["Zyxwvut"] if place in NAMES and text else []), place
    written = logged()
    assert "calendar_poll_failed" in written
    assert [word for word in CANARIES if word.casefold() in written.casefold()] == []


def test_a_look_for_an_owner_who_chooses_keeps_no_word_of_a_title_either(office, noon, logged):
    whole = f"{TITLE} / {NOTES}"
    office.book(TITLE, description=NOTES, location=TITLE, ends_at=noon + timedelta(hours=5))
    office.book("Exam", description=whole, calendar="Second", ends_at=noon + timedelta(days=1))
    context = IntakeContext(office.database, office.config, office.sealer, noon)
    assert ask_for_look(context, office.source, practice_id=office.practice_id)
    assert office.poll(noon)["looked"] == 1
    for place, text in everything(office):
        assert [word for word in CANARIES if word.casefold() in text.casefold()] == [], place
    [look] = office.rows("select sealed_findings from calendar_looks")
    opened = office.sealer.open(
        look["sealed_findings"], practice_id=office.practice_id, column=FINDINGS_COLUMN
    )
    entries = json.loads(opened)["entries"]
    assert len(entries) == 2
    written = json.dumps([reading for *_, reading in entries])
    assert "Zyxwvut" in written
    for word in ("Quetzalcoatl", "Frenectomy", "Hepatitis", "555", "zyx@"):
        assert word not in written
    ask_for_look(context, office.source, practice_id=office.practice_id)
    office.fail(kind="torn", times=9)
    office.poll(noon + timedelta(hours=1))
    assert [word for word in CANARIES if word.casefold() in logged().casefold()] == []


@pytest.mark.parametrize("status", [400, 401, 403])
@pytest.mark.parametrize("where", ["calendar", "tokens"])
def test_an_error_with_a_title_for_a_code_is_told_without_it(office, noon, logged, status, where):
    oauth = {"gcal": "google_oauth", "outlook": "microsoft_oauth"}[office.source]
    url = f"{office.base_url}/_sandbox/faults"
    provider = oauth if where == "tokens" else office.source
    fault = {"provider": provider, "status": status, "code": TITLE, "times": 4}
    requests.post(url, json=fault, timeout=10).raise_for_status()
    office.poll(noon)
    for place, text in everything(office):
        assert [word for word in CANARIES if word.casefold() in text.casefold()] == [], place
    written = logged()
    assert "calendar_" in written
    assert [word for word in CANARIES if word.casefold() in written.casefold()] == []


def test_tokens_are_stored_sealed_and_never_logged(office, noon, logged):
    office.desk("revoke", account=office.account)
    token = office.connect()
    office.poll(noon)
    row = office.connection()
    opened = office.sealer.open(
        row["refresh_token"], practice_id=office.practice_id, column=TOKEN_COLUMN
    )
    office.desk("revoke", account=office.account)
    office.poll(noon + timedelta(hours=1))
    for place, text in everything(office):
        assert token not in text, place
        assert opened not in text, place
    written = logged()
    assert token not in written
    assert opened not in written
    assert "at_gcal_" not in written
    assert "at_outlook_" not in written
    with connect(office.database_url) as other:
        assert other.execute(b"select refresh_token from calendar_connections").fetchone() == {
            "refresh_token": None
        }
