"""Calendars of one account, each for itself: refused, missing, repeating, back again."""

import json
from datetime import timedelta

import pytest

from core.calendars.clients import build_clients
from core.calendars.coverage import FEWEST_POLLS
from core.store.calendar_choices import CALENDARS_COLUMN as COLUMN
from core.store.known_calendars import list_unread_calendars

HOUR = timedelta(hours=1)
BOB = "Exam - Bob Stone (510) 555-0143"
REFUSALS = {
    "gcal": [(403, "forbidden"), (404, "notFound"), (403, "requiredAccessLevel")],
    "outlook": [
        (403, "ErrorAccessDenied"),
        (404, "ErrorItemNotFound"),
        (404, "MailboxNotEnabledForRESTAPI"),
    ],
}


@pytest.fixture
def two(office, noon):
    """Give an office of two calendars, with a visit in each that was read an hour ago."""
    office.ids = {
        "main": office.book(ends_at=noon - 2 * HOUR),
        "Hygiene": office.book(BOB, ends_at=noon - 2 * HOUR, calendar="Hygiene"),
    }
    assert office.poll(noon - HOUR)["accepted"] == 2
    return office


def standing(office):
    return {v["first_name"] for v in office.visits() if v["canceled_at"] is None}


def refuse(office, refusal, name="Hygiene"):
    office.desk("settings", refusals={name: refusal})


@pytest.mark.parametrize("nth", range(3))
@pytest.mark.parametrize("name", ["Hygiene", "primary"])
def test_a_refused_calendar_stops_no_other_and_keeps_its_visits(two, noon, nth, name):
    refuse(two, REFUSALS[two.source][nth], name)
    other = "primary" if name == "Hygiene" else "Hygiene"
    two.book("Cleaning - Eva Soto (510) 555-0144", ends_at=noon - HOUR / 2, calendar=other)
    counts = two.poll(noon)
    assert (counts["polled"], counts["accepted"], counts["calendars_unread"]) == (1, 1, 1)
    assert standing(two) == {"Ana", "Bob", "Eva"}
    assert two.connection()["status"] == "connected"


def test_an_entry_deleted_elsewhere_is_still_called_off_beside_a_refused_calendar(two, noon):
    refuse(two, REFUSALS[two.source][0])
    two.desk(op="delete", id=two.ids["main"])
    assert two.poll(noon)["canceled"] == 1
    assert standing(two) == {"Bob"}


def test_an_entry_deleted_in_a_refused_calendar_is_called_off_once_it_is_read_again(two, noon):
    refuse(two, REFUSALS[two.source][0])
    two.desk(op="delete", id=two.ids["Hygiene"])
    assert "canceled" not in two.poll(noon)
    refuse(two, None)
    assert two.poll(noon + HOUR)["canceled"] == 1
    assert standing(two) == {"Ana"}


def test_a_calendar_that_leaves_the_list_keeps_its_visits_for_good(two, noon):
    two.desk("settings", unlisted=["Hygiene"])
    for hours in range(40):
        two.poll(noon + hours * HOUR)
    assert standing(two) == {"Ana", "Bob"}
    [gone] = list_unread_calendars(two.database, two.practice_id)
    assert (gone.cause, gone.unread_since, gone.is_set_aside) == ("calendar_gone", noon, True)


def test_the_others_wait_a_day_for_a_missing_calendar_and_then_go_on(two, noon):
    two.desk("settings", unlisted=["Hygiene"])
    for hours in range(24):
        two.poll(noon + hours * HOUR)
        assert two.connection()["polled_until"] == noon - HOUR
    two.poll(noon + 24 * HOUR)
    assert two.connection()["polled_until"] == noon + 24 * HOUR
    [notice] = two.rows("select payload from jobs where type = 'send_notice'")
    assert (notice["payload"]["kind"], notice["payload"]["cause"]) == ("calendar", "calendar_gone")


def test_a_day_without_polls_proves_nothing(two, noon):
    two.desk("settings", unlisted=["Hygiene"])
    two.poll(noon)
    for minutes in range(FEWEST_POLLS - 2):
        two.poll(noon + timedelta(days=2, minutes=minutes))
    [gone] = list_unread_calendars(two.database, two.practice_id)
    assert not gone.is_set_aside
    two.poll(noon + timedelta(days=2, hours=1))
    [gone] = list_unread_calendars(two.database, two.practice_id)
    assert gone.is_set_aside


@pytest.mark.parametrize("days", [0.5, 4])
def test_what_a_calendar_missed_is_read_when_it_is_back(two, noon, days):
    two.desk("settings", unlisted=["Hygiene"])
    back = noon + timedelta(days=days)
    for step in range(12):
        two.poll(noon + step * timedelta(days=days) / 12)
    two.book("Exam - Eva Soto (510) 555-0144", ends_at=noon + HOUR, calendar="Hygiene")
    two.desk("settings", unlisted=[])
    two.poll(back)
    two.poll(back + HOUR)
    assert standing(two) == {"Ana", "Bob", "Eva"}
    assert list_unread_calendars(two.database, two.practice_id) == []
    assert two.connection()["polled_until"] == back + HOUR


