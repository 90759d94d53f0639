"""Entries that move, vanish, come back or change hands after they became visits."""

from datetime import timedelta

from core.store.jobs import claim_due_jobs
from core.visits.intake import VisitInput, ingest_visit

HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)


def only(visits):
    [visit] = visits
    return visit


def test_an_entry_that_is_canceled_later_stops_the_queued_request(office, noon):
    entry = office.book(ends_at=noon - HOUR)
    office.poll(noon)
    office.desk(op="cancel", id=entry)
    assert office.poll(noon + QUARTER)["canceled"] == 1
    visit = only(office.visits())
    assert (visit["status"], visit["reason"], visit["job"]) == ("skipped", "visit_canceled", "done")
    assert visit["canceled_at"] == noon + QUARTER
    [event] = office.events("send_skipped")
    assert event["payload"] == {
        "reason": "visit_canceled",
        "review_request_id": str(visit["request_id"]),
    }
    with office.database.transaction():
        assert claim_due_jobs(office.database, worker="w", now=noon + 9 * HOUR) == []


def test_it_is_canceled_once(office, noon):
    entry = office.book(ends_at=noon - HOUR)
    office.poll(noon)
    office.desk(op="delete", id=entry)
    for quarter in range(1, 4):
        office.poll(noon + quarter * QUARTER)
    assert len(office.events("send_skipped")) == 1


def test_declined_renamed_to_no_show_and_made_all_day_stop_it_too(google_office, noon):
    entries = [
        google_office.book(f"Exam - Ana Ruiz 510-555-01{40 + n}", ends_at=noon - HOUR)
        for n in range(3)
    ]
    google_office.poll(noon)
    google_office.desk(op="decline", id=entries[0])
    google_office.desk(op="rename", id=entries[1], title="NO SHOW Ana Ruiz 510-555-0141")
    google_office.desk(op="rename", id=entries[2], title="CXL - Ana Ruiz 510-555-0142")
    google_office.poll(noon + QUARTER)
    assert {visit["reason"] for visit in google_office.visits()} == {"visit_canceled"}


def test_an_entry_that_merely_loses_its_phone_still_stands(office, noon):
    entry = office.book(ends_at=noon - HOUR)
    office.poll(noon)
    office.desk(op="rename", id=entry, title="Cleaning - Ana Ruiz")
    office.poll(noon + QUARTER)
    assert only(office.visits())["status"] == "queued"


def test_an_entry_moved_to_a_later_day_is_asked_about_after_that_day(office, noon):
    entry = office.book(ends_at=noon - HOUR)
    office.poll(noon)
    office.move(entry, ends_at=noon + timedelta(days=2))
    office.poll(noon + QUARTER)
    assert only(office.visits())["status"] == "skipped"
    assert office.poll(noon + timedelta(days=2, hours=1))["revived"] == 1
    visit = only(office.visits())
    assert (visit["status"], visit["reason"], visit["job"]) == ("queued", None, "queued")
    assert visit["canceled_at"] is None
    assert visit["occurred_at"] == noon + timedelta(days=2)
    assert visit["run_at"] == noon + timedelta(days=2, hours=2)


def test_an_entry_moved_later_the_same_day_is_asked_about_once_it_is_over(office, noon):
    entry = office.book(ends_at=noon - HOUR)
    office.poll(noon)
    office.move(entry, ends_at=noon + 4 * HOUR)
    office.poll(noon + QUARTER)
    assert only(office.visits())["status"] == "skipped"
    office.poll(noon + 4 * HOUR)
    assert only(office.visits())["run_at"] == noon + 6 * HOUR


def test_an_entry_moved_but_over_takes_its_visit_along(office, noon):
    entry = office.book(ends_at=noon - 3 * HOUR)
    office.poll(noon)
    office.move(entry, ends_at=noon - HOUR)
    assert office.poll(noon + QUARTER)["moved"] == 1
    visit = only(office.visits())
    assert (visit["occurred_at"], visit["status"]) == (noon - HOUR, "queued")


def test_an_entry_that_comes_back_is_asked_about_after_all(office, noon):
    entry = office.book(ends_at=noon - HOUR)
    office.poll(noon)
    office.desk(op="cancel", id=entry)
    office.poll(noon + QUARTER)
    office.desk(op="restore", id=entry)
    office.poll(noon + 2 * QUARTER)
    visit = only(office.visits())
    assert (visit["status"], visit["job"]) == ("queued", "queued")


