"""A long name of a practice in few characters: what tells it apart, never a word cut in two."""

import re
from collections.abc import Iterator, Sequence

from core.rules.names.folding import without_accents, word_set
from core.rules.wording.filters import plain_punctuation
from core.rules.wording.segments import to_gsm7

MOST_CHARS = 40
"""Of a practice's name in a text; with it, link and opt-out stay in two segments."""

_ASIDE = re.compile(r"\s*[(\[{][^)\]}]*[)\]}]?")
_TRADES_AS = re.compile(r".*\bd\.?b\.?a\b\.?[:\s]+", re.IGNORECASE)
_MOTTO = re.compile(r"(?:\s+[-|/]+\s+|\s*:\s+).*")
_PLACE = re.compile(r"(.*\S)\s+(?:of|in|at|near|de|en)\s+\S.*", re.IGNORECASE)
_CORPORATION = re.compile(r",?\s+an?\s+professional\b.*", re.IGNORECASE)
_LEGAL = word_set(
    """pllc llc llp lllp pc pa ps psc sc csp srl inc incorporated corp corporation co ltd dds dmd
    md ms msd mds facs fagd magd phd"""
)
_JOINING = word_set(
    """and & + y e of the in at near for by with de del la las el los en para con dr drs dra
    dres"""
)
_TITLES = frozenset({"dr", "drs", "dra", "dres"})
_TRADE = word_set(
    """dentistry dental dentist dentists orthodontics endodontics periodontics prosthodontics
    clinic center centre group associates odontologia ortodoncia clinica consultorio centro"""
)
_GENERIC = _TRADE | word_set(
    """family cosmetic general care clinics office offices practice studio specialist specialists
    oral maxillofacial facial surgery surgeons implant implants implantology orthodontic
    orthodontist orthodontists endodontic periodontal pediatric children's kids adult sedation
    emergency restorative aesthetic esthetic aesthetics advanced comprehensive complete modern
    health wellness services solutions professional professionals partners team
    odontologica odontologico familiar estetica estetico cosmetica cosmetico implantes cirugia
    maxilofacial salud integral especialidades especialistas infantil pediatrica grupo servicios
    dentales"""
)


def brief_forms(name: str) -> Iterator[str]:
    """Give forms of `name` of at most 40 characters, the one that says most first; may be none.

    A name that fits is itself. Of a longer one go, in this order, what stands in brackets and the
    legal form, a motto, the place, and the trade (“Family and Cosmetic Dentistry”); at last it ends
    with a word that fits.
    """
    plain = plain_punctuation(name)
    forms = [plain, *_without_ornament(plain)]
    bare = forms[-1]
    forms += [*_from_title(bare), *_without_place(bare)]
    forms += [shorter for form in [bare, *_without_place(bare)] for shorter in _by_trade(form)]
    forms += _cut(bare)
    yield from dict.fromkeys(form for form in forms if _fits(form))


def _fits(form: str) -> bool:
    return any(c.isalnum() for c in form) and max(len(form), len(to_gsm7(form))) <= MOST_CHARS


def _without_ornament(name: str) -> Iterator[str]:
    unquoted = _TRADES_AS.sub("", name).replace('"', "")
    bare = _trimmed(_CORPORATION.sub("", _ASIDE.sub(" ", unquoted)).split())
    words = bare.split()
    while len(words) > 1 and _folded(words[-1]).replace(".", "") in _LEGAL:
        words.pop()
    yield (bare := _trimmed(words) or name)
    yield _trimmed(_MOTTO.sub("", bare).split()) or bare


def _from_title(name: str) -> Iterator[str]:
    """Leave out a trade before a person: “Consultorio Dental de la Dra. Ana Ruiz”."""
    words = name.split()
    titled = next((i for i, w in enumerate(words) if _folded(w) in _TITLES), 0)
    if titled and not any(map(_is_own, words[:titled])):
        yield " ".join(words[titled:])


def _without_place(name: str) -> Iterator[str]:
    while found := _PLACE.fullmatch(name):
        name = _trimmed(found[1].split())
        if any(map(_is_own, name.split())):
            yield name


def _by_trade(name: str) -> Iterator[str]:
    """Say less of the trade that a name ends with: up to a word for it, that word, nothing."""
    words = name.split()
    own = next((i for i in range(len(words), 0, -1) if _is_own(words[i - 1])), 0)
    if own == 0 or own == len(words):
        return
    for end in range(len(words) - 1, own, -1):
        if _folded(words[end - 1]) in _TRADE:
            yield _trimmed(words[:end])
    trade = [word for word in words[own:] if _folded(word) in _TRADE]
    yield f"{_trimmed(words[:own])} {trade[-1].strip(',;')}" if trade else _trimmed(words[:own])
    yield _trimmed(words[:own])


def _cut(name: str) -> Iterator[str]:
    words = name.split()
    for end in range(len(words), 0, -1):
        if len(" ".join(words[:end])) <= MOST_CHARS:
            yield _trimmed(words[:end])


def _trimmed(words: Sequence[str]) -> str:
    """Join words up to the last that something can end with."""
    kept = list(words)
    while kept and (_folded(kept[-1]) in _JOINING or not any(c.isalnum() for c in kept[-1])):
        kept.pop()
    return " ".join(kept).rstrip(" ,;:-&/|(")


def _is_own(word: str) -> bool:
    folded = _folded(word)
    return any(c.isalnum() for c in folded) and folded not in _GENERIC | _JOINING


def _folded(word: str) -> str:
    return without_accents(word).lower().strip(' ,;:.-"()')