def test_without_a_list_of_calendars_the_other_ones_keep_their_visits(two, noon):
    code = {"gcal": "forbidden", "outlook": "ErrorAccessDenied"}[two.source]
    two.fail(status=403, code=code)
    counts = two.poll(noon)
    assert counts["polled"] == 1
    assert standing(two) == {"Ana", "Bob"}
    two.poll(noon + HOUR)
    assert two.connection()["polled_until"] == noon + HOUR
    assert two.connection()["status"] == "connected"


def test_pages_that_repeat_are_left_at_the_repeat_and_nothing_moves_on(office, noon):
    office.desk("settings", page_size=1, looping=True)
    for nth in range(5):
        title = f"Cleaning - Ana Ruiz (510) 555-015{nth}"
        office.book(title, ends_at=noon - HOUR + nth * timedelta(minutes=5))
    office.poll(noon - timedelta(days=2))
    before = office.connection()["polled_until"]
    counts = office.poll(noon)
    assert (counts["accepted"], counts["pages_repeated"]) == (2, 1)
    assert office.connection()["polled_until"] == before
    assert office.connection()["last_counts"]["pages_repeated"] == 1
    [unread] = list_unread_calendars(office.database, office.practice_id)
    assert unread.cause == "pages_repeat"
    office.desk("settings", looping=False)
    assert office.poll(noon + HOUR)["accepted"] == 3


def test_entries_beyond_a_repeat_are_not_taken_for_gone(office, noon):
    for nth in range(5):
        title = f"Cleaning - Ana Ruiz (510) 555-015{nth}"
        office.book(title, ends_at=noon - HOUR + nth * timedelta(minutes=5))
    assert office.poll(noon)["accepted"] == 5
    office.desk("settings", page_size=1, looping=True)
    assert "canceled" not in office.poll(noon + HOUR)


@pytest.mark.parametrize("status", [500, 503])
def test_a_calendar_that_is_always_broken_stops_no_other(two, noon, status):
    refuse(two, (status, "backendError"))
    two.book("Cleaning - Eva Soto (510) 555-0144", ends_at=noon - HOUR / 2)
    assert two.poll(noon)["accepted"] == 1
    assert standing(two) == {"Ana", "Bob", "Eva"}


def test_a_limit_on_calls_stops_them_all_until_it_is_over(two, noon):
    refuse(two, (429, "rateLimitExceeded"))
    two.book("Cleaning - Eva Soto (510) 555-0144", ends_at=noon - HOUR / 2)
    assert two.poll(noon)["failed"] == 1
    assert two.connection()["cause"] == "passing"


def test_chosen_calendars_of_which_one_is_refused_keep_the_visits_of_both(two, noon):
    wanted = [two.account, "Hygiene"] if two.source == "gcal" else None
    if wanted is None:
        client, token = build_clients(two.config)(two.source), two.connect()
        look = client.look(token, since=noon - HOUR, until=noon)
        wanted = [calendar.id for calendar in look.calendars]
    two.database.execute(
        "update calendar_connections set sealed_calendars = %s where practice_id = %s",
        (
            two.sealer.seal(json.dumps(wanted), practice_id=two.practice_id, column=COLUMN),
            two.practice_id,
        ),
    )
    refuse(two, REFUSALS[two.source][0])
    two.poll(noon)
    assert standing(two) == {"Ana", "Bob"}


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (403, {"gcal": "notACalendarUser", "outlook": "Authorization_RequestDenied"}),
        (403, {"gcal": "insufficientPermissions", "outlook": "insufficient_claims"}),
        (404, {"gcal": "notFound", "outlook": "MailboxNotEnabledForRESTAPI"}),
    ],
)
def test_what_only_the_owner_can_mend_is_mailed_at_the_second_poll_and_once(
    office, noon, status, code
):
    refusal = [status, code[office.source]]
    office.desk("settings", refusals={"primary": refusal})
    office.poll(noon)
    assert office.rows("select from jobs where type = 'send_notice'") == []
    for hours in range(1, 4):
        office.poll(noon + hours * HOUR)
    [notice] = office.rows("select payload from jobs where type = 'send_notice'")
    row = office.connection()
    assert notice["payload"]["cause"] == row["cause"]
    assert row["status"] == "connected"
    office.desk("settings", refusals={"primary": None})
    assert office.poll(noon + 5 * HOUR)["polled"] == 1
    assert office.connection()["cause"] is None


def test_a_fault_of_the_provider_is_mailed_to_nobody(office, noon):
    office.desk("settings", refusals={"primary": [503, "backendError"]})
    for hours in range(4):
        office.poll(noon + hours * HOUR)
    assert office.rows("select from jobs where type = 'send_notice'") == []
