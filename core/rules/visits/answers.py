"""Yes and no, as people and systems write them in a column."""

from enum import Enum

from core.rules.names.folding import fold, word_set


class Answer(Enum):
    """What a cell says to its column's question."""

    YES = "yes"
    NO = "no"
    BLANK = "blank"
    """Nothing, or that nobody knows."""
    WANTS = "wants"
    """To be written to, whatever the column asks: "opted in"."""
    REFUSES = "refuses"
    UNCLEAR = "unclear"


_YES_SIGNS = frozenset("✓✔☑✅🗸")
_NO_SIGNS = frozenset("☐□")
_BLANK_SIGNS = frozenset("-.? \u2013\u2014")
_YES = word_set(
    "yes y true t 1 x on checked check si s verdadero cierto selected marked set xx"
) | {
    *("1 0", "ok", "okay", "yes please", "marcado", "marcada", "v"),
}
_NO = word_set("no n false f 0 off unchecked falso nunca never unselected") | {
    *("alive", "living", "vivo", "viva", "0 0", "not set", "sin marcar", "no marcado", "nope"),
}
_BLANK = word_set("unknown na null nil none ninguno ninguna desconocido unspecified blank") | {
    *("n a", "not given", "not provided", "not asked", "not specified", "no data", "sin datos"),
}
_NO_DAY = (
    "0001-01-01",
    "00/00/0000",
    "0000-00-00",
    "1/1/0001",
    "01/01/0001",
    "1/1/1900",
    "01/01/1900",
)
_WANTS = word_set("subscribed granted accepted allowed enabled agreed consented optin optedin") | {
    *("opt in", "opted in", "opts in", "permitted", "given", "signed", "acepta", "acepto"),
    *("autoriza", "autorizado", "aceptado", "suscrito", "permitido", "active", "ok to text"),
}
_REFUSES = word_set(
    "unsubscribed declined refused denied revoked withdrawn stop stopped blocked disabled optout"
    " optedout rechaza rechazado rechazo dnt dnc rejected"
) | {
    *(
        "opt out",
        "opted out",
        "opts out",
        "do not text",
        "do not contact",
        "do not call",
        "no texts",
    ),
    *(
        "dado de baja",
        "dada de baja",
        "no acepta",
        "not allowed",
        "not ok",
        "no consent",
        "not given",
    ),
    *("not consented", "no autoriza", "no acepto", "not subscribed", "don t text", "no text"),
    *("inactive", "baja"),
}


def read_answer(cell: str) -> Answer:
    """Read a cell of yes and no: checkboxes, words, numbers; a day that systems write for none."""
    text = cell.strip()
    if not text or text.startswith(_NO_DAY):
        return Answer.BLANK
    if not _YES_SIGNS.isdisjoint(text):
        return Answer.YES
    folded = fold(text)
    if not folded:
        return _read_signs(text)
    tables = (
        (_REFUSES, Answer.REFUSES),
        (_WANTS, Answer.WANTS),
        (_YES, Answer.YES),
        (_NO, Answer.NO),
        (_BLANK, Answer.BLANK),
    )
    return next((answer for words, answer in tables if folded in words), Answer.UNCLEAR)


def _read_signs(text: str) -> Answer:
    if not _NO_SIGNS.isdisjoint(text):
        return Answer.NO
    return Answer.BLANK if set(text) <= _BLANK_SIGNS else Answer.UNCLEAR
