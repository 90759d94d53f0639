"""Workers killed at random while they send: every text must arrive once, at Twilio's own count.

`python -m benchmarks.killer [--jobs 10000] [--workers 2]`. Worker processes send real HTTP through
Twilio's SDK to the sandbox, in a process of its own, and are ended by SIGKILL at random moments
until all is sent; a last worker settles what is in doubt. Then the sandbox is asked what it got.
"""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import requests

from benchmarks.offices import new_database, open_folder, seed_requests
from core.config import PROJECT_ROOT, Config, load_config
from core.outbox.tasks import DispatchDeps
from core.providers.assembly import build_providers
from core.rules.places.phone import regions_of_number, zones_of_number
from core.rules.wording.linter import lint_template
from core.sealing import Sealer
from core.store.database import connect
from core.store.templates import get_template
from core.worker import dispatch_due

NOON = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)
"""A Wednesday noon in Los Angeles, where the workers' clock starts; it runs as fast as ours."""

LEASE_SECONDS = 1.0
_TYPES = ["send_request"]
_SETTLING = timedelta(minutes=10)
_MOST_ROUNDS = 50


@dataclass(frozen=True)
class Findings:
    """What happened, by the database, and by the sandbox's own count."""

    jobs: int
    kills: int
    texts: int
    duplicates: int
    losses: int
    uncertain: int
    """Left in doubt for a person; counted among the losses unless the text is there."""
    seconds: float

    @property
    def is_clean(self) -> bool:
        """Tell whether every text arrived exactly once."""
        return self.duplicates == self.losses == 0 and self.texts == self.jobs


@dataclass(frozen=True)
class Scene:
    """Where the workers work."""

    config: Config
    database_url: str
    sandbox_url: str
    began: float

    def now(self) -> datetime:
        """Give the workers' time."""
        return NOON + timedelta(seconds=time.time() - self.began)

    def deps(self) -> DispatchDeps:
        """Give what a worker needs, with the real clients."""
        return DispatchDeps(
            config=self.config,
            sealer=Sealer(self.config.data_encryption_keys),
            providers=build_providers(self.config),
            connect=lambda: connect(self.database_url),
            clock=self.now,
            lease_seconds=LEASE_SECONDS,
        )


def measure(jobs: int, *, workers: int, seed: int, life_seconds: tuple[float, float]) -> Findings:
    """Send `jobs` texts with workers that live for a random while each."""
    chance = random.Random(seed)  # noqa: S311 - picks moments, guards nothing
    folder, server_url = open_folder("killer")
    url = new_database(server_url, "killer")
    with _sandbox(folder / "sandbox.log") as sandbox_url:
        config = replace(load_config({}), twilio_api_base=sandbox_url, send_rate_per_second=100_000)
        scene = Scene(config, url, sandbox_url, time.time())
        codes = seed_requests(url, Sealer(config.data_encryption_keys), jobs, now=NOON)
        _warm_up(scene)
        scene = replace(scene, began=time.time())
        started = time.monotonic()
        kills = _kill_until_sent(scene, workers, chance, life_seconds)
        _settle(scene)
        return _count(scene, codes, kills, time.monotonic() - started)


@contextmanager
def _sandbox(log_path: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with log_path.open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "sandbox", "--port", str(port)],
            cwd=PROJECT_ROOT,
            env={"PATH": os.environ["PATH"], "APP_ENV": "sandbox"},
            stdout=log,
            stderr=log,
        )
    try:
        _wait_for(url)
        # No callbacks: nobody listens, and Twilio's own count is all that is asked for.
        requests.post(f"{url}/_sandbox/settings", json={"step_seconds": 86_400}, timeout=10)
        yield url
    finally:
        process.kill()
        process.wait()


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if requests.get(f"{url}/_sandbox/counts", timeout=2).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    message = "the sandbox did not come up"
    raise RuntimeError(message)


