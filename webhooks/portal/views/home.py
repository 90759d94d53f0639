"""What the practice's own page shows: today by reason, figures, replies, notices."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from core.errors import MalformedPayload
from core.rules.sending.reason_texts import reason_text
from core.rules.sending.send_decision import OLDEST_VISIT
from core.rules.vocabulary import Reason
from core.rules.wording.catalogue import to_say
from core.sealing import Sealer
from core.store.portal import MonthFigures, RequestGroup, RequestState, Today
from core.store.practices import Practice
from core.store.replies import PatientReply
from webhooks.portal.views.forms import Said
from webhooks.portal.views.languages import translator
from webhooks.portal.views.pages import explain_code, when_text

MICROSOFT_TEXT = to_say(
    "Disconnected: we have forgotten our access. Microsoft cannot be told by us; you can remove it"
    " under “Apps and services” of your Microsoft account too."
)

_WELCOME = timedelta(minutes=15)
_WAITING = frozenset({"queued", "delayed", "sending"})
_ORDER = ("sent", "waiting", "unsent", "failed")
_KINDS = {"sent": "", "waiting": "wait", "unsent": "off", "failed": "bad"}
_GROUP_TEXTS = to_say(
    {
        "sent": "Sent",
        "waiting": "Waiting",
        "unsent": "Not sent",
        "failed": "Did not arrive",
    }
)


_HALTED_TEXTS = to_say(
    {
        "sms": (
            "No texts are going out right now: the service that carries them does not accept our"
            " account. You need not do anything: we are sorting it out. Requests by text wait, and"
            " follow once it is settled, within your hours and your daily limit."
        ),
        "email": (
            "No emails are going out right now: the service that carries them does not accept our"
            " account. You need not do anything: we are sorting it out. Requests by email wait, and"
            " follow once it is settled, within your hours."
        ),
        "all": (
            "Nothing is going out right now: the services that carry our messages do not accept our"
            " account. You need not do anything: we are sorting it out. Requests wait, and follow"
            " once it is settled, within your hours and your daily limit."
        ),
    }
)
"""By the channel on which nothing goes out, to nobody's patients."""
_HALTED = to_say("Waiting until messages go out again")


def state_view(practice: Practice, locale: str, *, halted: Collection[str]) -> Said:
    """Say in one line whether everything is running; `halted` are channels that are not."""
    say = translator(locale)
    if practice.status == "canceled":
        return Said(say("Your subscription has ended; nothing is being sent."), "bad")
    if practice.status == "past_due":
        text = "The last payment failed, so nothing is being sent. Please update your card."
        return Said(say(text), "bad")
    if practice.paused_at:
        return Said(say("You have paused sending. Visits are still taken in and wait."), "warn")
    interruption = _interruption(practice, halted)
    if interruption:
        return Said(say(interruption), "warn")
    return Said(say("Everything is running."), "good")


def _interruption(practice: Practice, halted: Collection[str]) -> str | None:
    """Say why messages do not go out although the practice's own affairs are in order."""
    has_texts = practice.sms_status == "ready"
    if halted:
        is_all = len(halted) > 1 or (not has_texts and "email" in halted)
        return _HALTED_TEXTS["all" if is_all else next(iter(halted))]
    if practice.sms_status == "blocked":
        return to_say(
            "Phone companies are not taking our texts for your practice right now. You need not do"
            " anything: we are sorting it out. Until then patients with an email address are asked"
            " by email, and the others once texts go out again."
        )
    if not has_texts:
        return to_say(
            "Phone companies have not approved texts from your practice yet. You need not do"
            " anything: we are seeing to it. Until then patients with an email address are asked by"
            " email, and the others once texts go out."
        )
    return None


def figures_view(month: MonthFigures, locale: str) -> list[dict[str, Any]]:
    """Give the last thirty days as big numbers."""
    say = translator(locale)
    figures = [
        {"value": month.sent_30d, "label": say("asked in 30 days")},
        {"value": month.clicked_30d, "label": say("opened your review page")},
        {"value": month.opt_outs_30d, "label": say("opted out")},
    ]
    if month.total_reviews is not None and month.baseline_total is not None:
        added = month.total_reviews - month.baseline_total
        figures.insert(
            0, {"value": f"{added:+d}", "label": say("Google reviews since you started")}
        )
    return figures


def today_view(
    today: Today, practice: Practice, locale: str, *, now: datetime, halted: Collection[str]
) -> dict[str, Any]:
    """Group the day's requests by what became of them and why, and list them one by one.

    Of what waits for a halted channel nobody knows when it goes.
    """
    say = translator(locale)
    counts = Counter[tuple[str, str]]()
    for alike in today.groups:
        counts[_group_of(alike), _reason_of(alike, locale, halted)] += alike.requests
    ordered = sorted(counts.items(), key=lambda item: (_ORDER.index(item[0][0]), -item[1]))
    return {
        "groups": [
            {
                "requests": number,
                "text": say(_GROUP_TEXTS[group]),
                "reason": reason,
                "kind": _KINDS[group],
            }
            for (group, reason), number in ordered
        ],
        "pace": "" if halted else _pace_text(today.groups, practice, locale),
        "is_halted": bool(halted),
        "listed": sum(counts.values()),
        "requests": [_row(r, practice, locale, now, halted) for r in today.requests],
    }


