import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from core.store.database import connect
from tests.core.test_config import PRODUCTION

ENGINE = Path(sys.executable).with_name("review-engine")


def type_command(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {key: os.environ[key] for key in ("HOME", "PATH") if key in os.environ}
    return subprocess.run(
        [ENGINE, *words],
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_env_names_every_missing_key_on_a_line_of_its_own_and_no_value():
    done = type_command("check-env", APP_ENV="production", HMAC_SECRET="too-short-secret")
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert len(lines) == 19
    assert all(": missing" in line or ": malformed" in line for line in lines)
    assert "too-short-secret" not in done.stderr


@pytest.mark.parametrize(
    "words", [("serve",), ("run", "metrics"), ("db", "migrate"), ("seed",), ("replay-raw-events",)]
)
def test_nothing_starts_in_production_with_a_key_missing(words):
    done = type_command(*words, APP_ENV="production")
    assert done.returncode == 1
    assert "DATABASE_URL: missing" in done.stderr


def test_a_database_is_migrated_and_seeded_and_doing_it_again_changes_nothing(database_url):
    assert type_command("db", "url", DATABASE_URL=database_url).stdout.strip() == database_url
    assert "nothing to apply" in type_command("db", "migrate", DATABASE_URL=database_url).stderr
    assert type_command("seed", DATABASE_URL=database_url).returncode == 0


def test_a_run_ends_with_its_counts_as_json(database_url):
    done = type_command(
        "run", "fulfillment", "--now", "2026-03-04T20:00:00Z", DATABASE_URL=database_url
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["claimed"] == 0


def test_production_sees_no_time_but_the_real_one(database_url):
    environment = PRODUCTION | {"DATABASE_URL": database_url}
    done = type_command("run", "housekeeping", "--now", "2026-03-04T20:00:00Z", **environment)
    assert done.returncode == 1
    assert done.stderr.startswith("--now: refused in production")


def test_a_run_behind_a_flag_that_is_off_says_so(database_url):
    done = type_command("run", "gcal_ingest", DATABASE_URL=database_url, FEATURE_GCAL="false")
    assert done.returncode == 0
    assert "gcal_ingest was skipped: FEATURE_GCAL is off" in done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {"skipped": 1}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "no_such_job"), "there are: alerts"),
        (("run", "fulfillment", "--now", "tomorrow"), "--now must be an ISO 8601 time"),
        (("replay-raw-events", "--since", "monday"), "--since must be an ISO 8601 time"),
        (("frontdesk-token", str(uuid.uuid4())), "no practice has the id"),
        (("sender", str(uuid.uuid4()), "ready", "--reason", "x"), "no practice has the id"),
        (("sender", str(uuid.uuid4()), "ready", "--reason", " "), "--reason must say why"),
    ],
)
def test_a_mistyped_command_says_what_to_do(database_url, words, said):
    done = type_command(*words, DATABASE_URL=database_url)
    assert done.returncode == 1
    assert said in done.stderr


@pytest.mark.parametrize("words", [("run", "housekeeping"), ("seed",)])
def test_a_database_that_is_not_there_is_told_in_one_line(database_url, words):
    done = type_command(*words, DATABASE_URL=database_url.replace("/test_", "/gone_"))
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert line.startswith("the database cannot be used; check DATABASE_URL: ")


def test_issuing_a_front_desk_token_ends_the_one_before(database_url):
    with connect(database_url) as connection:
        row = connection.execute(
            "insert into practices (name) values ('A') returning id"
        ).fetchone()
    issue = ("frontdesk-token", str(row["id"]))
    tokens = [type_command(*issue, DATABASE_URL=database_url).stdout.strip() for _ in range(2)]
    assert len(set(tokens)) == 2
    with connect(database_url) as connection:
        kept = connection.execute("select token_hash from frontdesk_tokens").fetchall()
    assert len(kept) == 1
    assert kept[0]["token_hash"] not in tokens


def test_a_sender_is_moved_once_and_says_from_where(database_url):
    with connect(database_url) as connection:
        row = connection.execute(
            "insert into practices (name) values ('A') returning id"
        ).fetchone()
    move = ("sender", str(row["id"]), "blocked", "--reason", "filtered")
    said = [json.loads(type_command(*move, DATABASE_URL=database_url).stdout) for _ in range(2)]
    assert [one["to"] for one in said] == ["blocked", "blocked"]
    assert said[0]["from"] != "blocked"
    assert said[1] == {"from": "blocked", "to": "blocked", "released": 0}
    with connect(database_url) as connection:
        [event] = connection.execute("select payload from events").fetchall()
    assert event["payload"]["reason"] == "filtered"


@pytest.mark.parametrize(
    "words",
    [
        (str(uuid.uuid4()), "perhaps", "--reason", "x"),
        ("not-an-id", "ready", "--reason", "x"),
        (str(uuid.uuid4()), "ready"),
    ],
)
def test_a_sender_that_cannot_be_moved_so_is_told_how(words):
    done = type_command("sender", *words)
    assert done.returncode == 2
    assert "Usage: review-engine sender" in done.stderr
