"""How well replies are read: right verdicts by kind, over both corpora of labelled texts.

`python -m benchmarks.replies [--misread]`. The open corpus is learned from, so only the held-out
one says how well texts are read that nobody has met; `benchmarks.reply_training --folds 5` says
it of the open one.
"""

import re
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from core.config import PROJECT_ROOT
from core.rules.consent.own_wording import Wordings, compile_wordings
from core.rules.consent.replies import ReplyKind, classify_reply

CORPORA = PROJECT_ROOT / "tests/core/rules/consent"
_SEEDED_TEXT = re.compile(r"'sms', null,\n\$t\$(.*?)\$t\$", re.DOTALL)


@dataclass(frozen=True)
class LabelledReply:
    """A reply, whether it is an opt-out, and what kind of reply it is."""

    is_stop: bool
    kind: str
    text: str

    def is_read_right(self, wordings: Wordings) -> bool:
        """Tell whether the rules give the verdict that a person gave."""
        kind = classify_reply(self.text, wordings=wordings).kind
        return (kind is ReplyKind.STOP) is self.is_stop


def read_corpus(path: Path) -> list[LabelledReply]:
    r"""Read lines of verdict, kind and text, tabs between them and \n for a line break."""
    lines = path.read_text("utf-8").split("\n")
    fields = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [
        LabelledReply(verdict == "STOP", kind, text.replace("\\n", "\n"))
        for verdict, kind, text in fields
    ]


def seeded_wordings() -> Wordings:
    """Give the wordings of the SMS templates that `review-engine seed` puts in."""
    seeds = (PROJECT_ROOT / "sql/seeds/templates.sql").read_text("utf-8")
    return compile_wordings(tuple(sorted(_SEEDED_TEXT.findall(seeds))))


def by_kind(replies: Sequence[LabelledReply]) -> Iterator[tuple[str, list[LabelledReply]]]:
    """Group replies by kind, in the order of the corpus."""
    for kind in dict.fromkeys(reply.kind for reply in replies):
        yield kind, [reply for reply in replies if reply.kind == kind]


@click.command()
@click.option("--misread", is_flag=True, help="Name the texts that are misread.")
def main(*, misread: bool) -> None:
    """Print lines, right ones and their share by kind, then the time a text takes."""
    wordings = seeded_wordings()
    console = Console()
    for name in ("corpus", "held_out"):
        replies = read_corpus(CORPORA / f"{name}.txt")
        table = Table("kind", "lines", "right", "%", title=name)
        for kind, group in by_kind(replies):
            right = sum(reply.is_read_right(wordings) for reply in group)
            table.add_row(kind, str(len(group)), str(right), f"{100 * right / len(group):.1f}")
        console.print(table)
        for reply in replies:
            if misread and not reply.is_read_right(wordings):
                console.print(reply.kind, repr(reply.text), markup=False)
        console.print(f"median {_median_ms(replies, wordings):.2f} ms a text")


def _median_ms(replies: Sequence[LabelledReply], wordings: Wordings) -> float:
    spent = []
    for reply in replies:
        started = time.process_time()
        reply.is_read_right(wordings)
        spent.append(time.process_time() - started)
    return 1_000 * statistics.median(spent)


if __name__ == "__main__":
    main()
