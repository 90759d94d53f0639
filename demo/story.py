"""The demo's story: eight days in the life of one practice, every step checked as it happens."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import requests
from psycopg import sql

from core.config import PROJECT_ROOT
from demo.stage import Stage, expect

ZONE = ZoneInfo("America/Los_Angeles")
PLACE_ID = "ChIJ" + "LakesideFamilyDental0042"
REVIEW_LINK = f"https://search.google.com/local/writereview?placeid={PLACE_ID}"
OWNER = {
    "name": "Dana Whitfield",
    "email": "dana@lakeside.example.com",
    "phone": "+15108320143",
    "practice_name": "Lakeside Family Dental",
    "line1": "200 Grand Ave",
    "city": "Oakland",
    "state": "CA",
    "postal_code": "94610",
}
PHONE_BROWSER = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1"
)
PREVIEW_BOT = "facebookexternalhit/1.1 Facebot Twitterbot/1.0"
_LINK = re.compile(r"https?://\S+/r/\w+")


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """Give an instant of March 2026 by its wall clock in Oakland."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


CHECKOUT_AT = local(2, 17, 30)
MONDAY_EVENING = local(2, 19, 10)
TUESDAY_MORNING = local(3, 10, 0)
THURSDAY_MORNING = local(5, 10, 30)
SUNDAY_MORNING = local(8, 7, 0)


@dataclass
class Story:
    """What the steps hand to each other."""

    stage: Stage
    practice_id: UUID | None = None
    token: str = ""
    session: requests.Session = field(default_factory=requests.Session)
    csv: dict[str, Any] = field(default_factory=dict)
    clicks: int = 0
    stops: int = 0
    new_reviews: int = 0

    def post(self, path: str, **kwargs: Any) -> requests.Response:
        """Post to the web app as the owner's browser would."""
        return self.session.post(self.stage.web_url + path, timeout=60, **kwargs)

    def texts(self, direction: str = "outbound-api") -> list[dict[str, Any]]:
        """List the sandbox's texts."""
        kept = self.stage.sandbox("GET", "messages")["messages"]
        return [text for text in kept if text["direction"] == direction]

    def emails(self) -> list[dict[str, Any]]:
        """List the sandbox's emails."""
        emails: list[dict[str, Any]] = self.stage.sandbox("GET", "emails")["emails"]
        return emails

    def move_to(self, now: datetime) -> None:
        """Move the clock of the web app and of the sandbox."""
        self.stage.move_clock(now)
        self.stage.sandbox("POST", "settings", {"now": now.isoformat()})

    def settle(self) -> None:
        """Wait until every webhook that is under way has arrived."""
        drained = self.stage.sandbox("POST", "drain", {"timeout_seconds": 30})
        expect(drained["idle"], "every webhook is delivered")


Step = tuple[str, Callable[[Story], str]]


def pay(story: Story) -> str:
    """Let the owner check out; Stripe tells us, five times."""
    story.stage.sandbox(
        "POST", "checkout", OWNER | {"event_created": CHECKOUT_AT.isoformat(), "deliveries": 5}
    )
    story.settle()
    count = story.stage.scalar(b"select count(*) from practices")
    expect(count == 1, f"five deliveries make one practice, not {count}")
    story.practice_id = story.stage.scalar(b"select id from practices")
    return "$249.00 paid; one webhook delivered five times made one practice"


def receive_magic_link(story: Story) -> str:
    """Send the magic link and read it in the owner's mailbox."""
    story.stage.run("fulfillment", CHECKOUT_AT + timedelta(seconds=30))
    links = [re.search(r"/onboard/([\w.~-]+)", mail["text"]) for mail in story.emails()]
    expect(len(links) == 1 and links[0] is not None, "one magic link is mailed")
    story.token = links[0][1] if links[0] else ""
    page = story.session.get(f"{story.stage.web_url}/onboard/{story.token}", timeout=30)
    expect(page.status_code == 200, f"the link opens the portal: {page.status_code}")
    expect(OWNER["practice_name"] in page.text, "the portal is prefilled from the checkout")
    started = story.post("/events/onboarding_started", json={"token": story.token})
    expect(started.status_code == 204, "opening the portal is noted")
    return f"mailed to {OWNER['email']} and opened"


def text_the_owner(story: Story) -> str:
    """Send the owner the text that her patients will get."""
    queued = story.post("/onboard/test-sms", json={"token": story.token, "to": OWNER["phone"]})
    expect(queued.status_code == 202, f"the proof text is queued: {queued.status_code}")
    story.stage.run("fulfillment", CHECKOUT_AT + timedelta(minutes=1))
    story.settle()
    [proof] = story.texts()
    expect(proof["to"] == OWNER["phone"], "the proof text reaches the owner")
    return f"“{proof['body']}”"