def _warm_up(scene: Scene) -> None:
    """Import what workers need before they are forked: none may live for a second only to load."""
    import core.providers.twilio_sms  # noqa: F401, PLC0415

    is_lawful = zones_of_number("+14155550123") and regions_of_number("+14155550123")
    with connect(scene.database_url) as connection:
        template = get_template(connection, name="initial", locale="en", channel="sms")
    if not is_lawful or lint_template(template):
        message = "the seeded template and number tables are not as expected"
        raise RuntimeError(message)


def _kill_until_sent(
    scene: Scene, workers: int, chance: random.Random, life_seconds: tuple[float, float]
) -> int:
    """Keep `workers` running and kill one after another, until no job is queued or claimed."""
    kills = 0
    running = [_start_worker(scene) for _ in range(workers)]
    while _open_jobs(scene):
        time.sleep(chance.uniform(*life_seconds) / workers)
        victim = running.pop(0)
        os.kill(victim, signal.SIGKILL)
        os.waitpid(victim, 0)
        kills += 1
        running.append(_start_worker(scene))
    for pid in running:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return kills


def _start_worker(scene: Scene) -> int:
    """Fork a worker, which ends with this process at the latest."""
    parent, pid = os.getpid(), os.fork()
    if pid:
        return pid
    try:
        deps = scene.deps()
        while os.getppid() == parent:
            if not dispatch_due(deps, now=scene.now(), types=_TYPES).claimed:
                time.sleep(0.02)
    finally:
        os._exit(1)  # past whatever the parent wants done at its own end


def _open_jobs(scene: Scene) -> int:
    """Count what a worker can still do now; what waits for a look-up is left to the settling."""
    with connect(scene.database_url) as connection:
        row = connection.execute(
            b"select count(*) as jobs from jobs where type = 'send_request'"
            b" and (status = 'running' or status = 'queued' and run_at <= %s)",
            (scene.now(),),
        ).fetchone()
    return int(str(row["jobs"])) if row else 0


def _settle(scene: Scene) -> None:
    """Let one more worker, later, look up what is in doubt, and send what was not sent."""
    _wait_for_the_wire(scene)
    for number in range(1, _MOST_ROUNDS):
        now = scene.now() + number * _SETTLING
        deps = replace(scene.deps(), clock=None)
        if not dispatch_due(deps, now=now, types=_TYPES).claimed:
            return


def _wait_for_the_wire(scene: Scene) -> None:
    """Wait until what the killed had on the wire has arrived: the sandbox counts no more."""
    before, texts = -1, 0
    while before != texts:
        before = texts
        time.sleep(0.2)
        counts = requests.get(f"{scene.sandbox_url}/_sandbox/counts", timeout=30).json()
        texts = int(counts["messages"])


def _count(scene: Scene, codes: set[str], kills: int, seconds: float) -> Findings:
    response = requests.get(f"{scene.sandbox_url}/_sandbox/messages", timeout=120)
    bodies = [text["body"] for text in response.json()["messages"]]
    arrived = Counter(body.partition("/r/")[2][:10] for body in bodies)
    with connect(scene.database_url) as connection:
        row = connection.execute(
            b"select count(*) as messages from messages where state = 'unknown'"
        ).fetchone()
    return Findings(
        jobs=len(codes),
        kills=kills,
        texts=len(bodies),
        duplicates=sum(count - 1 for count in arrived.values() if count > 1),
        losses=len(codes - arrived.keys()),
        uncertain=int(str(row["messages"])) if row else 0,
        seconds=round(seconds, 1),
    )


@click.command()
@click.option("--jobs", default=10_000, show_default=True)
@click.option("--workers", default=2, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--shortest", default=0.2, show_default=True, help="Seconds a worker lives at least.")
@click.option("--longest", default=3.0, show_default=True, help="Seconds it lives at most.")
def main(jobs: int, workers: int, seed: int, shortest: float, longest: float) -> None:
    """Print the findings as JSON; exit 1 unless every text arrived once."""
    findings = measure(jobs, workers=workers, seed=seed, life_seconds=(shortest, longest))
    click.echo(json.dumps(asdict(findings)))
    sys.exit(0 if findings.is_clean else 1)


if __name__ == "__main__":
    main()
