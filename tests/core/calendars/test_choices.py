"""Choosing calendars and fields: a look, a preview of the next entries, and polls that keep to it."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from core.onboarding.sign_in import start_session
from core.rules.tokens import sign_value
from tests.flags import turn

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
USUAL = [("name", "title"), ("phone", "title"), ("email", "title")]


class Portal:
    """An owner's browser at the portal."""

    def __init__(self, office, now, **config) -> None:
        self.office = office
        self.client = office.client(now, **config)
        session = start_session(office.database, practice_id=office.practice_id, now=now)
        value = sign_value(office.config.hmac_secrets[0], session, purpose="session")
        self.headers = {"Cookie": f"session={value}", "Accept": "text/html"}

    def get(self, **headers):
        return self.client.simulate_get("/portal/calendars", headers=self.headers | headers)

    def post(self, path, *fields):
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.client.simulate_post(
            f"/portal/calendars/{self.office.source}{path}",
            body=urlencode(fields),
            headers=self.headers | form,
        )

    def look(self):
        assert self.post("/look").status_code == 303
        return self.get().text

    def calendars(self) -> dict[str, str]:
        """Give the ids of the calendars on the page by name."""
        found = re.findall(
            r'name="calendar" value="([^"]+)"[^>]*><span>([^<]+?)\s*<', self.get().text
        )
        return {name: value for value, name in found}

    def choose(self, calendars, fields=USUAL, action="save"):
        chosen = [("calendar", value) for value in calendars]
        return self.post("", *chosen, *fields, ("action", action))


@pytest.fixture
def portal(office, noon) -> Portal:
    return Portal(office, noon)


def rows_of(page: str) -> list[str]:
    listed = page[page.index('class="foreseen"') :]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in listed.split("<li")[1:]]


def test_a_look_is_taken_by_a_job_and_shows_what_would_be_taken_and_no_more(office, portal, noon):
    office.book("Crown - Ana Ruiz (510) 555-0142", ends_at=noon + DAY)
    office.book("Perio maint: Bo Chen", ends_at=noon + DAY + HOUR, description="bo@example.com")
    office.book("Lunch", ends_at=noon + DAY + 2 * HOUR)
    office.book("Wisdom teeth 510-555-0144", ends_at=noon + DAY + 3 * HOUR)
    assert "Choose calendars and fields" in portal.get().text
    pending = portal.look()
    assert 'data-look="pending"' in pending
    assert 'href="/portal/calendars?look=' in pending
    assert portal.post("/look").status_code == 303
    assert len(office.rows("select from jobs where type like 'look_at_%%'")) == 1
    assert office.poll(noon)["looked"] == 1
    page = portal.get().text
    assert "Visits: 2 of 4 entries." in page
    rows = rows_of(page)
    assert "Ana Thu, Mar 5, 12 PM (\u2022\u2022\u2022) \u2022\u2022\u2022-0142" in rows[0]
    assert "Bo Thu, Mar 5, 1 PM b\u2022\u2022\u2022@example.com" in rows[1]
    assert "No visit" in rows[2]
    assert "lunch, a meeting" in rows[2]
    assert "No name that we are sure of" in rows[3]
    for word in ("Crown", "Ruiz", "Perio", "Chen", "Wisdom", "555"):
        assert word not in page
    assert "Ninguno" not in page
    assert "Qué saldría de sus próximas citas" in portal.get(**{"Accept-Language": "es"}).text
    assert office.visits() == []


def test_only_chosen_calendars_are_read_from_then_on(office, portal, noon):
    office.book(ends_at=noon - HOUR)
    office.book("Exam - Bo Chen 510-555-0143", ends_at=noon - HOUR, calendar="Hygiene 1")
    office.book("Cleaning - Cy Okafor 510-555-0144", ends_at=noon - HOUR, calendar="Private")
    portal.look()
    office.poll(noon)
    assert len(office.visits()) == 3
    known = portal.calendars()
    assert portal.choose([known["Hygiene 1"]]).status_code == 303
    assert "Calendars we read, as you chose: 1." in portal.get().text
    counts = office.poll(noon + timedelta(minutes=15))
    assert (counts["entries"], counts["canceled"]) == (1, 2)
    assert [v["first_name"] for v in office.visits() if v["status"] == "queued"] == ["Bo"]


