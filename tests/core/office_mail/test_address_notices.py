"""Mails about a change of the sign-in address."""

import pytest

from core.rules.vocabulary import JobType


def payload(world, kind: str, **texts: str) -> dict[str, str]:
    sealed = {
        f"{name}_sealed": world.deps.sealer.seal(
            text, practice_id=world.practice_id, column=f"jobs.payload.{name}"
        )
        for name, text in texts.items()
    }
    return {"kind": kind} | sealed


@pytest.mark.parametrize(
    ("locale", "said"), [("en", "Confirm this address"), ("es", "Confirmar esta dirección")]
)
def test_the_new_address_gets_the_link_that_confirms_it(world, locale, said) -> None:
    world.execute("update settings set default_locale = %(locale)s", locale=locale)
    told = payload(world, "confirm_address", email="new@lake.example.com", token="t0ken")
    world.enqueue(JobType.SEND_ADDRESS_NOTICE, told)
    assert world.dispatch()["address_notices_sent"] == 1
    [email] = world.email.sent
    assert email.to == "new@lake.example.com"
    assert "/portal/confirm-address/t0ken" in email.text
    assert said in email.html


def test_the_old_address_is_told_and_gets_no_link_that_confirms(world) -> None:
    told = payload(world, "address_changed", email="old@lake.example.com")
    world.enqueue(JobType.SEND_ADDRESS_NOTICE, told)
    assert world.dispatch()["address_notices_sent"] == 1
    [email] = world.email.sent
    assert email.to == "old@lake.example.com"
    assert "sign-in address" in email.subject
    assert "confirm-address" not in email.text + email.html
