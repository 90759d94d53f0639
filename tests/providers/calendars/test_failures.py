"""Busy, torn, silent and refusing providers: what each means for a listing, for either."""

import pytest

from core.errors import PermanentError, ProviderRejected, TransientError
from core.providers.calendar_ports import AccessLost
from tests.providers.calendars.conftest import at, listed

OAUTH = {"gcal": "google_oauth", "outlook": "microsoft_oauth"}


@pytest.mark.parametrize("status", [429, 500, 502, 503])
@pytest.mark.parametrize("where", ["api", "oauth"])
def test_busy_answers_may_pass_and_say_when(client, desk, token, control, source, status, where):
    provider = source if where == "api" else OAUTH[source]
    control("faults", provider=provider, status=status, retry_after="17", times=2)
    with pytest.raises(TransientError) as busy:
        listed(client, token)
    assert busy.value.retry_after_seconds == 17


@pytest.mark.parametrize("kind", ["torn", "nonsense", "hangup"])
@pytest.mark.parametrize("where", ["api", "oauth"])
def test_half_an_answer_is_none(client, desk, token, control, source, kind, where):
    desk("events", title="x", start=at())
    provider = source if where == "api" else OAUTH[source]
    control("faults", provider=provider, kind=kind, times=5)
    with pytest.raises(TransientError):
        listed(client, token)


def test_a_page_that_fails_fails_the_listing(client, desk, token, control, source):
    desk("settings", page_size=1)
    for hour in range(3):
        desk("events", title="x", start=at(hours=hour))
    control("faults", provider=source, status=0, times=2)  # the list of calendars, the first page
    control("faults", provider=source, status=503)
    with pytest.raises(TransientError):
        listed(client, token)


def test_a_silent_provider_is_waited_for_only_so_long(client, desk, token, control, source):
    control("faults", provider=source, status=0, delay_seconds=2)
    with pytest.raises(TransientError):
        listed(client, token)


def test_pages_that_expire_under_way_are_asked_for_anew(client, desk, token, control, source):
    desk("settings", page_size=1)
    for hour in range(3):
        desk("events", title=f"{hour}", start=at(hours=hour))
    control("faults", provider=source, status=0, times=2)
    control("faults", provider=source, status=410, code="updatedMinTooLongAgo")
    assert [event.title for event in listed(client, token)] == ["0", "1", "2"]


def test_gone_for_good_is_a_refusal(client, desk, token, control, source):
    control("faults", provider=source, status=0)
    control("faults", provider=source, status=410, times=2)
    with pytest.raises(PermanentError):
        listed(client, token)


def test_forbidden_is_a_refusal_and_not_lost_access(client, desk, token, control, source):
    control("faults", provider=source, status=0)
    control("faults", provider=source, status=403, code="forbidden", times=2)
    with pytest.raises(ProviderRejected) as refused:
        listed(client, token)
    assert not isinstance(refused.value, AccessLost)


def test_without_a_list_of_calendars_the_main_one_is_read(client, desk, token, control, source):
    desk("events", title="x", start=at())
    control("faults", provider=source, status=404, code="notFound")
    assert len(listed(client, token)) == 1