def test_a_calendar_that_is_only_followed_is_read_once_it_is_chosen(office, portal, noon):
    office.book(ends_at=noon - HOUR, calendar="Practice system")
    office.desk("settings", read_only=["Practice system"])
    assert office.poll(noon)["entries"] == 0
    portal.look()
    office.poll(noon)
    assert "Followed" in portal.get().text
    portal.choose([portal.calendars()["Practice system"]])
    assert office.poll(noon)["accepted"] == 1


def test_all_of_the_accounts_own_calendars_mean_those_to_come_too(office, portal, noon):
    portal.look()
    office.poll(noon)
    portal.choose(portal.calendars().values())
    assert office.connection()["sealed_calendars"] is None
    office.book(ends_at=noon - HOUR, calendar="New hygienist")
    assert office.poll(noon)["accepted"] == 1


def test_polls_take_name_and_contact_from_the_chosen_parts(office, portal, noon):
    office.book(
        "Hygiene room 2", ends_at=noon - HOUR, location="Dee Novak 510-555-0145",
        attendees=["Dee Novak <dee@example.com>"],
    )  # fmt: skip
    assert "accepted" not in office.poll(noon)
    portal.look()
    office.poll(noon)
    fields = [("name", "attendees"), ("phone", "location"), ("email", "attendees")]
    portal.choose(portal.calendars().values(), fields)
    assert office.poll(noon)["accepted"] == 1
    [visit] = office.visits()
    assert (visit["first_name"], visit["channel"]) == ("Dee", "sms")
    [patient] = office.rows("select email_hash from patients where email_hash is not null")
    assert patient["email_hash"] == office.sealer.hash("dee@example.com")


def test_a_choice_can_be_tried_without_being_kept(office, portal, noon):
    office.book("Exam", ends_at=noon + DAY, description="Patient: Ana\nPhone: 510-555-0142")
    portal.look()
    office.poll(noon)
    assert "Visits: 1 of 1 entries." in portal.get().text
    known = list(portal.calendars().values())
    tried = portal.choose(known, USUAL, "preview")
    assert tried.status_code == 200
    assert "Visits: 0 of 1 entries." in tried.text
    assert "Nothing stands in these calendars" in portal.choose([], USUAL, "preview").text
    assert "Visits: 1 of 1 entries." in portal.get().text
    assert office.connection()["fields"] == {}


@pytest.mark.parametrize(
    ("calendars", "fields", "text"),
    [
        (0, USUAL, "at least one calendar"),
        (1, [("phone", "title")], "where the name stands"),
        (1, [("name", "title")], "where the phone or the email stands"),
        (1, [("name", "<b>"), ("phone", "attendees")], "where the name stands"),
    ],
)
def test_a_choice_that_would_read_nothing_is_not_kept(google_office, noon, calendars, fields, text):
    portal = Portal(google_office, noon)
    portal.look()
    google_office.poll(noon)
    refused = portal.choose(list(portal.calendars().values())[:calendars], fields)
    assert refused.status_code == 422
    assert text in refused.text
    assert google_office.connection()["fields"] == {}


def test_nobody_chooses_calendars_that_were_not_shown_to_them(google_office, noon):
    portal = Portal(google_office, noon)
    portal.look()
    google_office.poll(noon)
    assert portal.choose(["boss@rival.example"]).status_code == 422
    other = Portal(google_office, noon)
    other.headers["Cookie"] = "session=forged"
    assert other.get().status_code == 401
    assert other.post("/look").status_code == 401
    assert other.choose(["x"]).status_code == 401


def test_findings_are_sealed_and_gone_once_chosen_and_within_the_hour(office, portal, noon):
    office.book(ends_at=noon + DAY, calendar="Dr. Canary")
    portal.look()
    office.poll(noon)
    [look] = office.rows("select * from calendar_looks")
    assert look["sealed_findings"].startswith("v2:")
    assert not any(word in str(look) for word in ("Ana Ruiz", "5550142", "555-0142", "Dr. Canary"))
    portal.choose(list(portal.calendars().values())[:1])
    assert office.rows("select from calendar_looks") == []
    assert "Canary" not in str(office.connection())
    portal.look()
    office.poll(noon)
    late = Portal(office, noon + HOUR)
    assert 'data-look="none"' in late.get().text
    assert late.choose(["x"]).status_code == 422
    office.poll(noon + HOUR + timedelta(seconds=1))
    assert office.rows("select from calendar_looks") == []


