"""Wordings approved at Twilio: its SDK, over HTTP, sends their SID and what fills them in."""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest

from core.config import load_config
from core.providers.twilio_sms import TwilioSms
from sandbox.server import SandboxHandle, start_background

SID = "HX" + "a1" * 16


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxHandle]:
    handle = start_background(config=replace(load_config({}), app_base_url="http://127.0.0.1:9"))
    yield handle
    handle.stop()


@pytest.fixture
def texts(world, sandbox, config):
    """Let the world's texts go to the sandbox; gives what it was asked to send, as it shows it."""
    sms = TwilioSms(
        account_sid=config.twilio_account_sid,
        auth_token=config.twilio_auth_tokens[0],
        messaging_service_sid=config.twilio_messaging_service_sid,
        api_base=sandbox.base_url,
    )
    world.deps = replace(world.deps, providers=SimpleNamespace(sms=sms, email=world.email))
    world.execute(
        "update templates set provider_template_id = %(sid)s where channel = 'sms'"
        " and name = 'initial' and locale = 'en'",
        sid=SID,
    )
    sandbox.stage.texts.kept.clear()
    return sandbox.stage.texts.kept


def link(world, request):
    return f"http://127.0.0.1:8000/r/{world.request(request)['code']}"


def test_twilio_gets_the_sid_and_exactly_the_values_that_the_wording_names(world, texts):
    request = world.add_visit()
    assert world.dispatch()["sent"] == 1
    assert texts[0].body.splitlines() == [
        *(SID, "first_name: Ana", f"link: {link(world, request)}", "practice_name: Bright Smiles")
    ]


def test_values_go_as_cleaned_and_respelled_as_they_stand_in_a_text_of_our_own(world, texts):
    world.execute("update practices set name = 'Dr.  O’Hara – Smiles™'")
    request = world.add_visit()
    world.execute("update patients set first_name = ' JOSÉ\n maría '")
    world.dispatch()
    assert texts[0].body.splitlines() == [
        *(SID, "first_name: JOSÉ maria", f"link: {link(world, request)}"),
        "practice_name: Dr. O'Hara - Smiles",
    ]


@pytest.mark.parametrize("name", [None, "", "12 / 30", "ana@example.com"])
def test_without_a_name_the_text_is_ours_since_twilios_cannot_read_on(world, texts, name):
    request = world.add_visit()
    world.execute("update patients set first_name = %(name)s", name=name)
    assert world.dispatch()["sent"] == 1
    assert SID not in texts[0].body
    assert link(world, request) in texts[0].body
    assert "STOP" in texts[0].body


def test_a_language_without_an_approved_wording_goes_as_text(world, texts):
    world.add_visit(locale="es")
    world.dispatch()
    assert SID not in texts[0].body
    assert "ALTO" in texts[0].body


def test_a_text_by_its_sid_is_found_again_after_a_crash(world, texts):
    request = world.add_visit()
    world.dispatch()
    world.execute("update messages set state = 'sending', provider_msg_id = null")
    world.execute(
        "update review_requests set status = 'sending', sent_at = null where id = %(id)s",
        id=request,
    )
    world.execute("update jobs set status = 'queued', run_at = %(now)s", now=world.now)
    world.dispatch(types=["send_request"])
    assert len(texts) == 1
    assert world.messages()[0]["provider_msg_id"] == texts[0].sid


def test_a_long_name_of_a_practice_is_shortened_for_twilios_copy_and_for_ours(world, texts):
    world.execute("update practices set name = 'Sunrise Valley Family and Cosmetic Dentistry, PC'")
    world.add_visit()
    world.add_visit(phone="+14155550124", locale="es")
    assert world.dispatch()["sent"] == 2
    assert "practice_name: Sunrise Valley Dentistry" in texts[0].body.splitlines()
    assert texts[1].body.startswith("Sunrise Valley Dentistry: Hola")
