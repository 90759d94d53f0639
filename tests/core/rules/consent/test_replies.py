"""What counts as an opt-out, what only looks like one, and who decides."""

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def _corpus(name: str) -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / f"{name}.txt").read_text("utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


def _misread(cases: list[tuple[str, str]], verdict: str) -> list[str]:
    wanted = verdict == "STOP"
    return [
        text
        for said, text in cases
        if said == verdict and (classify_reply(text).kind is ReplyKind.STOP) is not wanted
    ]


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


def test_the_corpus_is_as_large_as_it_should_be() -> None:
    verdicts = [verdict for verdict, _ in _corpus("corpus")]
    assert verdicts.count("STOP") >= 150
    assert verdicts.count("OTHER") >= 60


@pytest.mark.parametrize("verdict", ["STOP", "OTHER"])
def test_no_phrase_of_the_corpus_is_misread(verdict: str) -> None:
    assert _misread(_corpus("corpus"), verdict) == []


@pytest.mark.parametrize("verdict", ["STOP", "OTHER"])
def test_at_least_98_of_100_phrases_kept_aside_are_read_right(verdict: str) -> None:
    cases = [case for case in _corpus("held_out") if case[0] == verdict]
    misread = _misread(cases, verdict)
    assert len(misread) <= 0.02 * len(cases), misread


@pytest.mark.parametrize("verdict", ["STOP", "OTHER"])
def test_shouting_and_missing_accents_change_nothing(verdict: str) -> None:
    cases = _corpus("corpus")
    assert _misread([(v, t.upper()) for v, t in cases], verdict) == []
    assert (
        _misread(
            [
                (v, fold_reply(t).replace("|", "."))
                for v, t in cases
                if "“" not in t and '"' not in t
            ],
            verdict,
        )
        == []
    )


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
