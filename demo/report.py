"""What came of the story: the closing table, and the messages as files to look at."""

import html
import json
import shutil

from rich.console import Console
from rich.table import Table

from core.config import PROJECT_ROOT
from demo.story import OWNER, Story

_FIGURES: tuple[tuple[str, bytes], ...] = (
    ("practices", b"select count(*)::text from practices"),
    (
        "visits by source",
        b"""select string_agg(source || ' ' || visits, ', ' order by source) from (
            select source, count(*) as visits from visits group by source) as by_source""",
    ),
    ("requests sent", b"select count(*)::text from review_requests where sent_at is not null"),
    (
        "delayed, by reason",
        b"""select string_agg(reason || ' ' || times, ', ' order by reason) from (
            select payload ->> 'reason' as reason, count(*) as times from events
            where type = 'send_delayed' group by 1) as by_reason""",
    ),
    (
        "never sent, by reason",
        b"""select string_agg(reason || ' ' || visits, ', ' order by reason) from (
            select reason, count(*) as visits from analytics.visit_outcomes
            where outcome in ('skipped', 'blocked') group by 1) as by_reason""",
    ),
    ("delivered", b"select count(*)::text from engagements where event = 'delivered'"),
    ("clicked by people", b"select count(*)::text from engagements where event = 'clicked'"),
    ("reminders", b"select count(*)::text from events where type = 'reminder_sent'"),
    ("STOPs", b"select count(*)::text from events where type = 'stop'"),
    ("reviews added", b"select sum(reviews_added)::text from analytics.guarantees"),
    (
        "segments, spend",
        b"""select sum(segments) || ', $' || round(sum(spend_usd), 2)
            from analytics.spend_guardrail""",
    ),
)


def save_outbox(story: Story) -> None:
    """Write every message into the output folder: the digest, the other emails, and the texts."""
    folder = story.stage.output_dir
    for old in ("emails", "digest.html", "digest.txt", "texts.json"):
        path = folder / old
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    (folder / "emails").mkdir(parents=True)
    emails = story.emails()
    for number, email in enumerate(emails, start=1):
        page = email["html"] or f"<pre>{html.escape(email['text'])}</pre>"
        (folder / "emails" / f"{number:02}.html").write_text(page, encoding="utf-8")
    digest = [email for email in emails if OWNER["email"] in str(email["to"])][-1]
    (folder / "digest.html").write_text(digest["html"], encoding="utf-8")
    (folder / "digest.txt").write_text(digest["text"], encoding="utf-8")
    texts = json.dumps(story.texts(), indent=2, ensure_ascii=False)
    (folder / "texts.json").write_text(texts, encoding="utf-8")


def print_report(console: Console, story: Story) -> None:
    """Print the table of what happened and where to look."""
    table = Table(title="What came of it", show_header=False, title_justify="left")
    for name, statement in _FIGURES:
        table.add_row(name, story.stage.scalar(statement) or "0")
    folder = story.stage.output_dir.relative_to(PROJECT_ROOT)
    table.add_row("the digest", f"{folder}/digest.html")
    table.add_row("every text and email", f"{folder}/texts.json, {folder}/emails/")
    console.print()
    console.print(table)
