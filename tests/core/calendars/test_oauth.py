"""Connecting a calendar: from the portal's button to the first poll, and every way not to."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

import pytest
import requests
from falcon import testing

from core.calendars import exchange
from core.calendars.consents import end_connection
from core.context import IntakeContext
from core.onboarding.sign_in import start_session
from core.rules.tokens import issue_token, sign_value, token_hash
from core.store.calendar_connections import list_connection_states
from core.store.magic_links import insert_magic_link
from core.store.retention import purge_expired
from tests.locks import wait_until_blocked

HTML = {"Accept": "text/html"}


class Browser:
    """A browser at the portal, which keeps cookies and follows to the provider and back."""

    def __init__(self, office, now, signed_in: UUID | None = None) -> None:
        self.office = office
        self.now = now
        self.cookies: dict[str, str] = {}
        if signed_in:
            session = start_session(office.database, practice_id=signed_in, now=now)
            secret = office.config.hmac_secrets[0]
            self.cookies["session"] = sign_value(secret, session, purpose="session")

    def get(self, path: str, query: str = "", **headers: str) -> testing.Result:
        cookie = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        result = self.office.client(self.now).simulate_get(
            path, query_string=query, headers={"Cookie": cookie} | headers if cookie else headers
        )
        for name, kept in result.cookies.items():
            self.cookies[name] = kept.value
        return result

    def leave(self, query: str = "") -> str:
        """Press the button; gives the address of the consent page."""
        result = self.get(f"/connectors/{self.office.source}/auth", query)
        assert result.status_code == 302, result.text
        return result.headers["location"]

    def consent(self, url: str) -> str:
        """Say yes there; gives the query that comes back."""
        answer = requests.get(url, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        return urlsplit(answer.headers["Location"]).query

    def arrive(self, query: str, **headers: str) -> testing.Result:
        return self.get(f"/connectors/{self.office.source}/callback", query, **headers)


@pytest.fixture(params=["gcal", "outlook"])
def office(request, make_office):
    """Give an office that has connected nothing yet."""
    return make_office(request.param)


@pytest.fixture
def browse(office, noon) -> Callable[..., Browser]:
    def make(signed_in: UUID | None = office.practice_id, at=noon) -> Browser:
        return Browser(office, at, signed_in)

    return make


def state(office, now):
    states = list_connection_states(
        office.database, office.practice_id, recently=now - timedelta(minutes=30)
    )
    return next(one for one in states if one.source == office.source)


def test_from_the_button_to_the_first_visit(office, browse, noon):
    office.book(ends_at=noon - timedelta(hours=1), account="")
    browser = browse()
    result = browser.arrive(browser.consent(browser.leave()))
    assert result.status_code == 302
    assert result.headers["location"] == f"/portal?calendar=connecting&source={office.source}"
    assert state(office, noon).is_connecting
    assert office.rows("select from calendar_connections") == []
    counts = office.poll(noon)
    assert (counts["connected"], counts["accepted"]) == (1, 1)
    assert state(office, noon).status == "connected"
    assert not state(office, noon).is_connecting
    event = "gcal_connected" if office.source == "gcal" else "outlook_connected"
    assert len(office.events(event)) == 1


def test_the_trip_is_protected_by_state_pkce_and_a_cookie_out_of_reach(office, browse):
    browser = browse()
    query = dict(parse_qsl(urlsplit(browser.leave()).query))
    assert query["code_challenge_method"] == "S256"
    assert len(query["code_challenge"]) == 43
    assert query["redirect_uri"] == f"http://127.0.0.1:8000/connectors/{office.source}/callback"
    [row] = office.rows("select * from calendar_authorizations")
    assert query["state"] not in str(row)
    assert row["state_hash"] == token_hash(query["state"])
    assert row["verifier"].startswith("v2:")
    result = browser.get(f"/connectors/{office.source}/auth")
    cookie = result.cookies[f"calendar_state_{office.source}"]
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert cookie.max_age == 600
    assert cookie.path == f"/connectors/{office.source}"


def test_nobody_leaves_without_a_session_or_a_link(office, browse):
    stranger = browse(None)
    path = f"/connectors/{office.source}/auth"
    assert stranger.get(path).status_code == 401
    assert stranger.get(path, "token=forged").status_code == 404
    person = stranger.get(path, **HTML)
    assert (person.status_code, person.headers["location"]) == (302, "/portal")
    assert office.rows("select from calendar_authorizations") == []


@pytest.fixture
def link_of(office, noon) -> Callable[[UUID], str]:
    """Give a maker of links into the portal, one of a practice."""

    def make(practice_id: UUID) -> str:
        token = issue_token(
            office.config.hmac_secrets[0],
            practice_id=practice_id,
            purpose="onboard",
            expires_at=noon + timedelta(days=7),
            nonce=practice_id.bytes,
        )
        insert_magic_link(
            office.database,
            practice_id=practice_id,
            token_hash=token_hash(token),
            now=noon,
            expires_at=noon + timedelta(days=7),
        )
        return token

    return make


def test_to_a_program_a_portal_link_is_as_good_as_a_session(office, browse, link_of):
    browser = browse(None)
    token = link_of(office.practice_id)
    browser.arrive(browser.consent(browser.leave(f"token={token}")))
    assert office.poll(browser.now)["connected"] == 1


def test_a_person_with_a_link_is_told_for_whom_before_any_consent(office, browse, link_of, noon):
    office.database.execute("update settings set onboarding_completed_at = now()")
    [name] = office.rows("select name from practices where id = %s", office.practice_id)
    browser, token = browse(None), link_of(office.practice_id)
    page = browser.get(f"/connectors/{office.source}/auth", f"token={token}", **HTML)
    assert page.status_code == 200
    assert name["name"] in page.text.partition("<h1>")[2].partition("</h1>")[0]
    assert office.rows("select from calendar_authorizations") == []
    entered = office.client(noon).simulate_post(
        "/portal/sign-in",
        body=urlencode({"token": token, "then": office.source}),
        headers={"Content-Type": "application/x-www-form-urlencoded"} | HTML,
    )
    assert entered.headers["location"] == f"/connectors/{office.source}/connect"
    browser.cookies["session"] = entered.cookies["session"].value
    page = browser.get(entered.headers["location"], **HTML)
    assert name["name"] in page.text.partition("<h1>")[2].partition("</h1>")[0]
    assert f'href="/connectors/{office.source}/auth"' in page.text
    browser.arrive(browser.consent(browser.leave()))
    assert office.poll(noon)["connected"] == 1


def test_a_person_whose_office_is_not_set_up_is_led_there_first(office, browse, link_of):
    office.database.execute("update settings set onboarding_completed_at = null")
    token = link_of(office.practice_id)
    page = browse(None).get(f"/connectors/{office.source}/auth", f"token={token}", **HTML)
    assert (page.status_code, page.headers["location"]) == (302, f"/onboard/{token}")


@pytest.mark.parametrize("headers", [{}, HTML], ids=["program", "browser"])
@pytest.mark.parametrize("state", ["unused", "used", "expired"])
def test_a_strangers_link_takes_no_signed_in_owner_on_a_trip(
    office, browse, link_of, noon, headers, state
):
    owner, token = browse(), link_of(office.add_practice())
    if state != "unused":
        column = "used_at" if state == "used" else "expires_at"
        office.database.execute(f"update magic_links set {column} = %s".encode(), (noon,))  # noqa: S608
    answer = owner.get(f"/connectors/{office.source}/auth", f"token={token}", **headers)
    assert answer.status_code == 409
    assert office.rows("select from calendar_authorizations") == []
    if headers:
        assert "signed in for another practice" in answer.text
    else:
        assert answer.json["error"] == "other_practice"


def test_her_own_link_takes_a_signed_in_owner_on_a_trip(office, browse, link_of):
    owner, token = browse(), link_of(office.practice_id)
    answer = owner.get(f"/connectors/{office.source}/auth", f"token={token}", **HTML)
    assert answer.status_code == 302
    assert "code_challenge=" in answer.headers["location"]


def test_a_trip_does_not_end_in_a_browser_that_meanwhile_signed_in_elsewhere(
    office, browse, link_of
):
    """She left by a stranger's link while signed out, and signed in to her own practice since."""
    browser = browse(None)
    back = browser.consent(browser.leave(f"token={link_of(office.add_practice())}"))
    browser.cookies["session"] = browse().cookies["session"]
    assert browser.arrive(back).status_code == 400
    told = browser.arrive(back, **HTML)
    assert told.headers["location"] == f"/portal?calendar=elsewhere&source={office.source}"
    assert office.rows("select from jobs") == []


