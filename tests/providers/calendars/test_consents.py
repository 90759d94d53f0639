"""Codes traded once, tokens renewed, consents that are gone: for either provider."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from core.config import Config
from core.errors import ProviderRejected
from core.providers.calendar_ports import AccessLost, CalendarRefused
from core.providers.google_calendar import GoogleCalendar
from core.providers.graph_calendar import GraphCalendar
from core.rules.calendars.causes import Cause
from core.rules.calendars.oauth import (
    AuthorizationRequest,
    authorization_url,
)
from core.rules.visits.sources import get_calendar
from sandbox.server import SandboxHandle
from tests.providers.calendars.conftest import at, listed

VERIFIER = "v" * 64


def consent(source: str, sandbox: SandboxHandle, config: Config) -> dict[str, str]:
    """Walk to the consent page and give what it sends back."""
    back = f"{sandbox.stage.world.app_base_url}/connectors/{source}/callback"
    asks = get_calendar(source)[1].consent
    asked = AuthorizationRequest(
        client_id=getattr(config, asks.client_id),
        redirect_uri=back,
        state="s",
        verifier=VERIFIER,
    )
    url = authorization_url(asks, sandbox.base_url, asked)
    answer = requests.get(url, allow_redirects=False, timeout=5)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(back)
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    return {key: values[0] for key, values in query.items()} | {"redirect_uri": back}


def test_a_consent_is_traded_for_a_token_that_reads(client, desk, source, sandbox, config):
    desk("events", title="x", start=at())
    back = consent(source, sandbox, config)
    grant = client.exchange(back["code"], verifier=VERIFIER, redirect_uri=back["redirect_uri"])
    assert len(listed(client, grant.refresh_token)) == 1
    assert grant.refresh_token not in repr(grant)


@pytest.mark.parametrize("wrong", ["verifier", "code", "redirect_uri", "again"])
def test_a_code_is_traded_once_and_only_by_whom_it_was_made_for(
    client, desk, source, sandbox, config, wrong
):
    back = consent(source, sandbox, config)
    asked = {"verifier": VERIFIER, "redirect_uri": back["redirect_uri"]}
    code = back["code"]
    if wrong == "again":
        client.exchange(code, **asked)
    elif wrong == "code":
        code = "other"
    else:
        asked[wrong] += "x"
    with pytest.raises(AccessLost) as lost:
        client.exchange(code, **asked)
    assert lost.value.code == "invalid_grant"


def test_a_consent_without_the_calendar_is_no_access(client, desk, source, sandbox, config):
    desk("settings", consent="untick")
    back = consent(source, sandbox, config)
    with pytest.raises(AccessLost, match="scope_not_granted"):
        client.exchange(back["code"], verifier=VERIFIER, redirect_uri=back["redirect_uri"])


def test_a_revoked_consent_is_lost_access(client, desk, token):
    desk("revoke")
    with pytest.raises(AccessLost) as lost:
        listed(client, token)
    assert lost.value.code == "invalid_grant"
    assert token not in str(lost.value)


def test_an_access_token_that_is_refused_is_renewed_once(client, desk, token, control, source):
    desk("events", title="x", start=at())
    control("faults", provider=source, status=401)
    assert len(listed(client, token)) == 1


def test_a_fresh_token_that_is_refused_is_no_proof_that_consent_is_gone(
    client, desk, token, control, source
):
    control("faults", provider=source, status=401, times=2)
    with pytest.raises(CalendarRefused) as refused:
        listed(client, token)
    assert not isinstance(refused.value, AccessLost)
    assert refused.value.cause is Cause.SIGN_IN_AGAIN


def test_our_own_bad_credentials_do_not_count_against_an_owner(
    desk, token, source, sandbox, config
):
    bad = {"client_id": "x", "client_secret": "y", "api_base": sandbox.base_url}
    client = (
        GoogleCalendar(oauth_base=sandbox.base_url, **bad)
        if source == "gcal"
        else GraphCalendar(authority=sandbox.base_url, **bad)
    )
    with pytest.raises(ProviderRejected) as refused:
        listed(client, token)
    assert not isinstance(refused.value, AccessLost)
    assert refused.value.code == "invalid_client"
