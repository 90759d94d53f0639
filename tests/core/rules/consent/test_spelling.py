"""Slips of the thumb: forgiven in keywords, and no word of its own taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.consent.replies import ReplyKind, classify_reply
from core.rules.consent.spelling import correct_word, slips_between


@pytest.mark.parametrize(
    "slip",
    [
        "stpo",
        "sotp",
        "stopp",
        "tsop",
        "STOOOP",
        "st0p",
        "unsuscribe",
        "unsubscribr",
        "unsubcribe",
        "altp",
        "canclear",
        "cancelr",
        "atop",
    ],
)
def test_a_typing_slip_in_a_keyword_is_forgiven(slip: str) -> None:
    assert classify_reply(slip).kind is ReplyKind.STOP


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *[
            ("kiero", "quiero"),
            ("ekivocado", "equivocado"),
            ("enbien", "envien"),
            ("yamen", "llamen"),
        ],
        *[("kitenme", "quitenme"), ("vasta", "basta"), ("nmbr", "number"), ("txtng", "texting")],
        *[("rmv", "remove"), ("mesages", "messages"), ("unsuscribe", "unsubscribe")],
        *[("massage", "massage"), ("testing", "testing"), ("remote", "remote"), ("vista", "vista")],
        *[("kite", "kite"), ("contract", "contract"), ("quiere", "quiere"), ("plan", "plan")],
    ],
)
def test_words_are_read_as_they_were_meant_and_others_left_alone(typed: str, meant: str) -> None:
    assert correct_word(typed) == meant


@pytest.mark.parametrize(
    "word", ["shop", "step", "top", "alta", "also", "auto", "salto", "sip", "sí", "ok", "no", "yes"]
)
def test_a_word_of_its_own_is_not_taken_for_a_slip(word: str) -> None:
    assert classify_reply(word).kind is not ReplyKind.STOP


@given(st.text(alphabet="abcd", max_size=8), st.text(alphabet="abcd", max_size=8))
def test_slips_are_counted_alike_both_ways(first: str, second: str) -> None:
    assert slips_between(first, second) == slips_between(second, first)
    assert (slips_between(first, second) == 0) == (first == second)
    assert slips_between(first, second) <= max(len(first), len(second))


@pytest.mark.parametrize(
    ("first", "second", "slips"),
    [
        ("stop", "stpo", 1),
        ("stop", "sto", 1),
        ("stop", "stopp", 1),
        ("stop", "step", 1),
        ("stop", "spot", 2),
        ("", "ab", 2),
    ],
)
def test_a_swap_is_one_slip(first: str, second: str, slips: int) -> None:
    assert slips_between(first, second) == slips
