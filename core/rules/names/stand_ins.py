"""Words that stand in a name's place where there is no name to greet anybody by."""

from core.rules.names.folding import fold, word_set

_WHOLE = frozenset(
    {
        *("new patient", "new pt", "new client", "walk in", "walk ins", "no name", "not given"),
        *("not provided", "not available", "n a", "first name", "last name", "full name"),
        *("first last", "patient name", "to be determined", "will call", "do not use"),
        *("nuevo paciente", "paciente nuevo", "sin nombre", "recien nacido", "no tiene"),
        *("front desk", "blocked time", "staff meeting", "block time", "test test"),
    }
)
_FIRST = word_set(
    """
    patient patients client customer member guest person somebody someone nobody
    unknown unk unkn unnamed anonymous anon undefined none null nil nan tbd tba tbc
    new existing emergency emerg walkin unassigned unspecified placeholder
    test tester testing zztest ztest demo sample dummy fake example asdf qwerty abc
    baby babyboy babygirl newborn infant child kid kids boy girl twin male female
    x xx xxx xxxx zz zzz zzzz yy yyy aaa bbb
    block blocked lunch meeting vacation holiday reserved closed staff office
    mom dad mother father spouse husband wife parent guardian responsible guarantor
    name firstname lastname fullname firstlast mister madam
    paciente pacientes cliente desconocido desconocida nuevo nueva ninguno ninguna nombre
    apellido prueba pruebas bebe nino hijo hija emergencia urgencia
    anonimo anonima bloqueado almuerzo reunion feriado
    """
)
"""None is what somebody wants to be called by, although a few are names too."""
_ANYWHERE = word_set("test tester testing zztest ztest prueba dummy")


def is_stand_in(name: str) -> bool:
    """Tell a whole name that is none: "New Patient", "Test, Ana", "Baby Girl Smith", "TBD"."""
    folded = fold(name)
    words = folded.split()
    told = folded in _WHOLE or not _ANYWHERE.isdisjoint(words)
    return told or bool(words and words[0] in _FIRST)


def is_stand_in_word(word: str) -> bool:
    """Tell a word that nobody is greeted by from a first name."""
    return fold(word) in _FIRST
