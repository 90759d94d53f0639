"""Ending a connection: the provider is told where it can be, and the token forgotten in any case."""

from datetime import timedelta

import pytest

from core.calendars.consents import end_connection
from core.context import IntakeContext
from core.providers.calendar_ports import AccessLost
from core.store.calendar_connections import TOKEN_COLUMN


@pytest.fixture
def disconnect(google_office, noon):
    """Give what ends the connection, as the portal's button does."""

    def run(at=noon) -> None:
        office = google_office
        context = IntakeContext(office.database, office.config, office.sealer, at)
        with office.database.transaction():
            end_connection(context, office.source, practice_id=office.practice_id)

    return run


def token_of(office) -> str:
    sealed = office.connection()["refresh_token"]
    return office.sealer.open(sealed, practice_id=office.practice_id, column=TOKEN_COLUMN)


def job(office):
    [row] = office.rows("select * from jobs where type = 'revoke_gcal'")
    return row


def is_good(office, token: str, noon) -> bool:
    from core.calendars.clients import build_clients  # noqa: PLC0415

    client = build_clients(office.config)(office.source)
    try:
        client.list_events(token, since=noon, until=noon + timedelta(hours=1))
    except AccessLost:
        return False
    return True


def test_google_is_told_and_the_token_forgotten(google_office, disconnect, noon):
    token = token_of(google_office)
    disconnect()
    assert google_office.connection()["refresh_token"] is None
    assert token not in str(job(google_office)["payload"])
    assert is_good(google_office, token, noon)
    assert google_office.poll(noon)["revoked"] == 1
    assert not is_good(google_office, token, noon)
    assert (job(google_office)["status"], job(google_office)["payload"]) == (
        "done",
        {"token_sealed": None},
    )


def test_a_busy_google_is_told_later(google_office, disconnect, noon):
    token = token_of(google_office)
    disconnect()
    google_office.fail(provider="google_oauth", status=503, times=3)
    assert google_office.poll(noon)["retried"] == 1
    assert google_office.poll(noon + timedelta(hours=1))["revoked"] == 1
    assert not is_good(google_office, token, noon)


@pytest.mark.parametrize(
    ("fault", "polls"),
    [
        ({"status": 503, "times": 100}, 6),
        ({"kind": "hangup", "times": 100}, 6),
        ({"status": 400, "code": "unsupported_token_type"}, 1),
        ({"status": 400, "code": "invalid_token"}, 1),
    ],
)
def test_whatever_google_answers_in_the_end_the_token_is_forgotten(
    google_office, disconnect, noon, fault, polls
):
    disconnect()
    google_office.fail(provider="google_oauth", **fault)
    for day in range(polls):
        assert job(google_office)["payload"]["token_sealed"]
        google_office.poll(noon + timedelta(days=day))
    assert (job(google_office)["status"], job(google_office)["payload"]) == (
        "done",
        {"token_sealed": None},
    )


def test_who_connects_again_meanwhile_stays_connected(google_office, disconnect, noon):
    disconnect()
    token = google_office.connect()
    assert google_office.poll(noon)["unrevoked"] == 1
    assert is_good(google_office, token, noon)
    assert job(google_office)["payload"] == {"token_sealed": None}


def test_microsoft_cannot_be_told_and_its_token_is_forgotten_at_once(make_office, noon):
    office = make_office("outlook")
    office.connect()
    context = IntakeContext(office.database, office.config, office.sealer, noon)
    assert end_connection(context, "outlook", practice_id=office.practice_id)
    assert office.connection()["refresh_token"] is None
    assert office.rows("select from jobs") == []
    assert not end_connection(context, "outlook", practice_id=office.practice_id)


@pytest.mark.parametrize(("ended_by_owner", "visits"), [(True, 0), (False, 1)])
def test_what_took_place_after_an_owner_ended_it_is_not_read_when_they_come_back(
    google_office, disconnect, noon, ended_by_owner, visits
):
    office = google_office
    office.poll(noon)
    if ended_by_owner:
        disconnect(noon)
    else:
        office.desk("revoke")
        assert office.poll(noon)["disconnected"] == 1
    office.book(ends_at=noon + timedelta(days=2))
    office.connect()
    office.poll(noon + timedelta(days=5))
    assert len(office.visits()) == visits
