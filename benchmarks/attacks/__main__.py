"""Attacks on a server of our own, on loopback, with a database of its own.

`python -m benchmarks.attacks`: about a minute; exit 1 where anything got through.
"""

import sys
import time

from rich.console import Console
from rich.table import Table

from benchmarks.attacks.pressure import limited_files
from benchmarks.attacks.suite import Finding, Size, attack
from benchmarks.attacks.target import open_target
from benchmarks.offices import new_database, open_folder

_FILES_OF_SERVER = 1024


def main() -> None:
    """Make every attack and print a table."""
    _, server_url = open_folder("attacks")
    url = new_database(server_url, "attacks")
    with limited_files(_FILES_OF_SERVER) as lift, open_target(url) as target:
        lift()
        findings = [_timed(finding) for finding in attack(target, Size())]
    columns = (
        "attack",
        "tries",
        "accepted",
        "tables written",
        "answers ≥ 500",
        "others kept waiting",
    )
    table = Table(*columns, title="Attacks")
    for one in findings:
        figures = (one.tries, one.accepted, one.stored, one.broken, one.late)
        table.add_row(one.attack, *("-" if figure is None else f"{figure:,}" for figure in figures))
    Console().print(table)
    sys.exit(0 if all(one.is_held for one in findings) else 1)


def _timed(finding: Finding) -> Finding:
    """Tell of each when it is over, and of what got through."""
    print(f"{time.strftime('%H:%M:%S')} {finding.attack}", file=sys.stderr)
    for example in finding.examples:
        print(f"  {example}", file=sys.stderr)
    return finding


main()