def test_the_page_that_a_trip_ends_on_names_the_practice(office, browse):
    browser = browse()
    arrived = browser.arrive(browser.consent(browser.leave()), **HTML)
    path, _, query = arrived.headers["location"].partition("?")
    [name] = office.rows("select name from practices where id = %s", office.practice_id)
    page = browser.get(path, query, **HTML)
    assert f"being connected to {name['name']}" in page.text


def test_nobody_is_told_a_practice_without_signing_in(office, browse):
    answer = browse(None).get(f"/connectors/{office.source}/connect", **HTML)
    assert answer.status_code == 401


def test_a_return_counts_once(office, browse, noon):
    browser = browse()
    back = browser.consent(browser.leave())
    browser.arrive(back)
    again = browser.arrive(back)
    assert (again.status_code, again.json["error"]) == (400, "invalid_state")
    assert len(office.rows("select from jobs")) == 1


def test_a_return_after_ten_minutes_is_too_late(office, browse, noon):
    browser = browse()
    back = browser.consent(browser.leave())
    browser.now = noon + timedelta(minutes=10)
    assert browser.arrive(back).status_code == 400
    assert office.rows("select from jobs") == []


@pytest.mark.parametrize("forged", ["", "state=", "state=abc", "state=%00&code=x"])
def test_a_state_that_is_not_ours_is_refused(browse, forged):
    assert browse().arrive(forged).status_code == 400
    told = browse().arrive(forged, **HTML)
    assert (told.status_code, "invalid" in told.headers["location"]) == (302, True)


