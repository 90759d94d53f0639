"""Entries that leave open whether anybody came: the office is asked once, and nobody before that."""

from datetime import timedelta

import pytest

from core.context import IntakeContext
from core.store.practices import find_practice
from core.store.retention import purge_expired
from core.visits.doubtful_visits import Answer, answer_doubtful, list_doubtful_groups

HOUR = timedelta(hours=1)
LATE = "Late (not arrived) Ana Ruiz (510) 555-0142"
ANA = "Ana Ruiz (510) 555-0142"


def context(office, now):
    return IntakeContext(office.database, office.config, office.sealer, now)


def shown(office, now):
    practice = find_practice(office.database, office.practice_id)
    groups = list_doubtful_groups(context(office, now), practice)
    return [(one.reason, one.told, [name for name, _ in one.patients]) for one in groups]


def say(office, now, *, came: bool) -> int:
    practice = find_practice(office.database, office.practice_id)
    [group] = list_doubtful_groups(context(office, now), practice)
    answer = Answer(group.reason, group.told, came=came, shown_at=now, ip_hash=None)
    with office.database.transaction():
        return answer_doubtful(context(office, now), practice, answer)


def live(office):
    return [v for v in office.visits() if v["canceled_at"] is None]


@pytest.mark.parametrize(
    ("title", "description", "expected"),
    [
        (LATE, "", ("status_open", "", ["Ana"])),
        (ANA, "Status: Chart pulled", ("status_unknown", "Chart pulled", ["Ana"])),
        (ANA, "Appointment status: Unconfirmed", ("status_open", "Unconfirmed", ["Ana"])),
        (ANA, "Status: 510-555-0199", ("status_unknown", "", ["Ana"])),
    ],
)
def test_the_office_is_shown_an_open_entry_and_nobody_is_asked(
    office, noon, title, description, expected
):
    office.book(title, ends_at=noon - HOUR, description=description)
    for poll in range(2):
        office.poll(noon + poll * HOUR / 4)
        assert (office.visits(), shown(office, noon)) == ([], [expected])
    rows = str(office.rows("select * from doubtful_visits"))
    assert not any(word in rows for word in ("5550142", "555-0142", "Ana"))


@pytest.mark.parametrize(
    "status", ["Confirmed", "Scheduled", "Checked in", "Completed", "Confirmada"]
)
def test_a_status_that_doubts_nothing_is_as_good_as_none(google_office, noon, status):
    google_office.book(ANA, ends_at=noon - HOUR, description=f"Status: {status}")
    google_office.poll(noon)
    assert (len(google_office.visits()), shown(google_office, noon)) == (1, [])


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Late (not arrived) Ana Ruiz", ""),
        (f"{LATE} and Bo Diaz 510-555-0143", ""),
        (f"Cancelled {ANA}", "Status: Chart pulled"),
        (f"{ANA} do not text", "Status: Chart pulled"),
        (ANA, "Status: Chart pulled\nStatus: Cancelled"),
    ],
)
def test_what_is_doubtful_in_more_than_that_is_not_shown(google_office, noon, title, description):
    google_office.book(title, ends_at=noon - HOUR, description=description)
    google_office.poll(noon)
    assert (google_office.visits(), shown(google_office, noon)) == ([], [])


def test_one_tap_makes_a_visit_that_later_polls_leave_alone(office, noon):
    office.book(LATE, ends_at=noon - HOUR)
    office.poll(noon)
    assert say(office, noon, came=True) == 1
    for poll in (1, 2):
        office.poll(noon + poll * HOUR / 4)
        [visit] = office.visits()
        assert (visit["canceled_at"], visit["status"], visit["job"]) == (None, "queued", "queued")
        assert shown(office, noon) == []


def test_who_is_left_out_is_not_shown_again_until_the_entry_says_that_they_came(office, noon):
    entry = office.book(LATE, ends_at=noon - HOUR)
    office.poll(noon)
    say(office, noon, came=False)
    office.poll(noon + HOUR / 4)
    assert (office.visits(), shown(office, noon)) == ([], [])
    office.desk(op="rename", id=entry, title=ANA)
    office.poll(noon + HOUR / 2)
    assert len(live(office)) == 1


@pytest.mark.parametrize("came", [True, False, None])
def test_an_entry_that_becomes_clear_is_asked_about_once(office, noon, came):
    entry = office.book(LATE, ends_at=noon - HOUR)
    office.poll(noon)
    if came is not None:
        say(office, noon, came=came)
    office.desk(op="rename", id=entry, title=ANA)
    office.poll(noon + HOUR / 4)
    assert (len(live(office)), shown(office, noon)) == (1, [])
    assert office.rows("select * from doubtful_visits") == []


def test_a_visit_that_becomes_doubtful_is_called_off_and_comes_back_on_the_offices_word(
    office, noon
):
    entry = office.book(ANA, ends_at=noon - HOUR)
    office.poll(noon)
    office.desk(op="rename", id=entry, title=LATE)
    office.poll(noon + HOUR / 4)
    assert (live(office), len(shown(office, noon))) == ([], 1)
    say(office, noon + HOUR / 4, came=True)
    office.poll(noon + HOUR / 2)
    [visit] = office.visits()
    assert (visit["canceled_at"], visit["status"]) == (None, "queued")


def test_nobody_who_was_asked_already_is_shown(google_office, noon):
    entry = google_office.book(ANA, ends_at=noon - HOUR)
    google_office.poll(noon)
    google_office.database.execute("update review_requests set status = 'sent', sent_at = now()")
    google_office.desk(op="rename", id=entry, title=LATE)
    google_office.poll(noon + HOUR / 4)
    assert shown(google_office, noon) == []


@pytest.mark.parametrize("title", ["Late (not arrived) Bo Diaz (510) 555-0143", None])
def test_an_answer_holds_for_nobody_who_stands_in_the_entry_later(office, noon, title):
    entry = office.book(LATE, ends_at=noon - HOUR)
    office.poll(noon)
    say(office, noon, came=True)
    if title:
        office.desk(op="rename", id=entry, title=title)
    else:
        office.desk(op="cancel", id=entry)
    office.poll(noon + HOUR / 4)
    assert live(office) == []
    assert [names for *_, names in shown(office, noon)] == ([["Bo"]] if title else [])


def test_what_is_gone_from_the_calendar_is_gone_from_the_page(office, noon):
    entry = office.book(LATE, ends_at=noon - HOUR)
    office.poll(noon)
    office.desk(op="cancel", id=entry)
    office.poll(noon + HOUR / 4)
    assert office.rows("select * from doubtful_visits") == []


def test_doubts_and_answers_are_forgotten_after_a_month(google_office, noon):
    google_office.book(LATE, ends_at=noon - HOUR)
    google_office.poll(noon)
    say(google_office, noon, came=False)
    google_office.book("Late (not arrived) Bo Diaz 510-555-0143", ends_at=noon - 2 * HOUR)
    google_office.poll(noon + HOUR / 4)
    tables = ("doubtful_visits", "doubt_answers")
    assert [len(google_office.rows(f"select * from {one}")) for one in tables] == [1, 1]  # noqa: S608
    purge_expired(google_office.database, now=noon + timedelta(days=31))
    assert [len(google_office.rows(f"select * from {one}")) for one in tables] == [0, 0]  # noqa: S608
