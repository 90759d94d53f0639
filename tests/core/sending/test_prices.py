"""What a text cost, as Twilio says later."""

from datetime import timedelta

from core.errors import ProviderRejected, TransientError
from core.providers.ports import SentSms
from core.sending.prices import fetch_prices


class Prices:
    """Tells what a text cost, or fails, as told."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def __call__(self, sid):
        self.asked.append(sid)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return SentSms(sid, "", "delivered", 2, answer, None, None)


def test_prices_are_fetched_once_known_and_asked_for_again_while_not(world):
    for n in range(3):
        world.add_visit(phone=f"+1415555012{n}")
    world.dispatch()
    later = world.now + timedelta(hours=1)
    world.sms.fetch = Prices(0.0166, None, ProviderRejected("20404", "gone"))
    assert fetch_prices(world.deps, now=world.now) == 0
    assert world.sms.fetch.asked == []
    assert fetch_prices(world.deps, now=later) == 1
    assert [float(m["price_usd"] or 0) for m in world.messages()] == [0.0166, 0, 0]
    assert fetch_prices(world.deps, now=later + timedelta(hours=1)) == 0
    world.sms.fetch = Prices(0.0083, 0.0083)
    assert fetch_prices(world.deps, now=later + timedelta(hours=7)) == 2
    assert fetch_prices(world.deps, now=later + timedelta(days=2)) == 0


def test_a_provider_that_is_away_ends_the_round_and_the_next_one_goes_on(world):
    for n in range(3):
        world.add_visit(phone=f"+1415555012{n}")
    world.dispatch()
    later = world.now + timedelta(hours=1)
    world.sms.fetch = Prices(0.0083, TransientError("away"))
    assert fetch_prices(world.deps, now=later) == 1
    world.sms.fetch = Prices(0.0083, 0.0083)
    assert fetch_prices(world.deps, now=later, limit=1) == 1
    assert len(world.sms.fetch.asked) == 1
    assert fetch_prices(world.deps, now=later, limit=10) == 1