def test_the_state_of_one_provider_does_not_open_the_other(office, browse, make_office, noon):
    browser = browse()
    back = browser.consent(browser.leave())
    office.source = "outlook" if office.source == "gcal" else "gcal"
    assert browser.arrive(back).status_code == 400


def test_another_owners_browser_cannot_bring_a_consent_home(office, browse, noon):
    """Somebody leaves, and has another owner's browser say yes in their name."""
    attacker, victim = browse(), browse(office.add_practice())
    back = victim.consent(attacker.leave())
    assert victim.arrive(back).status_code == 400
    assert office.rows("select from jobs") == []
    assert attacker.arrive(back).status_code == 302


def test_the_same_session_may_come_back_without_the_cookie(office, browse):
    browser = browse()
    back = browser.consent(browser.leave())
    del browser.cookies[f"calendar_state_{office.source}"]
    assert browser.arrive(back).status_code == 302


def test_a_no_is_told_and_nothing_is_kept(office, browse, noon):
    office.desk("settings", consent="deny")
    browser = browse()
    result = browser.arrive(browser.consent(browser.leave()))
    assert "calendar=denied" in result.headers["location"]
    assert state(office, noon).last_outcome == "access_denied"
    assert office.rows("select from jobs") == []
    assert office.rows("select verifier from calendar_authorizations") == [{"verifier": None}]


def test_a_yes_without_the_calendar_is_told(office, browse, noon):
    office.desk("settings", consent="untick")
    browser = browse()
    browser.arrive(browser.consent(browser.leave()))
    assert office.poll(noon)["refused"] == 1
    assert state(office, noon).last_outcome == "scope_not_granted"
    assert state(office, noon).status is None


def test_a_code_that_grew_old_is_told_and_its_job_ends(office, browse, noon):
    browser = browse()
    browser.arrive(browser.consent(browser.leave()))
    requests.post(
        f"{office.base_url}/_sandbox/settings",
        json={"now": (datetime.now(UTC) + timedelta(days=1)).isoformat()},
        timeout=5,
    ).raise_for_status()
    try:
        assert office.poll(noon + timedelta(minutes=15))["refused"] == 1
    finally:
        requests.post(f"{office.base_url}/_sandbox/settings", json={"now": None}, timeout=5)
    assert state(office, noon).last_outcome == "invalid_grant"
    [job] = office.rows("select status, last_error from jobs")
    assert job["status"] == "done"


def test_a_busy_provider_does_not_cost_the_consent(office, browse, noon):
    browser = browse()
    browser.arrive(browser.consent(browser.leave()))
    oauth = "google_oauth" if office.source == "gcal" else "microsoft_oauth"
    office.fail(provider=oauth, status=503, times=3)
    assert office.poll(noon)["retried"] == 1
    assert office.poll(noon + timedelta(minutes=1))["connected"] == 1