def test_a_look_that_fails_is_tried_again_and_then_said_to_have_failed(office, portal, noon):
    portal.look()
    office.fail(status=503, times=50)
    for second in (0, 30, 60):
        assert 'data-look="pending"' in portal.get().text
        office.poll(noon + timedelta(seconds=second))
    page = portal.get().text
    assert 'data-look="failed"' in page
    assert "could not be read just now" in page
    office.fail(status=200, times=0)
    [job] = office.rows("select status, attempts from jobs where type like 'look_at_%%'")
    assert (job["status"], job["attempts"]) == ("done", 3)


def test_a_look_that_nobody_takes_is_given_up_and_can_be_asked_for_again(google_office, noon):
    Portal(google_office, noon).look()
    later = Portal(google_office, noon + timedelta(minutes=4))
    assert 'data-look="failed"' in later.get().text
    assert 'data-look="pending"' in later.look()


def test_a_look_at_a_calendar_whose_consent_is_gone_asks_the_owner_back_once(office, portal, noon):
    portal.look()
    office.desk("revoke", account=office.account)
    counts = office.poll(noon)
    assert counts["not_looked"] == 1
    assert office.connection()["status"] == "disconnected"
    assert "Not connected" in portal.get().text
    assert len(office.rows("select from jobs where type = 'send_notice'")) == 1
    assert portal.post("/look").status_code == 303
    assert office.rows("select from jobs where type like 'look_at_%%' and status = 'queued'") == []


def test_chosen_calendars_that_are_all_gone_stop_the_poll_and_cancel_nothing(office, portal, noon):
    entry = office.book(ends_at=noon - HOUR, calendar="Hygiene 1")
    portal.look()
    office.poll(noon)
    portal.choose([portal.calendars()["Hygiene 1"]])
    office.desk("clear")
    counts = office.poll(noon + timedelta(minutes=15))
    assert counts["failed"] == 1
    assert office.connection()["last_error"] == "ProviderRejected: chosen_calendars_gone"
    [visit] = office.visits()
    assert (visit["source_id"], visit["status"]) == (entry, "queued")


def test_what_an_owner_waits_for_does_not_read_everybodys_calendars(office, portal, noon):
    office.book(ends_at=noon - HOUR)
    office.poll(noon)
    portal.look()
    counts = office.poll(noon + HOUR, only_new=True)
    assert (counts["looked"], counts["connections"]) == (1, 0)
    office.connect()
    office.rows("update calendar_connections set connected_at = %s returning source", noon + HOUR)
    assert office.poll(noon + HOUR, only_new=True)["connections"] == 1
    assert office.poll(noon + 2 * HOUR, only_new=True)["connections"] == 0


def test_a_new_consent_keeps_the_choice(office, portal, noon):
    office.book(ends_at=noon - HOUR, calendar="Private")
    office.book("Exam - Bo Chen 510-555-0143", ends_at=noon - HOUR, calendar="Hygiene 1")
    portal.look()
    office.rows("update calendar_connections set polled_at = now() returning source")
    office.poll(noon, only_new=True)
    portal.choose([portal.calendars()["Hygiene 1"]])
    office.desk("revoke", account=office.account)
    office.poll(noon)
    office.connect()
    office.poll(noon)
    assert [visit["first_name"] for visit in office.visits()] == ["Bo"]


def test_why_entries_were_no_visits_is_shown_to_the_practice(office, portal, noon):
    office.book("Lunch", ends_at=noon - HOUR)
    for hour in (2, 3):
        office.book("Recall Hannah Weiss", ends_at=noon - hour * HOUR)
    office.poll(noon)
    page = portal.get().text
    listed = page[page.index("What was no visit") :]
    assert listed.index("No phone or email") < listed.index("lunch, a meeting")
    assert '<span class="count off">2</span><span>No phone or email' in listed
    assert "Hannah" not in page


def test_the_page_is_not_there_for_what_is_switched_off(office, noon):
    features = office.config.features
    one = turn(features, **{office.source: False})
    portal = Portal(office, noon, features=one)
    assert portal.get().status_code == 200
    assert f'id="{office.source}"' not in portal.get().text
    assert portal.post("/look").status_code == 404
    none = Portal(office, noon, features=turn(features, gcal=False, outlook=False))
    assert none.get().status_code == 404
