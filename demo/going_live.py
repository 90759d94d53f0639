"""The practice's first hour: it pays, sees the text, fills in the form, and its visits come in."""

import re
from datetime import timedelta

from core.config import PROJECT_ROOT
from core.rules.billing.price import MONTHLY_PRICE_CENTS
from demo.stage import expect
from demo.story import CHECKOUT_AT, OWNER, REVIEW_LINK, ZONE, Story, local


def pay(story: Story) -> str:
    """Let the owner check out; Stripe tells us, five times."""
    story.stage.sandbox(
        "POST", "checkout", OWNER | {"event_created": CHECKOUT_AT.isoformat(), "deliveries": 5}
    )
    story.settle()
    count = story.stage.scalar(b"select count(*) from practices")
    expect(count == 1, f"five deliveries make one practice, not {count}")
    story.practice_id = story.stage.scalar(b"select id from practices")
    paid = f"${MONTHLY_PRICE_CENTS / 100:.2f}"
    return f"{paid} paid; one webhook delivered five times made one practice"


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
            "timezone": ZONE.key,
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
