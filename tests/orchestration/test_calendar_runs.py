"""Calendars read by Dagster's own jobs: what a run leaves behind says nothing of whom it read about."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import dagster as dg
import pytest
import requests

from assets.calendars import VISITS_OF
from core.calendars.choices import ask_for_look
from core.context import IntakeContext
from core.engine import fixed_engine
from core.store.calendar_connections import TOKEN_COLUMN, connect_calendar
from core.store.database import connect
from tests.flags import turn

TITLE = "Frenectomy - Zyxwvut Quetzalcoatl 510-555-0177 zyx@canary.example"
CANARIES = (b"Frenectomy", b"Zyxwvut", b"Quetzalcoatl", b"5550177", b"555-0177", b"canary.example")


@pytest.fixture
def dagster_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give Dagster a home that keeps every event, with core's loggers down to DEBUG."""
    (tmp_path / "dagster.yaml").write_text(
        "python_logs:\n  managed_python_loggers: [core]\n  python_log_level: DEBUG\n"
        "telemetry:\n  enabled: false\n"
    )
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    return tmp_path


def written(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


@pytest.mark.parametrize("source", ["gcal", "outlook"])
def test_dagsters_own_records_hold_no_word_of_an_entry(platform, sandbox, dagster_home, source):
    def desk(path: str, **body) -> dict:
        url = f"{sandbox}/_sandbox/{path}"
        return requests.post(url, json=body, timeout=10).json()

    platform.config = replace(
        platform.config,
        google_oauth_base=sandbox,
        google_api_base=sandbox,
        graph_authority=sandbox,
        graph_api_base=sandbox,
    )
    practice = platform.add_practice()
    desk(f"calendar/{source}/clear")
    token = desk(f"calendar/{source}/grants", account="desk@office.example")["refresh_token"]
    for hours in (-2, 30):
        at = platform.now + timedelta(hours=hours)
        desk(f"calendar/{source}/events", title=TITLE, description=TITLE, start=at.isoformat())
    with connect(platform.database_url) as connection:
        sealed = platform.sealer.seal(token, practice_id=practice, column=TOKEN_COLUMN)
        connect_calendar(
            connection, practice_id=practice, source=source, sealed_token=sealed, now=platform.now
        )
        context = IntakeContext(connection, platform.config, platform.sealer, platform.now)
        assert ask_for_look(context, source, practice_id=practice)
    counts = platform.run(f"{source}_ingest").counts
    assert (counts["accepted"], counts["looked"]) == (1, 1)
    desk("faults", provider=source, kind="torn", times=3)
    later = platform.now + timedelta(minutes=1)
    assert platform.run(f"{source}_ingest", at=later).counts["failed"] == 1
    kept = written(dagster_home)
    assert b"calendar_poll_failed" in kept
    assert f"{source}_visits".encode() in kept
    assert [word for word in CANARIES if word.lower() in kept.lower()] == []
    assert token.encode() not in kept


@pytest.mark.parametrize(("flag", "asset"), VISITS_OF.items())
def test_a_run_of_a_source_that_is_switched_off_reads_nothing_and_says_so(asset, flag, config):
    off = replace(config, features=turn(config.features, **{flag: False}))
    nowhere = fixed_engine(off, "postgresql://nobody@127.0.0.1:1/none")
    with dg.DagsterInstance.ephemeral() as instance:
        done = dg.materialize([asset], resources={"engine": nowhere}, instance=instance)
        said = [
            record.user_message
            for record in instance.event_log_storage.get_logs_for_run(done.run_id)
        ]
    assert done.success
    assert any(f"skipped: FEATURE_{flag.upper()} is off" in message for message in said)
