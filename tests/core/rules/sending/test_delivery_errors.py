"""What each of Twilio's error codes leads to."""

import pytest

from core.rules.sending.delivery_errors import POLICIES, is_account_fault, policy_of
from core.rules.wording.catalogue import say


@pytest.mark.parametrize("code", ["21211", "21614", "30005", "30006", "21635", "30004"])
def test_a_number_that_cannot_be_texted_is_left_alone_and_email_tried(code: str) -> None:
    policy = policy_of(code)
    assert (
        policy.retry,
        policy.suppress,
        policy.fallback_email,
        policy.halt_sender,
        policy.alarm,
    ) == (False, True, True, False, False)


def test_who_opted_out_at_the_carrier_gets_no_email_either() -> None:
    policy = policy_of("21610")
    assert (policy.retry, policy.suppress, policy.fallback_email) == (False, True, False)
    assert [code for code, policy in POLICIES.items() if policy.opted_out] == ["21610"]


@pytest.mark.parametrize("code", ["30001", "30003", "30008", "20429", "30017", "30022", "30036"])
def test_what_may_pass_is_tried_again_and_nothing_else(code: str) -> None:
    policy = policy_of(code)
    assert (
        policy.retry,
        policy.suppress,
        policy.fallback_email,
        policy.halt_sender,
        policy.alarm,
    ) == (True, False, False, False, False)


@pytest.mark.parametrize("code", ["30034", "30032", "30007", "21606", "21608", "30044"])
def test_a_broken_sender_is_halted_and_an_operator_called(code: str) -> None:
    policy = policy_of(code)
    assert (
        policy.retry,
        policy.suppress,
        policy.fallback_email,
        policy.halt_sender,
        policy.alarm,
    ) == (False, False, True, True, True)


@pytest.mark.parametrize("code", ["20003", "20005", "10001", "30002", "21703", "401", "403"])
def test_a_refused_account_is_nobodys_fault_and_tried_again(code: str) -> None:
    policy = policy_of(code)
    assert (policy.retry, policy.suppress, policy.halt_sender, policy.fallback_email) == (
        True,
        False,
        False,
        False,
    )
    assert is_account_fault("sms", code)


def test_an_account_is_refused_by_each_providers_own_codes() -> None:
    assert is_account_fault("email", "AccountSuspendedException")
    assert is_account_fault("email", "SignatureDoesNotMatch")
    assert not is_account_fault("email", "MessageRejected")
    assert not is_account_fault("email", "20003")
    assert not is_account_fault("sms", "30034")


@pytest.mark.parametrize("code", ["21408", "30010", "21617", "30024"])
def test_a_message_that_cannot_go_harms_no_other(code: str) -> None:
    policy = policy_of(code)
    assert (
        policy.retry,
        policy.suppress,
        policy.fallback_email,
        policy.halt_sender,
        policy.alarm,
    ) == (False, False, True, False, True)


def test_what_may_have_arrived_is_not_texted_again() -> None:
    policy = policy_of("30410")
    assert (policy.retry, policy.suppress, policy.fallback_email, policy.alarm) == (
        False,
        False,
        True,
        False,
    )


@pytest.mark.parametrize("code", ["", "99999", "abc", "unknown"])
def test_an_unknown_code_is_tried_again_and_shown_to_an_operator(code: str) -> None:
    policy = policy_of(code)
    assert (policy.retry, policy.alarm, policy.suppress, policy.halt_sender) == (
        True,
        True,
        False,
        False,
    )


@pytest.mark.parametrize("code", sorted(POLICIES))
def test_every_code_is_explained_in_both_languages_and_contradicts_itself_nowhere(
    code: str,
) -> None:
    policy = policy_of(f" {code} ")
    english, spanish = (say(policy.meaning, locale) for locale in ("en", "es"))
    assert english.endswith(".")
    assert spanish.endswith(".")
    assert english != spanish
    assert not (policy.retry and (policy.suppress or policy.halt_sender or policy.fallback_email))
    assert policy.alarm or not policy.halt_sender
    assert policy.suppress or not policy.opted_out
    assert not (policy.opted_out and policy.fallback_email)
    assert policy.halt_sender or not policy.tolerated_share