def test_a_provider_that_stays_down_is_told_in_the_end(office, browse, noon):
    browser = browse()
    browser.arrive(browser.consent(browser.leave()))
    oauth = "google_oauth" if office.source == "gcal" else "microsoft_oauth"
    office.fail(provider=oauth, status=503, times=9)
    for minute in range(3):
        office.poll(noon + timedelta(minutes=minute))
    assert state(office, noon).last_outcome == "provider_down"


def test_codes_and_verifiers_are_stored_sealed(office, browse):
    browser = browse()
    back = browser.consent(browser.leave())
    browser.arrive(back)
    code = dict(parse_qsl(back))["code"]
    [job] = office.rows("select payload::text as payload, unique_key from jobs")
    assert code not in job["payload"]
    assert job["unique_key"] is None


def test_a_practice_has_no_more_trips_under_way_than_ten(office, browse, noon):
    path = f"/connectors/{office.source}/auth"
    for _ in range(10):
        browse().leave()
    refused = browse().get(path)
    assert (refused.status_code, refused.json["error"]) == (429, "rate_limited")
    assert refused.headers["retry-after"] == "600"
    page = browse().get(path, Accept="text/html")
    assert page.status_code == 429
    assert "That was too often" in page.text
    assert len(office.rows("select from calendar_authorizations")) == 10
    browse(at=noon + timedelta(minutes=10, seconds=1)).leave()


def test_a_practice_begins_no_more_trips_a_day_than_sixty(office, browse, noon):
    begun = [
        browse(at=noon + timedelta(minutes=11 * tens)).get(f"/connectors/{office.source}/auth")
        for tens in range(7)
        for _ in range(10)
    ]
    assert [answer.status_code for answer in begun] == [302] * 60 + [429] * 10


def test_a_trip_that_never_came_back_is_forgotten_an_hour_after_it_could_have(office, browse, noon):
    browse().leave()
    browser = browse()
    browser.arrive(browser.consent(browser.leave()))
    for minutes, forgotten in ((70, 0), (71, 1), (72, 0)):
        at = noon + timedelta(minutes=minutes)
        assert purge_expired(office.database, now=at)["delete_old_authorizations"] == forgotten
    later = noon + timedelta(days=31)
    assert purge_expired(office.database, now=later)["delete_old_authorizations"] == 1


def test_an_owner_ends_a_connection_without_any_alarm(office, noon):
    office.connect()
    browser = Browser(office, noon, office.practice_id)
    client = office.client(noon)
    path = f"/connectors/{office.source}/disconnect"
    assert client.simulate_post(path).status_code == 401
    cookie = {"Cookie": f"session={browser.cookies['session']}"}
    cross_site = cookie | {"Sec-Fetch-Site": "cross-site"}
    assert client.simulate_post(path, headers=cross_site).status_code == 403
    assert client.simulate_post(path, headers=cookie).status_code == 303
    row = office.connection()
    assert (row["status"], row["reason"], row["refresh_token"]) == (
        "disconnected",
        "by_practice",
        None,
    )
    assert office.poll(noon)["connections"] == 0
    assert office.rows("select from jobs where status <> 'done' or type like 'send_%%'") == []


def test_an_error_that_is_no_code_is_kept_harmless(office, browse, noon):
    browser = browse()
    asked = dict(parse_qsl(urlsplit(browser.leave()).query))
    browser.arrive(urlencode({"state": asked["state"], "error": "<script>alert(1)</script>" * 9}))
    assert state(office, noon).last_outcome.startswith("scriptalert1script")
    assert len(state(office, noon).last_outcome) <= 60


def test_a_consent_that_is_being_renewed_is_not_revoked_with_the_one_before(
    make_office, noon, monkeypatch
):
    office = make_office("gcal")
    office.connect()
    context = IntakeContext(office.database, office.config, office.sealer, noon)
    end_connection(context, "gcal", practice_id=office.practice_id)
    browser = Browser(office, noon, office.practice_id)
    browser.arrive(browser.consent(browser.leave()))
    keep, others = exchange._keep, []

    def keep_while_another_polls(waiting, grant):
        others.append(threads.submit(office.poll, noon))
        wait_until_blocked(office.database, unless=others[0].done)
        return keep(waiting, grant)

    monkeypatch.setattr(exchange, "_keep", keep_while_another_polls)
    with ThreadPoolExecutor() as threads:
        assert office.poll(noon)["connected"] == 1
    assert others[0].result()["unrevoked"] == 1
    assert office.poll(noon)["polled"] == 1
