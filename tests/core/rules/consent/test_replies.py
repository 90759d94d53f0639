"""What counts as an opt-out, what only looks like one, and who decides."""

import re
import string
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.replies import (
    CORPORA,
    LabelledReply,
    by_kind,
    read_corpus,
    seeded_wordings,
)
from core.rules.consent.replies import Reply, ReplyKind, classify_reply
from core.rules.consent.reply_words import fold_reply

TWILIO_DEFAULTS = ["STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"]
FCC_WORDS = ["stop", "quit", "end", "revoke", "opt out", "cancel", "unsubscribe"]
SPANISH_WORDS = [
    "ALTO",
    "CANCELAR",
    "PARAR",
    "BASTA",
    "BAJA",
    "PARE",
    "DETENER",
    "no más",
    "dar de baja",
    "salir",
    "terminar",
]


WORDINGS = seeded_wordings()
OPEN = read_corpus(CORPORA / "corpus.txt")
HELD_OUT = read_corpus(CORPORA / "held_out.txt")
SHARES = {
    "keyword": 1.0,
    "keyword_first": 0.97,
    "nobody_here": 0.97,
    "revocation": 0.95,
    "reaction_with_stop": 0.95,
    "harmless": 0.99,
    "own_text": 1.0,
    "automatic": 1.0,
}
"""What part of each kind is to be read right where the rules have not met the texts."""
REACHED = SHARES | {
    "keyword": 0.99,
    "nobody_here": 0.97,
    "revocation": 0.96,
    "harmless": 0.98,
    "automatic": 0.97,
    "reaction_with_stop": 0.96,
}
"""What part is: no change may read less."""


def _misread(replies: Iterable[LabelledReply]) -> list[str]:
    return [reply.text for reply in replies if not reply.is_read_right(WORDINGS)]


@pytest.mark.parametrize("word", TWILIO_DEFAULTS + FCC_WORDS + SPANISH_WORDS)
@pytest.mark.parametrize(
    "shape",
    [
        "{}",
        " {} ",
        "{}.",
        "{}!!!",
        '"{}"',
        "{} please",
        "please {}",
        "{} por favor",
        "{} 😡",
        "Hi, {}",
        "{}\n",
        "{} thanks",
    ],
)
def test_a_keyword_is_an_opt_out_in_any_case_and_company(word: str, shape: str) -> None:
    for spelled in (word, word.lower(), word.upper(), word.title()):
        assert classify_reply(shape.format(spelled)).kind is ReplyKind.STOP


def test_the_corpora_are_as_large_as_they_should_be() -> None:
    kinds = Counter(reply.kind for reply in OPEN)
    assert set(kinds) == set(SHARES)
    assert min(kinds.values()) >= 30
    assert sum(reply.is_stop for reply in OPEN) >= 1_000
    assert {reply.kind for reply in HELD_OUT} == set(SHARES)
    assert len(HELD_OUT) >= 1_400


@pytest.mark.parametrize("kind", SHARES)
def test_no_text_of_the_open_corpus_is_misread(kind: str) -> None:
    assert _misread(reply for reply in OPEN if reply.kind == kind) == []


@pytest.mark.parametrize(("kind", "replies"), [*by_kind(HELD_OUT)])
def test_texts_that_the_rules_have_not_met_are_read_right(
    kind: str, replies: list[LabelledReply]
) -> None:
    misread = _misread(replies)
    assert len(misread) <= (1 - REACHED[kind]) * len(replies), misread


@pytest.mark.parametrize(
    "said",
    [
        "STOP. Nothing against you, lovely people!",
        "STOP you greedy tooth pullers",
        "Stop. Everyone was very nice, thank you!",
    ],
)
def test_a_keyword_that_opens_a_text_is_heard_whatever_is_said_to_it(said: str) -> None:
    assert classify_reply(said).kind is ReplyKind.STOP


def test_shouting_changes_nothing() -> None:
    shouted = [replace(reply, text=reply.text.upper()) for reply in OPEN]
    assert _misread(shouted) == []


def test_missing_capitals_accents_and_marks_change_nothing() -> None:
    plain = [
        replace(reply, text=fold_reply(reply.text).replace("|", "."))
        for reply in OPEN
        if reply.kind not in {"own_text", "reaction_with_stop", "automatic"}
        and not re.search(r"[\"“«>]", reply.text)
    ]
    assert _misread(plain) == []


def test_a_text_known_to_be_misread_is_so_in_some_spelling() -> None:
    read_right = [
        reply.text
        for reply in read_corpus(CORPORA / "misread.txt")
        if not _misread(
            replace(reply, text=text)
            for text in (
                reply.text,
                reply.text.upper(),
                fold_reply(reply.text).replace("|", "."),
            )
        )
    ]
    assert read_right == []