def onboard(story: Story) -> str:
    """Save the portal's form."""
    saved = story.post(
        "/onboard",
        json={
            "token": story.token,
            "timezone": "America/Los_Angeles",
            "quiet_hours_start": "20:00",
            "quiet_hours_end": "09:00",
            "daily_cap": 25,
            "default_locale": "en",
            "review_link": REVIEW_LINK,
            "consent_name": OWNER["name"],
            "consent_accepted": True,
        },
    )
    expect(saved.status_code == 200, f"onboarding is saved: {saved.status_code} {saved.text}")
    again = story.post("/onboard", json={"token": story.token})
    expect(again.status_code in {401, 410, 422}, "the magic link is used up")
    return "time zone, quiet hours, daily cap of 25, Google link, consent"


def upload_csv(story: Story) -> str:
    """Upload an export of the practice management system, first as a dry run."""
    data = (PROJECT_ROOT / "sandbox" / "data" / "visits.csv").read_bytes()
    answers = []
    for query in ("?dry_run=1", "", ""):
        upload = {"file": ("visits.csv", data, "text/csv")}
        answer = story.post(f"/connectors/csv/upload{query}", files=upload)
        expect(answer.status_code == 200, f"the CSV is read: {answer.status_code} {answer.text}")
        answers.append(answer.json())
    dry, first, second = answers
    expect(dry["accepted"] == first["accepted"], "the dry run foretells the upload")
    expect(second["accepted"] == 0, "the same file again adds nothing")
    expect(first["rejected"] > 0 and first["duplicates"] > 0, "bad and doubled rows are caught")
    stored = story.stage.scalar(b"select count(*) from visits")
    expect(stored == first["accepted"], f"{first['accepted']} visits are stored, not {stored}")
    story.csv = first
    return ", ".join(f"{first[kind]} {kind}" for kind in ("accepted", "duplicates", "rejected"))


def tell_at_front_desk(story: Story) -> str:
    """Tell of two visits from the reception's tablet, one of them twice."""
    token = story.stage.command("frontdesk-token", str(story.practice_id))
    headers = {"Authorization": f"Bearer {token}"}
    visits = [
        {
            "first_name": "Renée",
            "phone": "(510) 832-0177",
            "occurred_at": "2026-03-02T16:40:00-08:00",
        },
        {"first_name": "Julio", "phone": "510.832.0178", "locale": "es"},
        {"first_name": "Julio", "phone": "+1 510 832 0178", "locale": "es"},
    ]
    codes = [
        story.post("/connectors/frontdesk", json=visit, headers=headers).status_code
        for visit in visits
    ]
    expect(codes == [201, 201, 200], f"two new visits and one repeat: {codes}")
    return "two visits, one told twice and kept once"


def connect_calendars(story: Story) -> str:
    """Connect a Google and an Outlook calendar, and read what ended today."""
    entries = {
        "gcal": ("Cleaning - Ingrid S. (510) 832-0181", "Lunch", "Crown: Marta 510-832-0182 es"),
        "outlook": ("Recall: NAKAMURA, KEN 5108320183", "Staff meeting"),
    }
    now = CHECKOUT_AT + timedelta(minutes=5)
    for source, titles in entries.items():
        story.stage.sandbox("POST", f"calendar/{source}/clear")
        for number, title in enumerate(titles):
            start = local(2, 9 + number).isoformat()
            event = {"title": title, "start": start, "minutes": 45}
            story.stage.sandbox("POST", f"calendar/{source}/events", event)
        page = story.session.get(f"{story.stage.web_url}/connectors/{source}/auth", timeout=30)
        expect(page.ok and "/portal" in page.url, f"{source} comes back from its consent page")
        story.stage.run(f"{source}_ingest", now)
        story.stage.run(f"{source}_ingest", now + timedelta(minutes=15))
    read = story.stage.scalar(
        b"select count(*) from visits where source in ('gcal', 'outlook')",
    )
    expect(read == 3, f"three entries are visits, lunch and the meeting are not: {read}")
    return "three visits from two calendars; lunch and a meeting left alone"


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
    texts = [text for text in story.texts() if _LINK.search(text["body"])]
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


STEPS: list[Step] = [
    ("Checkout", pay),
    ("Magic link", receive_magic_link),
    ("Proof text", text_the_owner),
    ("Onboarding", onboard),
    ("Visits by CSV", upload_csv),
    ("Visits at the front desk", tell_at_front_desk),
    ("Visits from calendars", connect_calendars),
    ("Monday 19:10", send_on_monday),
    ("Tuesday 10:00", send_on_tuesday),
    ("Clicks and STOP", patients_answer),
    ("Thursday: reminders", remind_on_thursday),
    ("Reviews", collect_reviews),
    ("Marts", build_marts),
    ("Sunday: digest", send_digest),
    ("Replay", replay),
    ("Audit", audit),
]


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
