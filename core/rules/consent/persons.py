"""Names in a reply, marked as such: a rule about a person need not know what they are called."""

import re

from core.rules.consent.letters import plain_letters
from core.rules.consent.reply_words import CLAUSE_END
from core.rules.consent.revocation_words import NAME
from core.rules.names.folding import word_set
from core.rules.names.given_names import GIVEN_NAMES

_ALSO_WORDS = word_set("""
    may june will hope grace joy art bill mark dean chase angel mercy faith sol luz paz dolores
    nieves consuelo rich dick pat sue ray rod bob gene so do an ha my an long van guy sandy rose
    olive pearl penny sky chi an hao mina duc xuan lien marco
""")
"""Given names that are words as well: names where they are written with a capital."""
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
    words, last = [], ""
    for word in text.split():
        bare = _without_s(word, owners)
        owner = "s" if bare != word else ""
        known = bare in GIVEN_NAMES and (bare not in _ALSO_WORDS or bare in capitals)
        titled = last in _TITLES and bare not in _NO_NAMES and bare.isalpha()
        is_name = (known or titled or bare in written) and bare not in _NO_NAMES
        words.append(NAME + owner if is_name and word != CLAUSE_END else word)
        last = word
    return " ".join(words)


def _is_shouted(text: str) -> bool:
    """Tell whether capitals say nothing, since every word has one."""
    words = re.findall(r"[^\W\d_]+", text)
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _without_s(word: str, owners: set[str]) -> str:
    """Give the name in "marias": what had 's in the text, or a longer name with an s."""
    bare = word.removesuffix("s")
    is_owner = bare in owners or (len(bare) >= _LONG_NAME and bare in GIVEN_NAMES)
    return bare if bare != word and is_owner and word not in GIVEN_NAMES else word
