"""What each provider's refusals mean, over HTTP: what is kept, retried, skipped, told, forgotten."""

import pytest

from core.errors import TransientError
from core.providers.calendar_ports import AccessLost, CalendarRefused
from core.providers.google_calendar import GoogleCalendar
from core.providers.graph_calendar import GraphCalendar
from core.rules.calendars.causes import Cause
from core.rules.calendars.google_refusals import GOOGLE_REFUSALS
from core.rules.calendars.graph_refusals import GRAPH_REFUSALS
from core.rules.calendars.refusals import Course, Service, judge
from tests.providers.calendars.conftest import at, listed

RETRIED, KEPT, GONE, ANEW = "retried", "kept", "gone", "anew"

GOOGLE_API = """
    403 rateLimitExceeded             retried
    403 userRateLimitExceeded         retried
    403 quotaExceeded                 retried
    403 dailyLimitExceeded            retried
    403 calendarUsageLimitsExceeded   retried
    403 RATE_LIMIT_EXCEEDED           retried
    403 concurrentLimitExceeded       retried
    403 servingLimitExceeded          retried
    429 rateLimitExceeded             retried
    500 backendError                  retried
    503 internalError                 retried
    401 authError                     kept sign_in_again
    401 required                      kept sign_in_again
    403 insufficientPermissions       kept box_unticked
    403 ACCESS_TOKEN_SCOPE_INSUFFICIENT kept box_unticked
    403 notACalendarUser              kept no_calendar
    403 domainPolicy                  kept admin_policy
    403 accountDisabled               kept account_disabled
    403 accountUnverified             kept account_disabled
    403 accessNotConfigured           kept ours
    403 SERVICE_DISABLED              kept ours
    403 dailyLimitExceededUnreg       kept ours
    400 timeRangeEmpty                kept ours
    403 forbidden                     kept not_shared
    403 requiredAccessLevel           kept not_shared
    403 somethingNobodyHasHeardOf     kept not_shared
    404 notFound                      kept calendar_gone
    410 fullSyncRequired              anew
    410 updatedMinTooLongAgo          anew
    410 deleted                       kept calendar_gone
    418 teapot                        kept refused
"""
GOOGLE_TOKEN = """
    400 invalid_grant                 gone consent_ended
    400 invalid_rapt                  kept sign_in_again
    400 admin_policy_enforced         kept admin_policy
    401 invalid_client                kept ours
    401 deleted_client                kept ours
    401 unauthorized_client           kept ours
    400 invalid_request               kept ours
    403 org_internal                  kept ours
    400 temporarily_unavailable       retried
    429 rate_limit_exceeded           retried
    500 internal_failure              retried
    503 backend_error                 retried
    403 access_denied                 kept declined
    403 somethingNobodyHasHeardOf     kept ours
"""
GRAPH_API = """
    429 ApplicationThrottled          retried
    429 activityLimitReached          retried
    403 TooManyRequests               retried
    503 ErrorServerBusy               retried
    400 ErrorMailboxMoveInProgress    retried
    404 ErrorMailboxMoveInProgress    retried
    404 ErrorMailboxStoreUnavailable  retried
    504 gatewayTimeout                retried
    500 ErrorInternalServerError      retried
    403 ErrorExceededConnectionCount  retried
    401 InvalidAuthenticationToken    kept sign_in_again
    401 TokenCreatedWithOutdatedPolicies kept sign_in_again
    403 insufficient_claims           kept conditional_access
    404 MailboxNotEnabledForRESTAPI   kept no_mailbox
    404 MailboxNotSupportedForRESTAPI kept no_mailbox
    404 ErrorNonExistentMailbox       kept no_mailbox
    403 Authorization_RequestDenied   kept box_unticked
    403 ErrorAccountSuspend           kept account_disabled
    403 ErrorAccessDenied             kept not_shared
    403 AccessDenied                  kept not_shared
    403 somethingNobodyHasHeardOf     kept not_shared
    404 ErrorItemNotFound             kept calendar_gone
    404 ResourceNotFound              kept calendar_gone
    400 ErrorInvalidIdMalformed       kept calendar_gone
    400 ErrorInvalidParameter         kept ours
    410 syncStateNotFound             anew
    410 resyncRequired                anew
    418 teapot                        kept refused
"""
GRAPH_TOKEN = """
    400 invalid_grant                          gone consent_ended
    400 invalid_grant/AADSTS70000              gone consent_ended
    400 invalid_grant/AADSTS70008              gone expired
    400 invalid_grant/AADSTS700082             gone expired
    400 invalid_grant/AADSTS70043              gone expired
    400 invalid_grant/AADSTS50173              gone password_changed
    400 invalid_grant/AADSTS50133              gone password_changed
    400 invalid_grant/AADSTS53003              kept conditional_access
    400 interaction_required/AADSTS53000       kept conditional_access
    400 interaction_required/AADSTS50076       kept sign_in_again
    400 invalid_grant/AADSTS50079              kept sign_in_again
    400 interaction_required                   kept sign_in_again
    400 invalid_grant/AADSTS65001              kept admin_consent
    400 consent_required/AADSTS90094           kept admin_consent
    400 consent_required                       kept admin_consent
    400 invalid_grant/AADSTS50057              kept account_disabled
    401 invalid_client/AADSTS7000222           kept ours
    401 invalid_client/AADSTS7000215           kept ours
    400 unauthorized_client/AADSTS700016       kept ours
    400 invalid_grant/AADSTS500133             retried
    400 invalid_client/AADSTS700024            retried
    400 invalid_grant/AADSTS50196              retried
    400 temporarily_unavailable/AADSTS90033    retried
    503 temporarily_unavailable                retried
    400 somethingNobodyHasHeardOf              kept ours
"""


