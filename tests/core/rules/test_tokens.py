import base64
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.tokens import (
    TokenClaims,
    issue_token,
    magic_link_nonce,
    read_token,
    token_hash,
)

SECRET = b"a secret of thirty-two bytes ....."
OLD_SECRET = b"the secret before it, also 32 bytes"
PRACTICE = UUID("11111111-2222-3333-4444-555555555555")
EXPIRES = datetime(2026, 3, 11, 20, 0, 0, 123456, tzinfo=UTC)


def make_token(**changes) -> str:
    arguments = {
        "practice_id": PRACTICE,
        "purpose": "onboard",
        "expires_at": EXPIRES,
        "nonce": b"n" * 16,
    } | changes
    return issue_token(SECRET, **arguments)


instants = st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(st.uuids(), st.text(max_size=20), instants, st.binary(min_size=1, max_size=32))
def test_a_token_says_again_what_it_was_issued_for(practice_id, purpose, expires_at, nonce):
    token = issue_token(
        SECRET, practice_id=practice_id, purpose=purpose, expires_at=expires_at, nonce=nonce
    )
    assert read_token([SECRET], token, purpose=purpose) == TokenClaims(
        practice_id, expires_at, nonce
    )
    assert len(token) <= 140
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@given(st.integers(min_value=0, max_value=10_000), st.sampled_from("Aa0-_zQ=+/ é"))
def test_a_token_with_one_character_changed_is_forged(position, character):
    token = make_token()
    position %= len(token)
    changed = token[:position] + character + token[position + 1 :]
    if changed != token:
        assert read_token([SECRET], changed, purpose="onboard") is None


@given(
    st.text(max_size=200)
    | st.binary(max_size=200).map(lambda b: base64.urlsafe_b64encode(b).decode())
)
def test_any_other_text_is_forged(text):
    assert read_token([SECRET], text, purpose="onboard") is None


@pytest.mark.parametrize(
    "token",
    [
        "",
        "=",
        make_token() + "=",
        make_token() + "==",
        make_token()[:-1],
        make_token() + "A",
        " " + make_token(),
        make_token() + "\n",
        make_token().swapcase(),
        make_token() * 2,
        make_token(purpose="unsubscribe"),
        make_token(purpose="onboar"),
        "\ud800" * 20,
    ],
)
def test_near_misses_are_forged(token):
    assert read_token([SECRET], token, purpose="onboard") is None


def test_the_last_character_has_one_spelling_only():
    token = make_token()
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    read = [c for c in alphabet if read_token([SECRET], token[:-1] + c, purpose="onboard")]
    assert read == [token[-1]]


def test_tokens_of_the_previous_secret_are_read_while_it_is_listed():
    token = issue_token(
        OLD_SECRET, practice_id=PRACTICE, purpose="onboard", expires_at=EXPIRES, nonce=b"x"
    )
    assert read_token([SECRET, OLD_SECRET], token, purpose="onboard")
    assert read_token([SECRET], token, purpose="onboard") is None
    assert read_token([], token, purpose="onboard") is None


def test_a_purpose_cannot_borrow_bytes_from_the_claims():
    token = issue_token(SECRET, practice_id=PRACTICE, purpose="on", expires_at=EXPIRES, nonce=b"x")
    assert read_token([SECRET], token, purpose="onboard") is None


def test_an_expired_token_is_still_read_and_the_caller_judges():
    token = make_token(expires_at=datetime(2020, 1, 1, tzinfo=UTC))
    claims = read_token([SECRET], token, purpose="onboard")
    assert claims is not None
    assert claims.expires_at < datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("nonce", [b"", b"x" * 33])
def test_a_nonce_of_the_wrong_length_is_refused(nonce):
    with pytest.raises(ValueError, match="1 to 32 bytes"):
        make_token(nonce=nonce)


def test_a_retried_job_makes_the_same_link_and_another_job_another():
    first, again = magic_link_nonce(SECRET, 7), magic_link_nonce(SECRET, 7)
    assert first == again
    assert len(first) == 16
    assert magic_link_nonce(SECRET, 8) != first
    assert magic_link_nonce(OLD_SECRET, 7) != first
    assert make_token(nonce=first) == make_token(nonce=again)


def test_the_hash_of_a_token_is_sha256_in_hex():
    assert token_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert token_hash("\ud800")


def test_far_expiries_fit():
    token = make_token(expires_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=365 * 50))
    claims = read_token([SECRET], token, purpose="onboard")
    assert claims is not None
    assert claims.expires_at.year == 2075


def test_two_practices_never_share_a_token():
    assert len({make_token(practice_id=uuid4()) for _ in range(50)}) == 50
