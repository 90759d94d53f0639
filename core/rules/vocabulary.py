"""The closed vocabularies that code, database and marts share."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class EventType(StrEnum):
    """`events.type`: everything that can happen."""

    STRIPE_CHECKOUT = "stripe_checkout"
    STRIPE_CHECKOUT_AT = "stripe_checkout_at"
    MAGIC_LINK_SENT = "magic_link_sent"
    ONBOARDING_STARTED = "onboarding_started"
    ONBOARDING_COMPLETED = "onboarding_completed"
    PROOF_SMS_OK = "proof_sms_ok"
    PROOF_SMS_FAIL = "proof_sms_fail"
    ONBOARDING_CONCIERGE_NUDGE = "onboarding_concierge_nudge"
    GCAL_CONNECTED = "gcal_connected"
    OUTLOOK_CONNECTED = "outlook_connected"
    VISIT_INGESTED = "visit_ingested"
    CSV_UPLOADED = "csv_uploaded"
    FRONTDESK_VISIT = "frontdesk_visit"
    FRONTDESK_RATE_LIMITED = "frontdesk_rate_limited"
    DEDUPE_SKIP = "dedupe_skip"
    SEND_SKIPPED = "send_skipped"
    SEND_DELAYED = "send_delayed"
    CAP_REACHED = "cap_reached"
    TEMPLATE_SELECTED = "template_selected"
    SEND_OK = "send_ok"
    SEND_FAIL = "send_fail"
    REMINDER_SENT = "reminder_sent"
    REMINDER_SKIPPED = "reminder_skipped"
    FALLBACK_EMAIL_SENT = "fallback_email_sent"
    REPEAT_SEND_BLOCKED = "repeat_send_blocked"
    CLICKED = "clicked"
    MACHINE_CLICK = "machine_click"
    DELIVERED = "delivered"
    FAILED = "failed"
    STOP = "stop"
    START = "start"
    HELP = "help"
    REPLY_RECEIVED = "reply_received"
    UNSUBSCRIBED = "unsubscribed"
    EMAIL_BOUNCED = "email_bounced"
    EMAIL_COMPLAINED = "email_complained"
    SUBSCRIPTION_CHANGED = "subscription_changed"
    REVIEWS_FETCHED = "reviews_fetched"
    REVIEWS_SNAPSHOT = "reviews_snapshot"
    REVIEWS_BASELINED = "reviews_baselined"
    DIGEST_SENT = "digest_sent"
    DIGEST_SKIPPED = "digest_skipped"
    SLA_BREACH = "sla_breach"
    GUARANTEE_FAILED = "guarantee_failed"
    COST_GUARDRAIL_HIT = "cost_guardrail_hit"
    ALERT_RAISED = "alert_raised"
    ALERT_CLEARED = "alert_cleared"


class Alert(StrEnum):
    """`payload.alert` of alert events: what an operator is woken for."""

    WEBHOOK_5XX = "webhook_5xx"
    QUEUE_DEPTH = "queue_depth"
    DEAD_JOBS = "dead_jobs"
    STOP_SPIKE = "stop_spike"
    SPEND_WEEKLY = "spend_weekly"
    SLA_RISK = "sla_risk"
    SLA_BREACH = "sla_breach"
    GUARANTEE_FAILED = "guarantee_failed"
    ONBOARDING_STALLED = "onboarding_stalled"
    SMS_SENDER_BLOCKED = "sms_sender_blocked"
    EMAIL_REPUTATION = "email_reputation"
    CALENDAR_DISCONNECTED = "calendar_disconnected"
    REVIEWS_DROPPED = "reviews_dropped"
    DATA_TESTS_FAILED = "data_tests_failed"
    SCHEDULE_MISSED = "schedule_missed"
    MESSAGE_UNCERTAIN = "message_uncertain"


class Purpose(StrEnum):
    """`messages.purpose`, and the name of the template that serves it."""

    INITIAL = "initial"
    REMINDER = "reminder"
    PROOF = "proof"
    NUDGE = "nudge"
    MAGIC_LINK = "magic_link"
    DIGEST = "digest"
    ALERT = "alert"
    CONFIRMATION = "confirmation"
    NOTICE = "notice"


class JobType(StrEnum):
    """`jobs.type`: what the outbox can be asked to do."""

    SEND_REQUEST = "send_request"
    SEND_REMINDER = "send_reminder"
    SEND_FALLBACK_EMAIL = "send_fallback_email"
    SEND_PROOF = "send_proof"
    SEND_MAGIC_LINK = "send_magic_link"
    SEND_NUDGE = "send_nudge"
    SEND_DIGEST = "send_digest"
    SEND_ALERT = "send_alert"
    FORWARD_REPLY = "forward_reply"
    FETCH_BILLING = "fetch_billing"
    GRANT_CREDIT = "grant_credit"
    SEND_NOTICE = "send_notice"
    LOOK_UP_PLACE = "look_up_place"
    EXCHANGE_GCAL_CODE = "exchange_gcal_code"
    EXCHANGE_OUTLOOK_CODE = "exchange_outlook_code"
    LOOK_AT_GCAL = "look_at_gcal"
    LOOK_AT_OUTLOOK = "look_at_outlook"
    REVOKE_GCAL = "revoke_gcal"


EXCHANGE_JOBS: Mapping[str, JobType] = MappingProxyType(
    {"gcal": JobType.EXCHANGE_GCAL_CODE, "outlook": JobType.EXCHANGE_OUTLOOK_CODE}
)
LOOK_JOBS: Mapping[str, JobType] = MappingProxyType(
    {"gcal": JobType.LOOK_AT_GCAL, "outlook": JobType.LOOK_AT_OUTLOOK}
)
REVOKE_JOBS: Mapping[str, JobType] = MappingProxyType({"gcal": JobType.REVOKE_GCAL})
"""Microsoft has no call that ends a consent."""

CALENDAR_JOBS: Mapping[str, tuple[JobType, ...]] = MappingProxyType(
    {
        source: tuple(
            jobs[source] for jobs in (EXCHANGE_JOBS, LOOK_JOBS, REVOKE_JOBS) if source in jobs
        )
        for source in EXCHANGE_JOBS
    }
)
"""Jobs that the polls of calendars do, by source."""

POLL_JOBS = tuple(job for jobs in CALENDAR_JOBS.values() for job in jobs)
"""Jobs of all polls: no other worker may claim them."""


class Reason(StrEnum):
    """Why a request was not sent, or not yet: the one closed list behind every skip and delay."""

    PRACTICE_CANCELED = "practice_canceled"
    PRACTICE_PAST_DUE = "practice_past_due"
    ONBOARDING_INCOMPLETE = "onboarding_incomplete"
    NOT_ATTESTED = "not_attested"
    PAUSED = "paused"
    NO_REVIEW_LINK = "no_review_link"
    OPTED_OUT = "opted_out"
    SUPPRESSED = "suppressed"
    EXCLUDED = "excluded"
    NO_CONTACT = "no_contact"
    SAME_DAY = "same_day"
    ALREADY_SENT = "already_sent"
    COOLDOWN = "cooldown"
    VISIT_TOO_OLD = "visit_too_old"
    VISIT_IN_FUTURE = "visit_in_future"
    VISIT_CANCELED = "visit_canceled"
    SEND_DELAY = "send_delay"
    QUIET_HOURS = "quiet_hours"
    DAILY_CAP = "daily_cap"
    BUDGET = "budget"
    SMS_NOT_READY = "sms_not_ready"
    CLICKED = "clicked"
    REMINDED = "reminded"
    CARRIER_ERROR = "carrier_error"
    PROVIDER_DOWN = "provider_down"
    UNCERTAIN = "uncertain"
    TEMPLATE_REJECTED = "template_rejected"