@pytest.mark.parametrize(
    "word",
    [
        "START",
        "Unstop",
        "start please",
        "INICIAR",
        "Alta",
        "comenzar",
        "opt in",
        "dar de alta",
        "start again",
    ],
)
def test_a_patient_can_come_back(word: str) -> None:
    assert classify_reply(word).kind is ReplyKind.START


@pytest.mark.parametrize(
    "word", ["HELP", "help please", "Info", "AYUDA", "ayuda por favor", "information"]
)
def test_help_is_recognised_in_both_languages(word: str) -> None:
    assert classify_reply(word).kind is ReplyKind.HELP


@pytest.mark.parametrize(
    "text",
    ["help me, my tooth hurts", "I need information about implants", "start time?", "yes", "sí"],
)
def test_a_sentence_that_begins_like_a_keyword_is_left_to_a_person(text: str) -> None:
    assert classify_reply(text).kind is ReplyKind.OTHER


@pytest.mark.parametrize(
    "said", ["cancel", "CANCEL.", "please cancel", "Cancelar", "cancela por favor"]
)
def test_bare_cancel_opts_out_and_may_mean_the_appointment(said: str) -> None:
    reply = classify_reply(said)
    assert reply.kind is ReplyKind.STOP
    assert reply.may_mean_appointment


@pytest.mark.parametrize(
    "said",
    [
        "cancel my appointment on friday",
        "Can I cancel for Tuesday?",
        "I need to reschedule",
        "quiero cancelar mi cita",
        "no puedo llegar a mi cita",
        "Cancel. Can't make it Friday",
    ],
)
def test_cancelling_a_visit_is_no_opt_out_and_is_pointed_out(said: str) -> None:
    reply = classify_reply(said)
    assert reply.kind is ReplyKind.OTHER
    assert reply.may_mean_appointment


def test_cancelling_a_visit_and_stopping_the_texts_is_both() -> None:
    reply = classify_reply("Please cancel my appointment and stop texting me")
    assert (reply.kind, reply.may_mean_appointment) == (ReplyKind.STOP, True)


@pytest.mark.parametrize(
    ("verdict", "kind"),
    [("STOP", ReplyKind.STOP), ("start", ReplyKind.START), ("HELP", ReplyKind.HELP)],
)
def test_twilios_own_verdict_wins(verdict: str, kind: ReplyKind) -> None:
    assert classify_reply("whatever they wrote", verdict).kind is kind
    assert classify_reply("STOP", verdict).kind is kind


@pytest.mark.parametrize("verdict", ["", None, "SOMETHING_NEW"])
def test_without_a_known_verdict_the_words_decide(verdict: str | None) -> None:
    assert classify_reply("alto", verdict).kind is ReplyKind.STOP
    assert classify_reply("gracias", verdict).kind is ReplyKind.OTHER


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("STOP", "en"),
        ("please stop texting me", "en"),
        ("ALTO", "es"),
        ("no me escriban más", "es"),
        ("stop por favor", "es"),
        ("cancelar", "es"),
        ("para", "es"),
        ("HELP", "en"),
        ("ayuda", "es"),
        ("iniciar", "es"),
        ("👍", "en"),
        ("número equivocado", "es"),
        ("wrong number", "en"),
    ],
)
def test_the_answer_is_in_the_language_of_the_question(said: str, language: str) -> None:
    assert classify_reply(said).language == language


@pytest.mark.parametrize(
    "body", ["", " ", "🙂", "...", "\u200b", "¿?", "https://example.com/stop", "x" * 5000]
)
def test_nothing_said_is_nothing_asked(body: str) -> None:
    assert classify_reply(body).kind is ReplyKind.OTHER


def test_a_quotation_of_our_own_text_is_not_taken_for_the_patients_words() -> None:
    ours = "“Smile: Would you write a Google review? Reply STOP to opt out”"
    for reaction in (
        "Liked",
        "Loved",
        "Disliked",
        "Laughed at",
        "Emphasized",
        "Questioned",
        "Reacted 😂 to",
        "Le gustó",
        "Le encantó",
        "👍 to",
    ):
        assert classify_reply(f"{reaction} {ours}").kind is ReplyKind.OTHER
    assert classify_reply(f"{ours} yes, stop").kind is ReplyKind.STOP


@given(st.text(max_size=300))
def test_whatever_is_typed_gets_some_verdict(body: str) -> None:
    assert isinstance(classify_reply(body), Reply)


@given(
    st.sampled_from(TWILIO_DEFAULTS + SPANISH_WORDS),
    st.text(alphabet=string.punctuation.replace("@", "").replace("$", "") + " \n", max_size=6),
)
def test_punctuation_around_a_keyword_hides_nothing(word: str, marks: str) -> None:
    assert classify_reply(f"{marks} {word} {marks}").kind is ReplyKind.STOP
