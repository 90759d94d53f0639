"""Why a calendar cannot be read, and what its owner is told to do about it."""

from collections.abc import Mapping
from enum import StrEnum

from core.rules.wording.catalogue import say, to_say


class Cause(StrEnum):
    """One way for a calendar to be out of reach."""

    CONSENT_ENDED = "consent_ended"
    EXPIRED = "expired"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  # a cause's name
    SIGN_IN_AGAIN = "sign_in_again"
    BOX_UNTICKED = "box_unticked"
    DECLINED = "declined"
    ADMIN_CONSENT = "admin_consent"
    ADMIN_POLICY = "admin_policy"
    CONDITIONAL_ACCESS = "conditional_access"
    ACCOUNT_DISABLED = "account_disabled"
    NO_CALENDAR = "no_calendar"
    NO_MAILBOX = "no_mailbox"
    NOT_SHARED = "not_shared"
    CALENDAR_GONE = "calendar_gone"
    CHOSEN_GONE = "chosen_gone"
    PAGES_REPEAT = "pages_repeat"
    PASSING = "passing"
    TRY_AGAIN = "try_again"
    OURS = "ours"
    REFUSED = "refused"


_SENTENCES: Mapping[Cause, str] = to_say(
    {
        Cause.CONSENT_ENDED: (
            "Access to {calendar} was withdrawn, by somebody who may sign in to the account or by"
            " its administrator. Connect it again."
        ),
        Cause.EXPIRED: "Access to {calendar} has run out. Connect it again.",
        Cause.PASSWORD_CHANGED: (
            "The account's password was changed, which ended our access to {calendar}. Connect it"
            " again with the new one."
        ),
        Cause.SIGN_IN_AGAIN: (
            "{calendar} wants you to sign in once more, perhaps with a code. Connect it again."
        ),
        Cause.BOX_UNTICKED: (
            "The box for calendars was left unticked when you connected {calendar}. Connect it"
            " again, and tick it."
        ),
        Cause.DECLINED: (
            "{calendar} was not connected: on its page somebody chose not to allow it. Connect it"
            " again, and choose “Allow” or “Accept”."
        ),
        Cause.ADMIN_CONSENT: (
            "Your organization has not approved our app. Connect {calendar} again; where an"
            " administrator has to approve it first, ask yours to grant consent."
        ),
        Cause.ADMIN_POLICY: (
            "Your organization's administrator does not let us read {calendar}. Ask them to allow"
            " our app for your account, then connect it again."
        ),
        Cause.CONDITIONAL_ACCESS: (
            "Your organization's access policy stops us from reading {calendar}. Ask whoever looks"
            " after your Microsoft 365 to let our app through; then it goes on by itself, or"
            " connect it again."
        ),
        Cause.ACCOUNT_DISABLED: (
            "The account behind {calendar} is blocked or switched off. Sign in to it to see why, or"
            " connect another account."
        ),
        Cause.NO_CALENDAR: (
            "This Google account has no calendar. Sign in to calendar.google.com with it once; if"
            " that does not work, ask your administrator to switch Google Calendar on, or connect"
            " the account that keeps your schedule."
        ),
        Cause.NO_MAILBOX: (
            "This Microsoft account has no Outlook mailbox that we can reach. Connect the account"
            " that keeps your schedule, or ask whoever looks after your Microsoft 365 for an"
            " Exchange Online mailbox."
        ),
        Cause.NOT_SHARED: (
            "This account may not read one of its calendars any more. Ask whoever owns that"
            " calendar to share it with all details, or leave it out of your choice."
        ),
        Cause.CALENDAR_GONE: (
            "One of your calendars is not to be found any more. Its visits stay as they were. If"
            " you did not remove it, share or add it again; else there is nothing to do."
        ),
        Cause.CHOSEN_GONE: (
            "None of the calendars you chose is to be found any more. Choose calendars once more."
        ),
        Cause.PAGES_REPEAT: (
            "{calendar} repeats itself and does not give one of your calendars whole. We take what"
            " comes, and keep trying. There is nothing to do for you."
        ),
        Cause.PASSING: (
            "{calendar} does not answer as it should. We keep trying. There is nothing to do for"
            " you."
        ),
        Cause.TRY_AGAIN: "The last try did not work. Please try once more.",
        Cause.OURS: (
            "{calendar} refuses our app, which is not your fault. We were told and see to it. There"
            " is nothing to do for you."
        ),
        Cause.REFUSED: (
            "{calendar} refuses to be read and does not say why. We keep trying; if it lasts,"
            " connect it again."
        ),
    }
)

_NOTHING_TO_DO = frozenset({Cause.PASSING, Cause.PAGES_REPEAT, Cause.OURS, Cause.REFUSED})
_ELSEWHERE = frozenset({Cause.NOT_SHARED, Cause.CALENDAR_GONE, Cause.CHOSEN_GONE})


def explain_cause(cause: Cause, locale: str, *, calendar: str) -> str:
    """Say what has happened and what its owner should do; `calendar` is the provider's title."""
    return say(_SENTENCES[cause], locale, calendar=calendar)


def is_for_owner(cause: Cause) -> bool:
    """Tell whether the owner can do anything about it, so that it is worth an email."""
    return cause not in _NOTHING_TO_DO


def ends_by_connecting(cause: Cause) -> bool:
    """Tell whether connecting again is what the owner is asked to do."""
    return is_for_owner(cause) and cause not in _ELSEWHERE


def read_cause(text: str | None) -> Cause | None:
    """Read a cause that was kept; None for none, and for one of former times."""
    return Cause(text) if text in set(Cause) else None
