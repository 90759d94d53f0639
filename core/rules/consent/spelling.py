"""Words as people mistype them on a phone: by sound, without vowels, or with a slip."""

import re
from functools import lru_cache


def _words(text: str) -> list[str]:
    return text.split()


_SHORTHAND = {
    "stop": "stpo sotp tsop stopp sttop stpop sstop stopo stob stip sopt ztop dtop stoo stoop stiop"
    " stahp stawp staph stopit",
    "unsubscribe": "unsub unsubs unsubscribeme unsuscribe unsubcribe",
    "quit": "qiut qit quti qut",
    "optout": "optingout optmeout optouts",
    "please": "plz plez pleas pleae plese pleese plse pleasse",
    "you": "u yall yous",
    "your": "ur yr yur",
    "are": "r",
    "with": "w wit",
    "text": "txte tex",
    "texting": "txting textin texing textng texitng txtin",
    "message": "mesage messege mesagge mssg",
    "messages": "mesages messeges mesagges mssgs messges",
    "messaging": "msging mesaging",
    "thanks": "thx tks ty tnx thnx thanx",
    "i dont know": "idk",
    "dont": "donot dont't donnt",
    "wrong": "rong wong wrongg wrang",
    "this": "dis ths thsi",
    "not": "knot",
    "leave": "leve leav",
    "list": "lst",
    "alone": "aloan alon alne",
    "different": "diff",
    "phone": "fone phne",
    "take": "tak taek tke",
    "for": "fo",
    "want to": "wanna",
    "going to": "gonna",
    "number": "num nbr numer nunber numba numbr nummer nomber",
    "que": "q k",
    "porfavor": "xfavor porfa porfis pofavor xfa",
    "de": "d",
    "numero": "nro numro nmro",
    "mensaje": "msj mensage mensajito sms",
    "mensajes": "msjs mensages mensajitos msjes smses",
}
_MEANT = {slip: word for word, slips in _SHORTHAND.items() for slip in slips.split()}

_WITHOUT_VOWELS = _words("""
    stop please number text texts texting message messages remove removed contact dont send
    wrong thanks mensaje mensajes numero
""")
"""Also written as their consonants: nmbr, txtng, rmv."""

_BY_SOUND = _words("""
    quiero queremos quisiera que quiten quitenme quiteme quitame quitar borren borrenme borreme
    borrame borrar escriban escriba escribir escribirme envien envie enviar enviando mensaje
    mensajes numero equivocado equivocada equivoco equivocaron dejen dejenme dejeme dejame
    molesten moleste molestar llamen llame llamar baja basta darme deme denme vuelvan vuelva
    vuelvas recibir suscripcion desuscribir desuscribirme cancelar cancelen cancele cancela eliminen
    eliminar saquen saquenme saqueme sacame contacten busquen interesa favor lista texteen
    bloquear bloqueo conozco conoce parar paren detener detengan deseo necesito alto ya hartos
    harta harto
""")
"""Spanish is often spelled as it sounds: kiero, ekivocado, no enbien, vorren, yamen."""

_LONG_WORDS = ("unsubscribe", "desuscribir")
_LONG_WORD_SLIPS = 2
_ONE_SLIP = _words("""
    wrong texting messages message messaging number interested permission consent remove contact
    spamming bothering harassing mensajes mensaje equivocado suscripcion
""")
_WORDS_OF_THEIR_OWN = frozenset(
    _words("""
wring wrung
massage massages massaging passage testing resting vesting numbers member lumber numb remote
remover removed removes contract contacts contacto content contacted messaged consents
permissions consented equivocados equivocada suscripciones mensajero
""")
)
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("qu", "k"),
        ("c(?=[ei])", "s"),
        ("[cq]", "k"),
        ("z", "s"),
        ("v", "b"),
        ("ll", "y"),
        ("g(?=[ei])", "j"),
        ("h", ""),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=4096)
def correct_word(word: str) -> str:
    """Give the word that was meant, or `word` as it is."""
    if word in _MEANT:
        return _MEANT[word]
    if word in _ONE_SLIP or word in _WORDS_OF_THEIR_OWN or word in _SOUND_ALIKE.values():
        return word
    if word in _BARE:
        return _BARE[word]
    sound = _sound_of(word)
    if sound in _SOUND_ALIKE:
        return _SOUND_ALIKE[sound]
    return next((known for known, slips in _FORGIVEN if _is_near(word, known, slips)), word)


def slips_between(first: str, second: str) -> int:
    """Count the typing slips between two words: letters added, lost, wrong, or swapped."""
    rows = [list(range(len(second) + 1))]
    for i, a in enumerate(first, start=1):
        row = [i]
        for j, b in enumerate(second, start=1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


def is_one_slip(word: str, known: str) -> bool:
    """Tell whether `word` is `known` but for one typing slip."""
    return abs(len(word) - len(known)) <= 1 and slips_between(word, known) == 1


def _is_near(word: str, known: str, slips: int) -> bool:
    close = abs(len(word) - len(known)) <= slips and word[:1] == known[0]
    return close and slips_between(word, known) <= slips


def _bare(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word[0] + re.sub("[aeiou]", "", word[1:]))


def _sound_of(word: str) -> str:
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word


_BARE = {_bare(word): word for word in reversed(_WITHOUT_VOWELS)}
_SOUND_ALIKE = {_sound_of(word): word for word in _BY_SOUND}
_FORGIVEN = [(word, _LONG_WORD_SLIPS) for word in _LONG_WORDS] + [(word, 1) for word in _ONE_SLIP]
