"""Google's refusals: of its token endpoint, its consent page and Calendar v3."""

from core.rules.calendars.causes import Cause
from core.rules.calendars.refusals import Course, Line, Service, lines

_CALENDAR_ERRORS = "https://developers.google.com/workspace/calendar/api/guides/errors"
_API_ERRORS = "https://developers.google.com/drive/api/guides/handle-errors"
_REASONS = "https://cloud.google.com/apis/design/errors#error_info"
_GLOBAL = "https://developers.google.com/webmaster-tools/v1/errors"
_CONSENT = "https://developers.google.com/identity/protocols/oauth2/web-server#authorization-errors"
_EXPIRY = "https://developers.google.com/identity/protocols/oauth2#expiration"
_RFC_6749 = "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"
_RFC_6749_CONSENT = "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1"
_RFC_7009 = "https://www.rfc-editor.org/rfc/rfc7009#section-2.2.1"
_SUSPENDED = "https://github.com/GAM-team/GAM/issues/806"
_REAUTH = "https://support.google.com/a/answer/9368756"

_TOKENS, _API = Service.GOOGLE_TOKENS, Service.GOOGLE_CALENDAR

GOOGLE_REFUSALS: tuple[Line, ...] = (
    lines(
        _TOKENS,
        Course.RETRY,
        Cause.PASSING,
        _RFC_6749_CONSENT,
        "temporarily_unavailable server_error internal_failure backend_error rate_limit_exceeded"
        " slow_down",
    ),
    lines(  # a clock that is off makes good grants look bad
        _TOKENS,
        Course.RETRY,
        Cause.PASSING,
        _EXPIRY,
        "invalid_grant",
        words=("timeframe", "time frame", "iat and exp", "clock", "not yet valid"),
    ),
    lines(_TOKENS, Course.KEEP, Cause.SIGN_IN_AGAIN, _REAUTH, "invalid_rapt rapt_required"),
    lines(
        _TOKENS,
        Course.KEEP,
        Cause.ADMIN_POLICY,
        _CONSENT,
        "admin_policy_enforced access_denied_by_admin",
    ),
    lines(
        _TOKENS,
        Course.DISCONNECT,
        Cause.ACCOUNT_DISABLED,
        _EXPIRY,
        "invalid_grant",
        words=("account has been deleted", "account is disabled", "account has been disabled"),
    ),
    lines(_TOKENS, Course.DISCONNECT, Cause.CONSENT_ENDED, _RFC_6749, "invalid_grant"),
    lines(_TOKENS, Course.DISCONNECT, Cause.CONSENT_ENDED, _RFC_7009, "invalid_token"),
    lines(_TOKENS, Course.KEEP, Cause.DECLINED, _RFC_6749_CONSENT, "access_denied"),
    lines(
        _TOKENS,
        Course.KEEP,
        Cause.OURS,
        _CONSENT,
        "invalid_client unauthorized_client deleted_client disabled_client org_internal"
        " redirect_uri_mismatch invalid_request unsupported_grant_type invalid_scope"
        " disallowed_useragent origin_mismatch",
    ),
    lines(
        _API,
        Course.RETRY,
        Cause.PASSING,
        _CALENDAR_ERRORS,
        "rateLimitExceeded userRateLimitExceeded quotaExceeded dailyLimitExceeded"
        " calendarUsageLimitsExceeded backendError internalError",
    ),
    lines(
        _API,
        Course.RETRY,
        Cause.PASSING,
        _REASONS,
        "RATE_LIMIT_EXCEEDED RESOURCE_QUOTA_EXCEEDED RESOURCE_EXHAUSTED",
    ),
    lines(
        _API,
        Course.RETRY,
        Cause.PASSING,
        _GLOBAL,
        "limitExceeded concurrentLimitExceeded variableTermLimitExceeded"
        " variableTermExpiredDailyExceeded servingLimitExceeded responseTooLarge"
        " notReady transientError",
    ),
    lines(_API, Course.RENEW, Cause.SIGN_IN_AGAIN, _CALENDAR_ERRORS, "authError"),
    lines(_API, Course.RENEW, Cause.SIGN_IN_AGAIN, _GLOBAL, "expired required", status=401),
    lines(
        _API,
        Course.KEEP,
        Cause.BOX_UNTICKED,
        _REASONS,
        "insufficientPermissions ACCESS_TOKEN_SCOPE_INSUFFICIENT insufficientScopes",
    ),
    lines(_API, Course.KEEP, Cause.NO_CALENDAR, _SUSPENDED, "notACalendarUser"),
    lines(
        _API,
        Course.KEEP,
        Cause.ADMIN_POLICY,
        _API_ERRORS,
        "domainPolicy domainCannotUseApis adminPolicyEnforced",
    ),
    lines(
        _API,
        Course.KEEP,
        Cause.ACCOUNT_DISABLED,
        _GLOBAL,
        "accountDisabled accountDeleted accountUnverified USER_PROJECT_DENIED",
    ),
    lines(
        _API,
        Course.KEEP,
        Cause.OURS,
        _REASONS,
        "accessNotConfigured SERVICE_DISABLED API_KEY_INVALID CONSUMER_INVALID"
        " CONSUMER_SUSPENDED BILLING_DISABLED dailyLimitExceededUnreg"
        " userRateLimitExceededUnreg keyInvalid keyExpired ipRefererBlocked sslRequired",
    ),
    lines(
        _API,
        Course.SKIP,
        Cause.NOT_SHARED,
        _CALENDAR_ERRORS,
        "forbidden requiredAccessLevel forbiddenForNonOrganizer forbiddenForServiceAccounts",
        status=403,
    ),
    lines(_API, Course.SKIP, Cause.CALENDAR_GONE, _CALENDAR_ERRORS, "notFound", status=404),
    lines(
        _API,
        Course.RESTART,
        Cause.PASSING,
        _CALENDAR_ERRORS,
        "fullSyncRequired updatedMinTooLongAgo",
        status=410,
    ),
    lines(_API, Course.SKIP, Cause.CALENDAR_GONE, _CALENDAR_ERRORS, "deleted", status=410),
    lines(
        _API,
        Course.KEEP,
        Cause.OURS,
        _CALENDAR_ERRORS,
        "timeRangeEmpty badRequest invalid invalidParameter parseError invalidQuery",
        status=400,
    ),
)
