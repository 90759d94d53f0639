"""What is read from either calendar: entries, pages, series, windows, accounts."""

from datetime import timedelta

from tests.providers.calendars.conftest import SINCE, START, UNTIL, at, listed


def test_an_entry_comes_whole_and_in_utc(client, desk, token, source):
    made = desk(
        "events",
        title="Cleaning Ana 510-555-0142",
        description="Phone: 510-555-0142",
        start="2026-03-04T09:00:00-08:00",
        minutes=45,
        attendees=["ana@example.com"],
    )
    [event] = listed(client, token)
    assert event.source == source
    assert event.event_id == made["id"]
    assert event.starts_at == START
    assert event.starts_at.utcoffset() == timedelta(0)
    assert event.ends_at == START + timedelta(minutes=45)
    assert event.title == "Cleaning Ana 510-555-0142"
    assert event.description == "Phone: 510-555-0142"
    assert event.attendees == ("ana@example.com",)
    assert (event.all_day, event.cancelled, event.declined, event.series_id) == (False,) * 3 + (
        None,
    )


def test_nothing_of_an_entry_shows_in_its_repr(client, desk, token):
    desk("events", title="Root canal Ana 510-555-0142", start=at(), attendees=["ana@example.com"])
    listing = client.list_events(token, since=SINCE, until=UNTIL)
    for shown in (repr(listing), repr(listing.events[0])):
        assert not any(word in shown for word in ("Ana", "555", "canal", "ana@", token))


def test_all_pages_are_walked(client, desk, token):
    desk("settings", page_size=2)
    for hour in range(7):
        desk("events", title=f"Entry {hour}", start=at(hours=hour), minutes=30)
    assert [event.title for event in listed(client, token)] == [f"Entry {n}" for n in range(7)]


def test_a_series_comes_as_its_instances(client, desk, token):
    master = desk("events", title="Perio", start=at(days=-7), repeat_days=7, repeat_count=10)
    [event] = listed(client, token)
    assert event.series_id == master["id"]
    assert event.event_id != master["id"]
    assert event.starts_at == START


def test_a_moved_instance_comes_at_its_new_time_under_its_old_id(client, desk, token):
    desk("events", title="Perio", start=at(), repeat_days=7, repeat_count=4)
    [before] = listed(client, token)
    desk("events", op="move", id=before.event_id, start=at(hours=3))
    [after] = listed(client, token)
    assert after.event_id == before.event_id
    assert after.starts_at == START + timedelta(hours=3)


def test_canceled_declined_and_all_day_entries_say_so_or_stay_away(client, desk, token):
    for op in ("cancel", "delete", "decline"):
        made = desk("events", title=op, start=at())
        desk("events", op=op, id=made["id"])
    desk("events", title="holiday", start="2026-03-04T00:00:00", minutes=1440, all_day=True)
    desk("events", title="visit", start=at())
    standing = [
        e.title for e in listed(client, token) if not (e.cancelled or e.declined or e.all_day)
    ]
    assert standing == ["visit"]


def test_only_what_overlaps_the_window_comes(client, desk, token):
    desk("events", title="before", start=at(days=-2))
    desk("events", title="into it", start=at(days=-1, minutes=-30))
    desk("events", title="after", start=at(days=2))
    assert [event.title for event in listed(client, token)] == ["into it"]


def test_every_calendar_the_account_keeps_is_read_and_none_it_follows(client, desk, token):
    desk("events", title="hygienist", start=at(), calendar="Hygiene 1")
    desk("events", title="neighbour", start=at(), calendar="Somebody else")
    desk("settings", read_only=["Somebody else"])
    desk("events", title="own", start=at(hours=1))
    assert [event.title for event in listed(client, token)] == ["hygienist", "own"]


def test_accounts_do_not_see_each_other(client, desk):
    desk("events", title="theirs", start=at(), account="a@one.example")
    tokens = [
        desk("grants", account=account)["refresh_token"]
        for account in ("a@one.example", "b@two.example")
    ]
    assert [len(listed(client, token)) for token in tokens] == [1, 0]


def test_colleagues_of_the_office_are_not_taken_for_patients(client, desk):
    desk("events", title="x", start=at(), attendees=["dr.kim@smile.example", "ana@example.com"])
    token = desk("grants", account="desk@smile.example")["refresh_token"]
    [event] = listed(client, token)
    assert event.attendees == ("ana@example.com",)
