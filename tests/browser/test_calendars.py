"""An owner chooses calendars and fields, and sees at once what comes of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.calendars.clients import build_clients
from core.calendars.poll import poll_calendars
from core.store.calendar_connections import TOKEN_COLUMN, connect_calendar

pytestmark = pytest.mark.browser


@pytest.fixture
def office(stage):
    """Give a practice whose Google calendar is connected."""
    practice_id = stage.onboarded_practice()
    stage.control("calendar/gcal/clear")
    account = f"{practice_id.hex[:8]}@lakeside.example"
    token = stage.control("calendar/gcal/grants", account=account)["refresh_token"]
    with stage.connect() as connection:
        sealed = stage.sealer.seal(token, practice_id=practice_id, column=TOKEN_COLUMN)
        connect_calendar(
            connection, practice_id=practice_id, source="gcal", sealed_token=sealed, now=stage.now
        )
    return practice_id


def book(stage, title: str, *, hours: float, **more: object) -> None:
    start = (stage.now + timedelta(hours=hours)).isoformat()
    stage.control("calendar/gcal/events", title=title, start=start, **more)


def poll(stage) -> None:
    base = stage.sandbox.base_url
    config = replace(stage.config, google_oauth_base=base, google_api_base=base)
    counts = poll_calendars(
        "gcal", config=config, sealer=stage.sealer, connect=stage.connect,
        clients=build_clients(config), now=stage.now,
    )  # fmt: skip
    assert counts["looked"] == 1, counts


def test_a_look_arrives_by_itself_and_a_tick_shows_at_once_what_comes_of_it(stage, office) -> None:
    book(stage, "Cleaning - Ana Ruiz 510-832-0142", hours=20)
    book(stage, "Exam", hours=22, description="Patient: Bo Chen\nEmail: bo@example.com")
    book(stage, "Lunch", hours=24)
    book(stage, "Cy Novak 510-832-0144", hours=26, calendar="Private")
    book(stage, "Recall - Dee Novak", hours=-3)
    page = stage.signed_in(office)
    page.clock.install(time=stage.now)
    page.goto(f"{stage.url}/portal/calendars")
    stage.press(page, "text=Choose calendars and fields")
    page.wait_for_selector("text=We are looking at your calendars")
    poll(stage)
    page.clock.fast_forward("00:05")
    page.wait_for_selector("text=Visits: 3 of 4 entries.")
    assert page.locator(".foreseen li").count() == 4
    page.uncheck("text=Private")
    page.wait_for_selector("text=Visits: 2 of 3 entries.")
    page.uncheck("[name=name][value=description]")
    page.wait_for_selector("text=Visits: 1 of 3 entries.")
    assert "Cleaning" not in page.content()
    stage.press(page, "text=Save")
    page.wait_for_selector("text=Calendars we read, as you chose: 1.")
    stage.press(page, "text=Choose calendars and fields")
    poll(stage)
    page.clock.fast_forward("00:05")
    page.wait_for_selector("text=Visits: 1 of 3 entries.")


def test_without_scripts_the_page_is_looked_at_again_by_hand(stage, office) -> None:
    book(stage, "Cleaning - Ana Ruiz 510-832-0142", hours=20)
    page = stage.signed_in(office, java_script_enabled=False)
    page.goto(f"{stage.url}/portal/calendars")
    stage.press(page, "button:has-text('Choose calendars and fields')")
    poll(stage)
    stage.press(page, "a:has-text('Look whether it is done')")
    page.uncheck("[name=phone][value=title]")
    stage.press(page, "button:has-text('Show what comes of it')")
    assert "Visits: 0 of 1 entries." in page.content()
