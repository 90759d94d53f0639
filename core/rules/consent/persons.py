"""Names in a reply, marked as such: a rule about a person need not know what they are called."""

import re
from itertools import pairwise

from core.rules.consent.reply_words import CLAUSE_END
from core.rules.consent.revocation_words import NAME
from core.rules.names.folding import word_set
from core.rules.names.given_names import GIVEN_NAMES
from core.rules.names.letters import plain_letters

_ALSO_WORDS = word_set("""
    may june will hope grace joy art bill mark dean chase angel mercy faith sol luz paz dolores
    nieves consuelo rich dick pat sue ray rod bob gene so do an ha my an long van guy sandy rose
    olive pearl penny sky chi an hao mina duc xuan lien marco
""")
"""Given names that are words as well: names where they are written with a capital."""
_SHORT_NAMES = word_set("""
    barb beto bri cami caro cass chela chuy concha dani deb fer fran gabby gaby hal hank jen jess
    kat kike lalo lety lex lili liz lucha lulu lupita max mel meche moni nacho nan nat ned pancho
    paty paulette pepe phuong quique rach rosita sandi sofi stan steph tere tess trish toño val vero
    vic viv wes yoli
""")
_NAMES = GIVEN_NAMES | _SHORT_NAMES
_NO_NAMES = word_set("""
    i im id ill ive google yelp facebook gmail dr mr mrs ms monday tuesday wednesday thursday friday
    saturday sunday january february march april may june july august september october november
    december lunes martes miercoles jueves viernes sabado domingo english spanish ingles espanol
    invisalign botox stop alto god dios jesus ok not no wrong number texas california mexico the
    you your this that please thanks thank gracias porfavor delta medicaid medicare ppo hmo
""")
"""Words with a capital that are nobody's name."""
_TITLES = word_set("mr mrs ms miss senor senora senorita sr sra don dona")
_LONG_NAME = 4
_CAPITAL = re.compile(r"\b[A-Z][a-z]+\b")
_OWNER = re.compile(r"\b([^\W\d_]+)'s\b")
_INSIDE = re.compile(r"(?<=[\w,;] )([A-Z][a-z]+(?:[A-Z][a-z]+)?)\b(?:'s)?")


def mark_names(text: str, body: str) -> str:
    """Give folded `text` with `NAME` for each name in it, and an s for whose something is.

    Names are the common given ones, and what `body` writes with a capital within a sentence.
    """
    plain = plain_letters(body)
    written = set() if _is_shouted(plain) else set(map(str.casefold, _INSIDE.findall(plain)))
    written -= _NO_NAMES
    capitals = {word.casefold() for word in _CAPITAL.findall(plain)}
    owners = {word.casefold() for word in _OWNER.findall(plain)}
    words = text.split()
    marks = {word: _mark(word, owners, written, capitals) for word in set(words)}
    named = [marks[word] for word in words]
    for i, (title, word) in enumerate(pairwise(words), start=1):
        if title in _TITLES and word.isalpha() and word not in _NO_NAMES:
            named[i] = NAME
    return " ".join(named)


def _mark(word: str, owners: set[str], written: set[str], capitals: set[str]) -> str:
    bare = _without_s(word, owners)
    known = bare in _NAMES and (bare not in _ALSO_WORDS or bare in capitals)
    if word == CLAUSE_END or bare in _NO_NAMES or not (known or bare in written):
        return word
    return NAME if bare == word else f"{NAME}s"


def _is_shouted(text: str) -> bool:
    """Tell whether capitals say nothing, since every word has one."""
    words = re.findall(r"[^\W\d_]+", text)
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _without_s(word: str, owners: set[str]) -> str:
    """Give the name in "marias": what had 's in the text, or a longer name with an s."""
    bare = word.removesuffix("s")
    is_owner = bare in owners or (len(bare) >= _LONG_NAME and bare in _NAMES)
    return bare if bare != word and is_owner and word not in _NAMES else word
