"""Microsoft's refusals: of Entra's token endpoint and consent page, and of Graph's calendars.

Entra's `error` is coarse: a blocked sign-in and a revoked grant are both `invalid_grant`. The
AADSTS number says which; where it is unknown, `error` decides.
"""

from core.rules.calendars.causes import Cause
from core.rules.calendars.refusals import Course, Line, Service, lines

_AADSTS = "https://learn.microsoft.com/entra/identity-platform/reference-error-codes"
_REFRESH = "https://learn.microsoft.com/entra/identity-platform/refresh-tokens"
_FLOW = "https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow"
_CONDITIONAL = "https://learn.microsoft.com/entra/identity-platform/v2-conditional-access-dev-guide"
_ADMIN = (
    "https://learn.microsoft.com/entra/identity/enterprise-apps/configure-admin-consent-workflow"
)
_GRAPH = "https://learn.microsoft.com/graph/errors"
_THROTTLING = "https://learn.microsoft.com/graph/throttling"
_DELTA = "https://learn.microsoft.com/graph/delta-query-overview"
_EXCHANGE = (
    "https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode"
)
_REST = "https://learn.microsoft.com/graph/hybrid-rest-support"
_SHARED = "https://learn.microsoft.com/graph/outlook-get-shared-events-calendars"
_CAE = "https://learn.microsoft.com/entra/identity-platform/app-resilience-continuous-access-evaluation"

_TOKENS, _API = Service.MICROSOFT_TOKENS, Service.MICROSOFT_GRAPH

