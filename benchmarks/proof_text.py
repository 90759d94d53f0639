"""Seconds from `POST /onboard/test-sms` to the text in the inbox, on the running `make up`.

`python -m benchmarks.proof_text` while the platform runs; ten offices buy, and each owner asks for
her text, at random moments so that Dagster is met idle as well as at work.
"""

import random
import re
import statistics
import time
from typing import Any

import requests

SANDBOX, WEB = "http://127.0.0.1:9000", "http://127.0.0.1:8000"
OFFICES = 10
_PATIENCE_SECONDS = 60
_AREA_CODES = ("510", "415", "213", "305", "212", "312", "713", "206", "617", "404")


def main() -> None:
    """Measure each office once and print the median."""
    chance = random.Random(time.time())  # noqa: S311 - spreads requests, guards nothing
    run = chance.randrange(10**6)
    seconds = [_measure(number, run, chance) for number in range(OFFICES)]
    print("  ".join(f"{one:.1f}" for one in seconds))
    print(f"median {statistics.median(seconds):.1f} s, slowest {max(seconds):.1f} s")


def _measure(number: int, run: int, chance: random.Random) -> float:
    email = f"owner{number}.{run}@example.com"
    requests.post(
        f"{SANDBOX}/_sandbox/checkout",
        json={"name": "An Owner", "email": email, "practice_name": f"Office {number}"},
        timeout=10,
    ).raise_for_status()
    token = _wait(lambda: _find_token(email))
    time.sleep(chance.uniform(0, 90))
    to = f"+1{_AREA_CODES[number]}8320{number:03}"
    started = time.monotonic()
    requests.post(
        f"{WEB}/onboard/test-sms", json={"token": token, "to": to}, timeout=10
    ).raise_for_status()
    _wait(lambda: _list("messages", to=to))
    return time.monotonic() - started


def _find_token(email: str) -> str | None:
    for mail in _list("emails"):
        link = re.search(r"/onboard/([\w.~-]+)", mail["text"])
        if email in str(mail["to"]) and link:
            return link[1]
    return None


def _list(kind: str, **query: str) -> Any:
    return requests.get(f"{SANDBOX}/_sandbox/{kind}", params=query, timeout=10).json()[kind]


def _wait(look: Any) -> Any:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not (found := look()):
        if time.monotonic() > deadline:
            message = "nothing arrived within a minute"
            raise RuntimeError(message)
        time.sleep(0.1)
    return found


if __name__ == "__main__":
    main()
