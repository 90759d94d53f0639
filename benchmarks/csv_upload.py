"""A large visit list over HTTP: `POST /connectors/csv/upload` on gunicorn and PostgreSQL.

`python -m benchmarks.csv_upload [--rows 50000] [--rounds 3]`. Each round sends one file three times
for an office of its own: as a dry run, to be taken in, and once more, when it adds nothing.
"""

import json
import os
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import click
import requests

from benchmarks.clicks import serve_web
from benchmarks.offices import add_office, new_database, open_folder
from core.onboarding.sign_in import issue_frontdesk_token
from core.store.database import connect

TARGET_SECONDS = 10.0
TARGET_MB = 300.0
_FIRST_NAMES = (
    *("Ana", "Bo", "Carmen", "DeShawn", "Elena", "Farid", "Grace", "Hugo"),
    *("Ines", "José", "Kim", "Luz", "Mary", "Noé", "Omar"),
)
_VISITS_A_PATIENT = 1.25


@dataclass(frozen=True)
class Round:
    """Seconds that one file took: looked at only, taken in, and sent again."""

    dry_run: float
    taken: float
    again: float


@dataclass(frozen=True)
class Findings:
    """The rounds, the most memory that a web worker ever held, and how busy the machine was."""

    rows: int
    rounds: tuple[Round, ...]
    peak_mb: float
    load: float

    @property
    def is_good(self) -> bool:
        """Tell whether every round was within the targets."""
        slowest = max(one.taken for one in self.rounds)
        return slowest <= TARGET_SECONDS and self.peak_mb <= TARGET_MB


def measure(rows: int, rounds: int) -> Findings:
    """Send `rounds` files of `rows` visits; raises AssertionError where a row is lost."""
    _, server_url = open_folder("csv-upload")
    url = new_database(server_url, "csv_upload")
    with serve_web(url, workers=1) as (port, master):
        found = tuple(_round(url, port, _file(rows, seed)) for seed in range(rounds))
        peak_mb = _peak_mb(master)
    return Findings(rows, found, peak_mb, round(os.getloadavg()[0], 1))


def _round(url: str, port: int, data: bytes) -> Round:
    practice_id = uuid4()
    with connect(url) as connection:
        add_office(connection, practice_id)
        token = issue_frontdesk_token(connection, practice_id=practice_id, now=datetime.now(UTC))
    address = f"http://127.0.0.1:{port}/connectors/csv/upload"
    dry_run, looked = _send(f"{address}?dry_run=1", token, data)
    taken, added = _send(address, token, data)
    again, repeated = _send(address, token, data)
    assert looked == added  # noqa: S101
    assert repeated == {"accepted": 0, "duplicates": sum(added.values())}  # noqa: S101
    return Round(dry_run, taken, again)


def _send(address: str, token: str, data: bytes) -> tuple[float, dict[str, int]]:
    began = time.perf_counter()
    answer = requests.post(
        address,
        headers={"Authorization": f"Bearer {token}"},
        files={"file": ("visits.csv", data, "text/csv")},
        timeout=180,
    )
    seconds = round(time.perf_counter() - began, 2)
    answer.raise_for_status()
    report: dict[str, Any] = answer.json()
    assert report["rejected"] == 0, report["rejects"][:3]  # noqa: S101
    return seconds, {name: report[name] for name in ("accepted", "duplicates")}


def _file(rows: int, seed: int) -> bytes:
    """Write visits of the last two years; a fifth of the patients came more than once."""
    chance = random.Random(seed)  # noqa: S311 - makes up patients, guards nothing
    today = datetime.now(UTC).date()
    patients = [_patient(chance, number) for number in range(int(rows / _VISITS_A_PATIENT))]
    picked = patients + chance.choices(patients, k=rows - len(patients))
    chance.shuffle(picked)
    lines = [f"{patient},{_day(chance, today)}" for patient in picked]
    return "\n".join(["First name,Phone,Email,Visit date", *lines]).encode()


def _patient(chance: random.Random, number: int) -> str:
    """Give name, phone and address; one in ten has no phone, one in three no address."""
    phone = f"({chance.choice((212, 310, 415, 713))}) {200 + number // 10_000}-{number % 10_000:04}"
    email = f"p{number}@example.com"
    kind = chance.random()
    contact = f",{email}" if kind < 0.1 else f"{phone}," if kind < 0.4 else f"{phone},{email}"
    return f"{chance.choice(_FIRST_NAMES)},{contact}"


def _day(chance: random.Random, today: date) -> str:
    return (today - timedelta(days=chance.randrange(2, 700))).isoformat()


def _peak_mb(master: int) -> float:
    """Give the most memory that a worker of the server has held so far."""
    return round(max(map(_peak_kb, _children(master))) / 1024, 1)


def _children(process_id: int) -> Iterator[int]:
    for status in Path("/proc").glob("[0-9]*/status"):
        if f"\nPPid:\t{process_id}\n" in status.read_text():
            yield int(status.parent.name)


def _peak_kb(process_id: int) -> int:
    text = Path(f"/proc/{process_id}/status").read_text()
    return int(text.partition("\nVmHWM:")[2].split()[0])


@click.command()
@click.option("--rows", default=50_000, show_default=True)
@click.option("--rounds", default=3, show_default=True)
def main(rows: int, rounds: int) -> None:
    """Print the findings as JSON; exit 1 where the target is missed."""
    findings = measure(rows, rounds)
    click.echo(json.dumps(asdict(findings)))
    sys.exit(0 if findings.is_good else 1)


if __name__ == "__main__":
    main()