def rows(table: str) -> list[tuple[int, str, str, str]]:
    parts = [line.split() for line in table.strip().splitlines()]
    return [(int(p[0]), p[1].replace("/", " "), p[2], p[3] if p[3:] else "") for p in parts]


CASES = [
    *(("gcal", "gcal", *row) for row in rows(GOOGLE_API)),
    *(("gcal", "google_oauth", *row) for row in rows(GOOGLE_TOKEN)),
    *(("outlook", "outlook", *row) for row in rows(GRAPH_API)),
    *(("outlook", "microsoft_oauth", *row) for row in rows(GRAPH_TOKEN)),
]


@pytest.mark.parametrize(("source", "case"), [(case[0], case[1:]) for case in CASES])
def test_a_refusal_means_what_its_provider_says(client, desk, token, control, source, case):
    service, status, code, fate, cause = case
    desk("events", title="x", start=at())
    if service == source:
        control("faults", provider=service, status=0)  # the list of calendars
    fault = {"provider": service, "status": status, "code": code}
    if service == "google_oauth" and fate == RETRIED:
        fault["times"] = 3  # google-auth tries by itself
    if service == source and status == 401:
        fault["times"] = 2
    control("faults", method="GET" if service == source else "POST", **fault)
    if fate == ANEW:
        assert len(listed(client, token)) == 1
        return
    kinds = {RETRIED: TransientError, KEPT: CalendarRefused, GONE: AccessLost}
    with pytest.raises(kinds[fate]) as refused:
        listed(client, token)
    assert isinstance(refused.value, AccessLost) == (fate == GONE)
    assert token not in str(refused.value)
    if cause:
        assert refused.value.cause == cause


@pytest.mark.parametrize(
    "said",
    [
        "Invalid JWT: Token must be a short-lived token and in a reasonable timeframe.",
        "Check your iat and exp values and use a clock with skew to account for clock differences.",
    ],
)
def test_a_clock_that_is_off_costs_nobody_their_access(said):
    verdict = judge(GOOGLE_REFUSALS, Service.GOOGLE_TOKENS, 400, ["invalid_grant"], said)
    assert verdict.course is Course.RETRY


def test_a_fault_of_tls_is_a_fault_that_may_pass(sandbox, config, token, source):
    base = sandbox.base_url.replace("http:", "https:")
    ours = {"client_id": "x", "client_secret": "y", "timeout_seconds": 0.5, "api_base": base}
    client = (
        GoogleCalendar(oauth_base=base, **ours)
        if source == "gcal"
        else GraphCalendar(authority=base, **ours)
    )
    with pytest.raises(TransientError):
        listed(client, token)


def test_only_a_token_endpoint_ends_a_consent_and_every_line_names_its_page():
    for line in (*GOOGLE_REFUSALS, *GRAPH_REFUSALS):
        assert line.source.startswith("https://")
        assert line.codes
        if line.course is Course.DISCONNECT:
            assert line.service in {Service.GOOGLE_TOKENS, Service.MICROSOFT_TOKENS}


def test_no_code_stands_in_two_lines_of_one_service_unless_words_or_status_tell_them_apart():
    seen: set[tuple[str, ...]] = set()
    for line in (*GOOGLE_REFUSALS, *GRAPH_REFUSALS):
        if line.words:
            continue
        for code in line.codes:
            key = (line.service, code, str(line.status))
            assert key not in seen
            seen.add(key)


@pytest.mark.parametrize("cause", Cause)
def test_every_cause_but_the_portals_own_comes_of_a_refusal(cause):
    from_table = {line.cause for line in (*GOOGLE_REFUSALS, *GRAPH_REFUSALS)}
    ours = {Cause.CHOSEN_GONE, Cause.PAGES_REPEAT, Cause.TRY_AGAIN, Cause.REFUSED}
    assert (cause in from_table) != (cause in ours)
