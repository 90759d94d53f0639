"""What happens between a verdict and the call to the provider: the verdict has to hold even then."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from core.consent.exclusions import exclude
from core.consent.opt_outs import record_opt_out
from core.context import IntakeContext
from core.store.suppressions import Suppression, add_suppressions
from core.worker import dispatch_due

PHONE, EMAIL = "+14155550123", "ana@example.com"


def stop(world):
    context = IntakeContext(world.connection, world.deps.config, world.sealer, world.now)
    phone_hash = world.sealer.hash(PHONE)
    record_opt_out(context, practice_ids=[world.practice_id], phone_hash=phone_hash)


def unsubscribe(world):
    row = Suppression(world.practice_id, world.sealer.hash(EMAIL), "email", "unsubscribe")
    add_suppressions(world.connection, [row], now=world.now)


def never_ask(world):
    context = IntakeContext(world.connection, world.deps.config, world.sealer, world.now)
    assert exclude(context, world.practice_id, EMAIL) is None


def pause(world):
    world.set(paused_at=world.now)


def leave(world):
    world.execute("update practices set status = 'canceled'")


def call_off(world):
    world.execute("update visits set canceled_at = %(now)s", now=world.now)


def correct(world):
    phone_hash = world.sealer.hash("+14155550177")
    sealed = world.sealer.seal(
        "+14155550177", practice_id=world.practice_id, column="patients.phone_e164"
    )
    world.execute(
        "update patients set phone_e164 = %(sealed)s, phone_hash = %(hash)s",
        sealed=sealed,
        hash=phone_hash,
    )


def take_turns(world, *happenings):
    """Let each happen while a message waits for its turn at the provider."""
    waiting = iter(happenings)

    def wait(_):
        next(waiting, lambda: None)()
        return 0.0

    world.deps.__dict__["pace"] = SimpleNamespace(ahead=lambda _: 0.0, wait=wait)


@pytest.mark.parametrize(
    ("happening", "phone", "status", "reason"),
    [
        (stop, PHONE, "skipped", "opted_out"),
        (unsubscribe, None, "skipped", "suppressed"),
        (never_ask, PHONE, "skipped", "excluded"),
        (never_ask, None, "skipped", "excluded"),
        (pause, PHONE, "delayed", "paused"),
        (leave, PHONE, "skipped", "practice_canceled"),
        (call_off, None, "skipped", "visit_canceled"),
    ],
)
def test_what_is_said_while_a_message_waits_for_its_turn_is_heard(
    world, happening, phone, status, reason
):
    request = world.add_visit(phone=phone, email=EMAIL)
    take_turns(world, lambda: happening(world))
    world.dispatch()
    assert (world.sms.sent, world.email.sent) == ([], [])
    row = world.request(request)
    assert (row["status"], row["reason"]) == (status, reason)
    assert [message["state"] for message in world.messages()] == ["failed"]


def test_a_text_whose_turn_comes_as_the_night_begins_waits_for_the_morning(world):
    world.set(quiet_hours_start="12:01")
    request = world.add_visit()
    times = [world.now + timedelta(seconds=59)]
    world.deps = replace(world.deps, clock=lambda: times[-1])
    take_turns(world, lambda: times.append(world.now + timedelta(seconds=60)))
    world.dispatch()
    assert world.sms.sent == []
    assert world.request(request)["reason"] == "quiet_hours"
    assert world.one("select sends from daily_sends")["sends"] == 0


def test_a_reminder_is_not_sent_to_who_clicks_while_it_waits(world):
    world.add_visit()
    world.dispatch()
    take_turns(world, lambda: world.execute("update review_requests set clicked_at = now()"))
    counts = dispatch_due(world.deps, now=world.now + timedelta(hours=48))
    assert counts["reminders_skipped"] == 1
    assert len(world.sms.sent) == 1


def test_a_number_corrected_while_a_text_waits_is_the_one_that_gets_it(world):
    world.add_visit(phone=PHONE)
    take_turns(world, lambda: correct(world))
    world.dispatch()
    assert world.sms.recipients == ["+14155550177"]
