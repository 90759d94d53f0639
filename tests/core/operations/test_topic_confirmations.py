"""SNS's question whether we want the reports of our own topic."""

from datetime import timedelta

import pytest

from core.consent.email_reports import ask_to_confirm
from core.context import IntakeContext
from core.errors import ProviderRejected, TransientError
from tests.core.conftest import raising

TOPIC = "arn:aws:sns:us-east-1:000000000000:ses"


@pytest.fixture
def asked(world):
    context = IntakeContext(world.connection, world.deps.config, world.sealer, world.now)
    ask_to_confirm(context, topic=TOPIC, token="t0ken")


def job(world):
    return world.one("select status, payload from jobs where type = 'confirm_topic'")


def test_it_is_answered_and_the_token_forgotten(world, asked):
    assert world.dispatch()["topics_confirmed"] == 1
    assert world.email.confirmed == [(TOPIC, "t0ken")]
    assert job(world) == {"status": "done", "payload": {"topic": TOPIC, "token_sealed": None}}


def test_a_token_that_is_refused_is_forgotten_too(world, asked):
    world.email.before = raising(ProviderRejected(code="InvalidParameter", message="Invalid token"))
    assert world.dispatch()["topics_refused"] == 1
    assert job(world) == {"status": "done", "payload": {"topic": TOPIC, "token_sealed": None}}


def test_an_answer_that_gets_lost_is_given_again(world, asked):
    world.email.before = raising(TransientError("away"))
    world.dispatch()
    assert job(world)["status"] == "queued"
    assert world.dispatch(at=world.now + timedelta(minutes=2))["topics_confirmed"] == 1
