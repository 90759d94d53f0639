"""The practice's first week: texts, taps, STOPs, reviews, the Sunday email, and the audit of it."""

import re
from datetime import datetime, timedelta

import requests
from psycopg import sql

from demo.stage import expect
from demo.story import (
    MONDAY_EVENING,
    OWNER,
    PLACE_ID,
    REVIEW_LINK,
    SUNDAY_MORNING,
    THURSDAY_MORNING,
    TUESDAY_MORNING,
    ZONE,
    Story,
    local,
)  # fmt: skip

PHONE_BROWSER = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1"
)
PREVIEW_BOT = "facebookexternalhit/1.1 Facebot Twitterbot/1.0"
_LINK = re.compile(r"https?://\S+/r/\w+")


def send_on_monday(story: Story) -> str:
    """Send what may be sent on Monday evening; the rest waits."""
    story.move_to(MONDAY_EVENING)
    counts = story.stage.run("fulfillment", MONDAY_EVENING)
    story.settle()
    story.stage.run("reviews_nightly", local(2, 23, 30), partition="2026-03-02")
    return _told(story, counts)


def send_on_tuesday(story: Story) -> str:
    """Send what quiet hours and the daily cap held back."""
    story.move_to(TUESDAY_MORNING)
    counts = story.stage.run("fulfillment", TUESDAY_MORNING)
    story.settle()
    return _told(story, counts)


def patients_answer(story: Story) -> str:
    """Let patients tap, link previewers fetch, and a few opt out, in either language."""
    story.move_to(TUESDAY_MORNING + timedelta(minutes=20))
    texts = [text for text in story.texts() if text["to"] != OWNER["phone"]]
    delivered = [text for text in texts if text["status"] == "delivered"]
    expect(len(delivered) >= 10, f"at least ten texts arrive: {len(delivered)}")
    for number, text in enumerate(delivered):
        link = _LINK.search(text["body"])
        if link is None:
            continue
        _fetch(link[0], PREVIEW_BOT)
        if number % 5 in {0, 2}:
            target = _fetch(link[0], PHONE_BROWSER)
            expect(target == REVIEW_LINK, f"the link leads to Google: {target}")
            story.clicks += 1
    for number, word in ((1, "STOP"), (3, "Alto por favor"), (6, "no me escriban más")):
        story.stage.sandbox("POST", "inbound", {"from": delivered[number]["to"], "body": word})
        story.stops += 1
    story.settle()
    clicked = story.stage.scalar(
        b"select count(*) from review_requests where clicked_at is not null"
    )
    expect(clicked == story.clicks, f"{story.clicks} people clicked, {clicked} are counted")
    return f"{story.clicks} taps counted, {len(delivered)} previews not; {story.stops} opted out"


def remind_on_thursday(story: Story) -> str:
    """Remind once after 48 hours whoever neither tapped nor opted out."""
    story.move_to(THURSDAY_MORNING)
    before = len(story.texts())
    story.stage.run("fulfillment", THURSDAY_MORNING)
    story.settle()
    reminders = story.stage.scalar(
        b"select count(*) from events where type = 'reminder_sent'",
    )
    skipped = story.stage.scalar(b"select count(*) from events where type = 'reminder_skipped'")
    expect(reminders > 0, "reminders go out")
    expect(len(story.texts()) - before <= reminders, "nothing but reminders goes out")
    return f"{reminders} reminders, {skipped} not needed"


def collect_reviews(story: Story) -> str:
    """Let patients write reviews, and fetch them on Saturday night."""
    for rating, author, text in (
        (5, "Renée M.", "On time, gentle, and they explained everything."),
        (5, "Julio A.", "Muy amables, sin prisas. Gracias."),
        (4, "T. Okafor", "Good cleaning, a short wait."),
        (5, "Mai L.", "The hygienist was wonderful with my son."),
    ):
        story.stage.sandbox(
            "POST",
            f"places/{PLACE_ID}/reviews",
            {"rating": rating, "author": author, "text": text},
        )
        story.new_reviews += 1
    story.stage.sandbox("POST", "settings", {"now": local(7, 22, 0).isoformat()})
    story.stage.run("reviews_nightly", local(7, 23, 30), partition="2026-03-07")
    story.stage.run("reviews_nightly", local(7, 23, 45), partition="2026-03-07")
    snapshots = story.stage.scalar(b"select count(*) from review_snapshots")
    expect(snapshots == 2, f"a night run twice leaves one snapshot: {snapshots}")
    return f"{story.new_reviews} new reviews, two snapshots, one baseline"


