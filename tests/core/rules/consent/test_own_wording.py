"""Our own texts that come back are found by their wording and not read as the patient's words."""

import pytest

from benchmarks.replies import seeded_wordings
from core.rules.consent.own_wording import NO_WORDINGS, compile_wordings, without_copies
from core.rules.consent.replies import ReplyKind, classify_reply
from core.rules.names.letters import plain_letters

WORDINGS = seeded_wordings()
OURS = (
    "Alto Vista Dental: Hi Zoë, thank you for your visit. Would you write a Google review?"
    " https://go.example.com/r/AbC123xYz9 Reply STOP to opt out"
)
SUYO = (
    "Sonrisa Feliz: Hola Ana, un recordatorio: una reseña en Google ayuda a otros."
    " https://go.example.com/r/AbC123xYz9 Responda ALTO para darse de baja"
)


def _wrapped(text: str) -> str:
    return text.replace(", ", ",\n").replace(" https", "\nhttps").replace("STOP ", "STOP\n")


def kind_of(text: str) -> ReplyKind:
    return classify_reply(text, wordings=WORDINGS).kind


@pytest.mark.parametrize("ours", [OURS, SUYO])
@pytest.mark.parametrize(
    "shape",
    [
        "{}",
        "“{}”",
        '"{}"',
        "'{}'",
        "«{}»",
        "„{}“",
        "「{}」",
        "Fwd: {}",
        "> {}",
        "Liked “{}”",
        "Disliked '{}'",
        "Le gustó «{}»",
        "Gefällt: „{}“",
        "{}に「いいね」",
        "\u200a\u200b👍\u200b to “\u200a{}\u200a” ",
        "Me llegó esto: {} ¿es de ustedes?",
        "{}\n{}",
    ],
)
def test_our_text_is_no_opt_out_whatever_a_phone_puts_around_it(shape: str, ours: str) -> None:
    for spelled in (ours, ours.upper(), ours.lower(), plain_letters(ours), _wrapped(ours)):
        assert kind_of(shape.replace("{}", spelled)) is ReplyKind.OTHER


@pytest.mark.parametrize("ours", [OURS, SUYO])
def test_an_opt_out_beside_our_text_is_heard(ours: str) -> None:
    for said in ("STOP", "please stop texting me", "no me escriban más", "wrong number"):
        assert kind_of(f"Disliked “{ours}” {said}") is ReplyKind.STOP
        assert kind_of(f"{ours}\n{said}") is ReplyKind.STOP
        assert kind_of(f"{said}\n\n> {ours}") is ReplyKind.STOP


def test_a_cut_off_end_or_beginning_is_still_ours() -> None:
    for end in range(len("Alto Vista Dental: Hi Zoë, t"), len(OURS)):
        assert kind_of(f"Liked “{OURS[:end]}…”") is ReplyKind.OTHER
    for missing in ("Alto Vista Dental: ", "Alto Vista Dental: Hi Zoë, "):
        assert kind_of(OURS.removeprefix(missing)) is ReplyKind.OTHER


def test_a_few_words_like_ours_are_the_patients() -> None:
    said = "I don't want to receive any more messages from this number"
    assert without_copies(said, WORDINGS) == said
    assert kind_of("Reply STOP to opt out") is ReplyKind.STOP
    assert kind_of("STOP Smile Dental: Hi Maria, thank you for your visit.") is ReplyKind.STOP


def test_what_twilio_answers_by_itself_is_known_without_any_wording() -> None:
    sent = "You have successfully been unsubscribed. You will not receive any more messages from"
    assert classify_reply(f"Liked “{sent}…”", wordings=NO_WORDINGS).kind is ReplyKind.OTHER
    assert classify_reply(f"{sent} this number. Reply START to resubscribe.").kind is not (
        ReplyKind.STOP
    )


def test_a_wording_that_is_no_template_is_passed_over() -> None:
    assert compile_wordings(("{% if", "{{ practice_name }}: {{ unknown }}")) is not None
    broken = compile_wordings(("{% if", "{{ practice_name }}: a fine day for a good review"))
    assert without_copies("Bay: a fine day for a good review", broken) == "\n"
