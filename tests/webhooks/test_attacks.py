"""The attacks of `python -m benchmarks.attacks`, a part of each, on a real server."""

from collections.abc import Iterator

import pytest

from benchmarks.attacks.pressure import limited_files
from benchmarks.attacks.suite import Finding, Size, attack
from benchmarks.attacks.target import open_target

PART = Size(every=9, sockets=300, held=3)


@pytest.fixture
def findings(database_url) -> Iterator[list[Finding]]:
    with limited_files(1024) as lift, open_target(database_url, workers=1) as target:
        lift()
        yield list(attack(target, PART))


def test_no_attack_gets_through(findings) -> None:
    through = {one.attack: one for one in findings if not one.is_held}
    assert through == {}
    assert len(findings) == 12
    assert min(one.tries for one in findings) >= 3
    assert sum(one.tries for one in findings) > 1000
