"""Conditions about who carries our messages: accounts, senders, and reports that do not come."""

from datetime import datetime, timedelta

from core.config import Config
from core.operations.alerts import Condition
from core.rules.names.practice_names import check_practice_name
from core.rules.vocabulary import Alert
from core.store.alerts import (
    count_refused_emails,
    list_blocked_senders,
    list_living_names,
    list_pending_senders,
    list_unanswered_subscriptions,
)
from core.store.database import Connection
from core.store.provider_circuits import list_circuits

_RUNBOOK = "See docs/runbooks/senders.md."
_DAY = timedelta(days=1)
_MONTH = timedelta(days=30)
_PROVIDERS = {"sms": "Twilio", "email": "Amazon SES"}


def find_blocked_senders(connection: Connection, config: Config, now: datetime) -> list[Condition]:
    """Find practices whose texts the carriers refuse."""
    del config, now
    summary = f"Carriers refuse this practice's texts; requests go by email or wait. {_RUNBOOK}"
    return [
        Condition(Alert.SMS_SENDER_BLOCKED, practice_id, summary)
        for practice_id in list_blocked_senders(connection)
    ]


def find_pending_senders(connection: Connection, config: Config, now: datetime) -> list[Condition]:
    """Find live practices whose texts nobody has let out yet."""
    del config
    return [
        Condition(
            Alert.SMS_PENDING,
            practice_id,
            f"Live, and texting is not approved yet: requests go by email or wait; {waiting} wait"
            f" now. {_RUNBOOK}",
            {"waiting": waiting},
        )
        for practice_id, waiting in list_pending_senders(connection, now=now).items()
    ]


def find_refused_names(connection: Connection, config: Config, now: datetime) -> list[Condition]:
    """Find practices of which no text may go out by the name they have."""
    del config, now
    checked = {
        practice_id: check_practice_name(name)
        for practice_id, name in list_living_names(connection).items()
    }
    return [
        Condition(
            Alert.PRACTICE_NAME,
            practice_id,
            f"The practice's name may not open a message ({problem.value}): every request waits"
            f" until its owner changes it. {_RUNBOOK}",
            {"problem": problem.value},
        )
        for practice_id, problem in checked.items()
        if problem is not None
    ]


def find_refused_accounts(connection: Connection, config: Config, now: datetime) -> list[Condition]:
    """Tell whether a provider refuses our account, so that nothing goes out on its channel."""
    del config, now
    halted = list_circuits(connection)
    if not halted:
        return []
    told = "; ".join(
        f"{_PROVIDERS[one.channel]} refuses our account (code {one.code}) since"
        f" {one.opened_at:%Y-%m-%d %H:%M} UTC"
        for one in halted
    )
    figures = {"codes": {one.channel: one.code for one in halted}}
    summary = f"{told}. Everything there waits and nothing is lost. {_RUNBOOK}"
    return [Condition(Alert.PROVIDER_ACCOUNT, None, summary, figures)]


def find_unanswered_subscriptions(
    connection: Connection, config: Config, now: datetime
) -> list[Condition]:
    """Find topics of which SNS asks us something, and of which no report has come since."""
    del config
    asked = list_unanswered_subscriptions(connection, since=now - _MONTH, now=now)
    if not asked:
        return []
    told = ", ".join(f"{one.kind} of {one.topic}" for one in asked)
    summary = f"Amazon SNS asks: {told}. Until it is answered no bounces reach us. {_RUNBOOK}"
    figures = {"topics": [one.topic for one in asked]}
    return [Condition(Alert.SNS_SUBSCRIPTION, None, summary, figures)]


def find_refused_emails(connection: Connection, config: Config, now: datetime) -> list[Condition]:
    """Tell whether SES took emails within a day that it then did not send."""
    del config
    refused = count_refused_emails(connection, since=now - _DAY, now=now)
    if not refused:
        return []
    kinds = ", ".join(f"{count} {code}" for code, count in refused.items())
    summary = f"Amazon SES took emails and did not send them: {kinds}. {_RUNBOOK}"
    return [Condition(Alert.EMAIL_REFUSED, None, summary, {"by_code": refused})]