def _pace_text(groups: Sequence[RequestGroup], practice: Practice, locale: str) -> str:
    """Say how long a backlog takes, or how much of it gets too old; blank if it fits into a day."""
    waiting = sum(alike.requests for alike in groups if _group_of(alike) == "waiting")
    cap, say = practice.daily_cap, translator(locale)
    if not cap or waiting <= cap:
        return ""
    too_late = waiting - cap * OLDEST_VISIT.days
    if too_late > 0:
        text = (
            "At most {cap} a day, and not about visits older than {days} days: {count} or more of"
            " these will not be asked. You can raise the limit under “Settings”."
        )
        return say(text, cap=cap, days=OLDEST_VISIT.days, count=too_late)
    text = "At most {cap} a day: the last of them are asked in about {days} days."
    return say(text, cap=cap, days=ceil(waiting / cap))


def replies_view(
    replies: Sequence[PatientReply], practice: Practice, sealer: Sealer, locale: str
) -> list[dict[str, Any]]:
    """Open what patients wrote."""
    return [
        {
            "name": reply.first_name,
            "kind": reply.kind,
            "when": when_text(reply.received_at, practice.zone, locale),
            "body": _open(sealer, practice, reply.body),
        }
        for reply in replies
    ]


def arrival_notice(
    params: Mapping[str, Any], locale: str, *, name: str, under_way: bool
) -> Said | None:
    """Say how a trip to a calendar's consent page ended, or that settings are saved.

    `name` is the practice's, which a calendar is connected to; "being connected" is only said
    while that is `under_way`.
    """
    say = translator(locale)
    texts: Mapping[str, tuple[str, str]] = {
        "connecting": (
            to_say("The calendar is being connected to {name}. It takes a minute."),
            "good",
        ),
        "denied": (to_say("The calendar was not connected: access was not given."), "warn"),
        "invalid": (to_say("That took too long. Please connect the calendar once more."), "warn"),
        "elsewhere": (
            to_say(
                "Nothing was connected: this browser is signed in for {name}, not for the other."
            ),
            "warn",
        ),
        "revoked": (to_say("Disconnected. Google has been told to end our access."), "good"),
        "forgotten": (MICROSOFT_TEXT, "good"),
    }
    arrival = params.get("calendar")
    if arrival == "connecting" and not under_way:
        return None
    if isinstance(arrival, str) and arrival in texts:
        text, kind = texts[arrival]
        return Said(say(text, name=name), kind)
    return Said(say("Saved."), "good") if "saved" in params else None


def welcome_notice(practice: Practice, locale: str, *, now: datetime) -> Said | None:
    """Tell who has just finished what comes next."""
    done_at = practice.onboarding_completed_at
    if done_at is None or now - done_at > _WELCOME or practice.paused_at:
        return None
    text = "You are live. Next: let your visits reach us, under “Visits”."
    return Said(translator(locale)(text), "good")


def _group_of(request: RequestState | RequestGroup) -> str:
    if request.status == "sent":
        return "failed" if request.provider_status in {"failed", "undelivered"} else "sent"
    if request.status in _WAITING:
        return "waiting"
    return "failed" if request.status == "failed" else "unsent"


def _reason_of(request: RequestState | RequestGroup, locale: str, halted: Collection[str]) -> str:
    if _group_of(request) == "waiting" and request.channel in halted:
        return translator(locale)(_HALTED)
    if _group_of(request) == "failed" and request.send_error_code:
        return explain_code(request.send_error_code, locale) or ""
    if request.status == "sent":
        return ""
    waits_for = Reason.SEND_DELAY if request.status == "queued" else ""
    reason = request.reason or waits_for
    return reason_text(reason, locale) if reason else ""


def _row(
    request: RequestState,
    practice: Practice,
    locale: str,
    now: datetime,
    halted: Collection[str],
) -> dict[str, str | None]:
    say: Callable[..., str] = translator(locale)
    group = _group_of(request)
    text, when = say(_GROUP_TEXTS[group]), None
    due = None if request.channel in halted else request.not_before
    if request.sent_at:
        when = when_text(request.sent_at, practice.zone, locale)
        if request.clicked_at:
            text = say("Opened your review page")
        elif request.provider_status == "delivered":
            text = say("Delivered")
    elif group == "waiting" and due and due > now:
        when = say("from {when}", when=when_text(due, practice.zone, locale))
    return {
        "name": request.first_name or say("A patient"),
        "text": text,
        "when": when,
        "reason": _reason_of(request, locale, halted),
    }


def _open(sealer: Sealer, practice: Practice, body: str | None) -> str | None:
    if body is None:
        return None
    try:
        return sealer.open(body, practice_id=practice.id, column="inbound_messages.body")
    except MalformedPayload:
        return None
