"""Weights that are learned from the corpus: the same from the same, and explained by their words."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.replies import LabelledReply
from benchmarks.reply_training import (
    composed_replies,
    corpus_sha256,
    labelled_replies,
    learn,
    lessons_of,
)
from core.rules.consent.likeness import (
    opt_out_likeness,
    read_weights,
    store_weights,
    stored_weights,
    strongest_ngrams,
)
from core.rules.consent.ngrams import ngrams_of
from core.rules.consent.replies import ReplyKind, classify_reply

FEW = [
    LabelledReply(is_stop=True, kind="revocation", text="leave me be"),
    LabelledReply(is_stop=False, kind="harmless", text="lovely staff"),
]


def test_the_stored_weights_were_learned_from_the_corpus_as_it_is() -> None:
    assert stored_weights().corpus_sha256 == corpus_sha256()


def test_the_same_is_learned_from_the_same_texts() -> None:
    first, second = (learn(lessons_of(FEW * 5)) for _ in range(2))
    assert first == second
    assert first.likeness([]) == pytest.approx(first.bias)


def test_what_was_learned_is_told_apart() -> None:
    weights = learn(lessons_of(FEW * 20))
    stop, other = (of_reply[0] for of_reply in lessons_of(FEW))
    assert weights.likeness(stop.places) > 0 > weights.likeness(other.places)


def test_weights_are_read_as_they_were_stored(tmp_path: Path) -> None:
    weights = learn(lessons_of(FEW * 5))
    stored = tmp_path / "weights.json"
    store_weights(weights, stored)
    read = read_weights(stored)
    assert read.corpus_sha256 == weights.corpus_sha256
    assert read.of_place == pytest.approx(weights.of_place, abs=max(weights.of_place) / 100)
    store_weights(read, tmp_path / "again.json")
    assert read_weights(tmp_path / "again.json") == replace(read, bias=read.bias)


def test_templates_compose_the_same_texts_each_time_and_leave_no_mark_behind() -> None:
    composed = composed_replies()
    assert composed == composed_replies()
    assert len({reply.text for reply in composed}) > 10 * len({r.kind for r in composed})
    assert not [reply.text for reply in composed if set("[]|") & set(reply.text)]


def test_no_text_is_labelled_both_ways() -> None:
    labels: dict[str, bool] = {}
    for reply in labelled_replies():
        assert labels.setdefault(reply.text, reply.is_stop) is reply.is_stop, reply.text


def test_ngrams_are_words_parts_of_words_and_kinds_of_words() -> None:
    grams = ngrams_of("wrong number pal")
    assert {"wrong", "wrong number", "WRONG PHONE", "wrong PHONE", "~WRONG PHONE"} <= grams
    assert {"^ wrong", "pal $", "wrong * pal", "+PHONE", "#<wro", "#ber>"} <= grams
    assert ngrams_of("") == {"^", "$", "^ $", "~^ $"}


def test_who_asks_why_is_told_the_words_that_weighed_most() -> None:
    named = "you have the wrong number"
    strongest = strongest_ngrams(named)
    assert {gram for gram, _ in strongest} <= ngrams_of(named)
    assert [abs(weight) for _, weight in strongest] == sorted(
        (abs(weight) for _, weight in strongest), reverse=True
    )
    assert opt_out_likeness(named) > 0


@pytest.mark.parametrize(
    ("said", "opt_out_type", "heard_by", "kind"),
    [
        ("STOP", None, "keyword", ReplyKind.STOP),
        ("whatever", "STOP", "twilio", ReplyKind.STOP),
        ("Thank you so much, the cleaning was great!", None, "likeness", ReplyKind.OTHER),
        ("sorry you have the wrong number", None, "likeness", ReplyKind.STOP),
        ("🙂", None, "nothing", ReplyKind.OTHER),
    ],
)
def test_a_reply_says_what_it_was_heard_by(
    said: str, opt_out_type: str | None, heard_by: str, kind: ReplyKind
) -> None:
    reply = classify_reply(said, opt_out_type)
    assert (reply.kind, reply.heard_by) == (kind, heard_by)
    assert (reply.likeness is None) is (heard_by != "likeness")


@pytest.mark.parametrize(
    "text",
    [
        "STOP the cleaning was lovely and everybody was so kind",
        "Stop. the cleaning was lovely and everybody was so kind",
        "alto, la limpieza quedó preciosa y todos muy amables",
        "Unsubscribe! my teeth feel great",
    ],
)
def test_praise_behind_a_plain_keyword_does_not_outweigh_it(text):
    assert classify_reply(text).kind is ReplyKind.STOP


def test_praise_behind_a_word_that_is_no_keyword_there_is_praise():
    assert classify_reply("stop it, you guys are too sweet").kind is ReplyKind.OTHER