def build_marts(story: Story) -> str:
    """Build and test every mart, then run the checks that read them."""
    counts = story.stage.run("metrics", local(8, 6, 30))
    for job in ("sla_check", "spend_check", "guarantee_check"):
        story.stage.run(job, local(8, 6, 40))
    for mart in (b"opt_out_audit", b"sla_breaches", b"guarantees", b"visit_outcomes"):
        rows = story.stage.scalar(b"select count(*) from analytics." + mart)
        expect(rows > 0, f"{mart.decode()} has rows")
    after_stop = story.stage.scalar(b"select sum(sends_after_stop) from analytics.opt_out_audit")
    expect(after_stop == 0, f"nobody is texted after a STOP: {after_stop}")
    return ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in counts.items())


def send_digest(story: Story) -> str:
    """Mail Sunday's digest, once however often the job runs."""
    story.move_to(SUNDAY_MORNING)
    for _ in range(2):
        story.stage.run("weekly_digest", SUNDAY_MORNING, partition="2026-03-08")
    digests = story.stage.scalar(b"select count(*) from events where type = 'digest_sent'")
    expect(digests == 1, f"one digest is sent: {digests}")
    return f"mailed to {OWNER['email']}, once although the job ran twice"


def replay(story: Story) -> str:
    """Let every webhook of the week arrive five times more, shuffled: nothing may change."""
    before = _count_rows(story), len(story.texts()), len(story.emails())
    sent = story.stage.sandbox("POST", "replay", {"times": 5})["webhooks"]
    story.settle()
    story.stage.run("raw_events", SUNDAY_MORNING)
    after = _count_rows(story), len(story.texts()), len(story.emails())
    expect(after == before, f"replayed webhooks change nothing: {before} became {after}")
    return f"{sent} webhooks again, in random order: no row, text or email more"


def audit(story: Story) -> str:
    """Count at the provider what must never have happened."""
    texts = [text for text in story.texts() if _LINK.search(text["body"])]
    for text in texts:
        at = datetime.fromisoformat(text["created_at"]).astimezone(ZONE)
        expect(9 <= at.hour < 20, f"no text in quiet hours: {at:%a %H:%M}")
    links = [(text["to"], text["body"]) for text in texts]
    expect(len(links) == len(set(links)), "no text goes out twice")
    accepted = story.stage.scalar(
        b"select count(*) from messages where channel = 'sms' and provider_msg_id is not null"
    )
    expect(accepted == len(story.texts()), f"ledger {accepted}, provider {len(story.texts())}")
    return f"{accepted} texts in the ledger and at the provider, none at night, none twice"


def _count_rows(story: Story) -> dict[str, int]:
    """Count the rows of every table of ours."""
    with story.stage.connect() as connection:
        names = connection.execute(
            "select tablename from pg_tables where schemaname = 'public' order by 1"
        ).fetchall()
        counts = sql.SQL(" union all ").join(
            sql.SQL("select {name}::text as name, count(*) as rows from {table}").format(
                name=row["tablename"], table=sql.Identifier("public", row["tablename"])
            )
            for row in names
        )
        return {row["name"]: row["rows"] for row in connection.execute(counts)}


def _told(story: Story, counts: dict[str, int]) -> str:
    sent = story.stage.scalar(b"select count(*) from review_requests where status = 'sent'")
    expect(sent > 0, "requests are sent")
    shown = ", ".join(
        f"{number} {name.replace('_', ' ')}" for name, number in counts.items() if number
    )
    return f"{shown}; {sent} requests sent so far"


def _fetch(link: str, user_agent: str) -> str:
    answer = requests.get(
        link, headers={"User-Agent": user_agent}, allow_redirects=False, timeout=30
    )
    expect(answer.status_code == 302, f"the tracking link redirects: {answer.status_code}")
    return answer.headers["Location"]