def test_a_wrong_number_that_is_put_right_is_not_texted(office, noon):
    entry = office.book("Cleaning - Ana Ruiz 510-555-0142", ends_at=noon - HOUR)
    office.poll(noon)
    office.desk(op="rename", id=entry, title="Cleaning - Ana Ruiz 510-555-0143")
    counts = office.poll(noon + QUARTER)
    assert (counts["canceled"], counts["accepted"]) == (1, 1)
    assert sorted(visit["status"] for visit in office.visits()) == ["queued", "skipped"]
    office.poll(noon + 2 * QUARTER)
    assert sorted(visit["status"] for visit in office.visits()) == ["queued", "skipped"]


def test_a_name_that_is_put_right_changes_nothing_else(office, noon):
    entry = office.book("Cleaning - Anna Ruiz 510-555-0142", ends_at=noon - HOUR)
    office.poll(noon)
    office.desk(op="rename", id=entry, title="Cleaning - Ana Ruiz 510-555-0142")
    office.poll(noon + QUARTER)
    assert only(office.visits())["status"] == "queued"


def test_of_two_entries_on_a_day_one_is_left_when_the_other_goes(office, noon):
    exam = office.book("Exam - Ana Ruiz 510-555-0142", ends_at=noon - 2 * HOUR)
    office.book("Cleaning - Ana Ruiz 510-555-0142", ends_at=noon - HOUR)
    office.poll(noon)
    assert only(office.visits())["source_id"] == exam
    office.desk(op="cancel", id=exam)
    for quarter in range(1, 4):
        office.poll(noon + quarter * QUARTER)
    visit = only(office.visits())
    assert (visit["status"], visit["occurred_at"]) == ("queued", noon - HOUR)


def test_what_was_sent_already_is_left_alone(office, noon):
    entry = office.book(ends_at=noon - HOUR)
    office.poll(noon)
    office.rows("update review_requests set status = 'sent', sent_at = %s returning id", noon)
    office.desk(op="cancel", id=entry)
    office.poll(noon + QUARTER)
    visit = only(office.visits())
    assert (visit["status"], visit["canceled_at"]) == ("sent", None)
    assert office.events("send_skipped") == []


def test_a_request_that_waits_for_days_is_still_stopped(office, noon):
    entry = office.book(ends_at=noon - HOUR)
    office.poll(noon)
    office.rows("update review_requests set status = 'delayed', reason = 'daily_cap' returning id")
    for day in range(1, 5):
        office.poll(noon + timedelta(days=day))
    assert only(office.visits())["status"] == "delayed"
    office.desk(op="cancel", id=entry)
    office.poll(noon + timedelta(days=5))
    assert only(office.visits())["status"] == "skipped"


def test_one_instance_of_a_series_is_canceled_alone(office, noon):
    office.book(ends_at=noon - 25 * HOUR, repeat_days=1, repeat_count=2)
    office.poll(noon - 24 * HOUR)
    office.poll(noon)
    office.desk(op="cancel", id=office.visits()[1]["source_id"])
    office.poll(noon + QUARTER)
    assert [visit["status"] for visit in office.visits()] == ["queued", "skipped"]


def test_visits_from_elsewhere_are_not_called_off_by_a_calendar(office, noon):
    ingest_visit(
        office.database,
        office.sealer,
        practice_id=office.practice_id,
        zone="America/Los_Angeles",
        delay_minutes=120,
        visit=VisitInput("Ana", "+15105550142", None, noon - HOUR, None, "frontdesk", "f1"),
        now=noon,
    )
    office.poll(noon)
    assert only(office.visits())["status"] == "queued"


def test_an_appointment_told_by_front_desk_and_calendar_is_one_visit(office, noon):
    test_visits_from_elsewhere_are_not_called_off_by_a_calendar(office, noon)
    office.book(ends_at=noon - HOUR)
    office.poll(noon)
    assert len(office.visits()) == 1
    assert [e["payload"]["reason"] for e in office.events("dedupe_skip")] == ["same_local_day"]