GRAPH_REFUSALS: tuple[Line, ...] = (
    lines(
        _TOKENS,
        Course.RETRY,
        Cause.PASSING,
        _AADSTS,
        "temporarily_unavailable server_error AADSTS90006 AADSTS90033 AADSTS90055 AADSTS50196"
        " AADSTS50000 AADSTS90024 AADSTS90010 AADSTS50053",
    ),
    lines(  # an assertion outside its time: a clock is off
        _TOKENS, Course.RETRY, Cause.PASSING, _AADSTS, "AADSTS500133 AADSTS700024 AADSTS50013"
    ),
    lines(
        _TOKENS,
        Course.KEEP,
        Cause.CONDITIONAL_ACCESS,
        _CONDITIONAL,
        "AADSTS53000 AADSTS53001 AADSTS53002 AADSTS53003 AADSTS53004 AADSTS53010 AADSTS53011"
        " AADSTS530032 AADSTS530034 AADSTS50005 AADSTS50097 AADSTS50105",
    ),
    lines(
        _TOKENS,
        Course.KEEP,
        Cause.SIGN_IN_AGAIN,
        _AADSTS,
        "AADSTS50072 AADSTS50074 AADSTS50076 AADSTS50078 AADSTS50079 AADSTS50158 AADSTS50058"
        " AADSTS50055 AADSTS50144 AADSTS16000",
    ),
    lines(
        _TOKENS,
        Course.KEEP,
        Cause.ADMIN_CONSENT,
        _ADMIN,
        "AADSTS90094 AADSTS90095 AADSTS90092 AADSTS90093 AADSTS900941 AADSTS65002",
    ),
    lines(_TOKENS, Course.KEEP, Cause.ADMIN_CONSENT, _AADSTS, "AADSTS65001"),
    lines(_TOKENS, Course.KEEP, Cause.DECLINED, _AADSTS, "AADSTS65004 AADSTS70044"),
    lines(
        _TOKENS,
        Course.KEEP,
        Cause.ACCOUNT_DISABLED,
        _AADSTS,
        "AADSTS50057 AADSTS50034 AADSTS50020 AADSTS90072 AADSTS5000611",
    ),
    lines(
        _TOKENS,
        Course.DISCONNECT,
        Cause.PASSWORD_CHANGED,
        _REFRESH,
        "AADSTS50173 AADSTS50133 AADSTS50132",
    ),
    lines(
        _TOKENS,
        Course.DISCONNECT,
        Cause.EXPIRED,
        _AADSTS,
        "AADSTS70008 AADSTS700082 AADSTS700081 AADSTS700084 AADSTS70043 AADSTS50089",
    ),
    lines(
        _TOKENS,
        Course.KEEP,
        Cause.OURS,
        _AADSTS,
        "AADSTS7000215 AADSTS7000222 AADSTS7000112 AADSTS700016 AADSTS50011 AADSTS70011"
        " AADSTS9002313 AADSTS900144 AADSTS90002 AADSTS650052 AADSTS500011 AADSTS90014"
        " AADSTS7000218",
    ),
    lines(
        _TOKENS,
        Course.DISCONNECT,
        Cause.CONSENT_ENDED,
        _AADSTS,
        "AADSTS70000 AADSTS54005 AADSTS50085 AADSTS50140",
    ),
    lines(_TOKENS, Course.DISCONNECT, Cause.CONSENT_ENDED, _FLOW, "invalid_grant"),
    lines(_TOKENS, Course.KEEP, Cause.SIGN_IN_AGAIN, _FLOW, "interaction_required login_required"),
    lines(_TOKENS, Course.KEEP, Cause.ADMIN_CONSENT, _FLOW, "consent_required"),
    lines(_TOKENS, Course.KEEP, Cause.DECLINED, _FLOW, "access_denied"),
    lines(
        _TOKENS,
        Course.KEEP,
        Cause.OURS,
        _FLOW,
        "invalid_client unauthorized_client invalid_request invalid_scope invalid_resource"
        " unsupported_grant_type unsupported_response_type",
    ),
    lines(
        _API,
        Course.RETRY,
        Cause.PASSING,
        _THROTTLING,
        "ApplicationThrottled TooManyRequests activityLimitReached quotaLimitReached"
        " throttledRequest RequestThrottled",
    ),
    lines(
        _API,
        Course.RETRY,
        Cause.PASSING,
        _EXCHANGE,
        "ErrorServerBusy ErrorMailboxMoveInProgress ErrorMailboxFailover ErrorTimeoutExpired"
        " ErrorConnectionFailed ErrorExceededConnectionCount ErrorInsufficientResources"
        " ErrorInternalServerTransientError ErrorInternalServerError ErrorTooManyObjectsOpened"
        " ErrorMailboxStoreUnavailable ErrorADUnavailable ErrorProxyRequestNotAllowed",
    ),
    lines(
        _API,
        Course.RETRY,
        Cause.PASSING,
        _GRAPH,
        "serviceNotAvailable generalException UnknownError internalServerError timeout"
        " gatewayTimeout MailboxInfoStale",
    ),
    lines(
        _API,
        Course.RESTART,
        Cause.PASSING,
        _DELTA,
        "syncStateNotFound resyncRequired SyncStateInvalid ErrorInvalidSyncStateData",
    ),
    lines(
        _API,
        Course.RENEW,
        Cause.SIGN_IN_AGAIN,
        _CAE,
        "InvalidAuthenticationToken TokenExpired TokenNotFound CompactToken unauthenticated"
        " TokenCreatedWithOutdatedPolicies",
    ),
    lines(_API, Course.KEEP, Cause.CONDITIONAL_ACCESS, _CONDITIONAL, "insufficient_claims"),
    lines(
        _API,
        Course.KEEP,
        Cause.NO_MAILBOX,
        _REST,
        "MailboxNotEnabledForRESTAPI MailboxNotSupportedForRESTAPI"
        " MailboxNotHostedInExchangeOnline ErrorNonExistentMailbox ErrorMissingEmailAddress"
        " RESTAPINotEnabledForComponentSharedMailbox OrganizationFromTenantGuidNotFound"
        " ErrorNoMailbox",
    ),
    lines(
        _API,
        Course.KEEP,
        Cause.BOX_UNTICKED,
        _GRAPH,
        "InsufficientScope Authorization_RequestDenied",
    ),
    lines(
        _API,
        Course.KEEP,
        Cause.ACCOUNT_DISABLED,
        _EXCHANGE,
        "ErrorAccountSuspend ErrorAccountDisabled ErrorMailboxLocked accountSuspended",
    ),
    lines(
        _API,
        Course.SKIP,
        Cause.NOT_SHARED,
        _SHARED,
        "ErrorAccessDenied AccessDenied Forbidden",
    ),
    lines(
        _API,
        Course.SKIP,
        Cause.CALENDAR_GONE,
        _EXCHANGE,
        "ErrorItemNotFound ErrorFolderNotFound ErrorParentFolderNotFound ErrorInvalidFolderId"
        " ErrorInvalidId ErrorInvalidIdMalformed itemNotFound ResourceNotFound"
        " Request_ResourceNotFound",
    ),
    lines(
        _API,
        Course.KEEP,
        Cause.OURS,
        _GRAPH,
        "ErrorInvalidParameter ErrorInvalidRequest BadRequest invalidRequest"
        " RequestBroker--ParseUri ErrorInvalidProperty",
    ),
)
