"""The attacks in order, and what became of each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from benchmarks.attacks import bodies, links, neighbours, pressure, signatures
from benchmarks.attacks.offices import Office, open_offices
from benchmarks.attacks.target import Answer, Ask, Target, changed

_COUNTERS = frozenset({"visitor_uses", "webhook_failures"})
"""Tables that count who asked too often, or too strangely: they hold nothing that was sent."""


@dataclass(frozen=True)
class Finding:
    """One attack; None where a figure means nothing: an odd body may well be taken."""

    attack: str
    tries: int
    accepted: int | None
    stored: int | None
    broken: int
    late: int | None = None
    """Genuine requests that were not answered right and soon meanwhile, where some were sent."""
    examples: list[str] = field(default_factory=list)

    @property
    def is_held(self) -> bool:
        """Tell whether nothing got through."""
        return not (self.accepted or self.stored or self.broken or self.late)


@dataclass(frozen=True)
class Size:
    """How much is tried: every so many of the attempts, sockets, and requests at held tables."""

    every: int = 1
    sockets: int = 4000
    held: int = 12


def attack(target: Target, size: Size) -> Iterator[Finding]:
    """Make every attack; a finding comes with each. The target is the worse for it afterwards."""
    own, other = open_offices(target)
    yield from _forge(own, size)
    yield _alter_links(own, other, size)
    asks = neighbours.ask_across_sites(own)
    yield _refused("posts of other sites", own, _some(asks, size), neighbours.crosses_sites)
    yield _visit_neighbours(own, other, size)
    strangers = bodies.send_odd_bodies({})
    yield _odd("odd bodies of strangers", own, _some(strangers, size), may_store=False)
    for name, sent in (
        ("odd bodies, signed in", bodies.send_odd_bodies_signed_in(own)),
        ("odd bodies, signed", bodies.sign_odd_bodies(own)),
    ):
        yield _odd(name, own, _some(sent, size), may_store=True)
    strain = pressure.hold_sockets(own, size.sockets)
    yield Finding("half-open sockets", strain.tries, None, None, strain.broken, strain.late)
    strain = pressure.hold_tables(own, size.held)
    yield Finding("locked tables", strain.tries, None, None, strain.broken, strain.late)


def _forge(own: Office, size: Size) -> Iterator[Finding]:
    genuine = signatures.Genuine(own.target)
    known = genuine.all(own.asked["sid"])
    _require_taken(own.target, known)
    for name, make in (
        ("signatures of Stripe", signatures.forge_stripe),
        ("signatures of Twilio", signatures.forge_twilio),
        ("signatures of Amazon", signatures.forge_amazon),
    ):
        yield _refused(name, own, _some(make(own.target), size), _is_taken)
    yield _odd("webhooks sent again", own, known * 5, may_store=False)


def _alter_links(own: Office, other: Office, size: Size) -> Finding:
    _require_taken(own.target, [make(token) for make, token in links.genuine_links(own)])
    asks = list(_some(links.alter_links(own, other), size))
    return _refused("altered links and cookies", own, asks, _is_taken)


def _visit_neighbours(own: Office, other: Office, size: Size) -> Finding:
    """Make the attempts one by one, as each needs papers that are still good."""
    target = own.target
    theirs = f"/portal/uploads/{other.preview_id}/rejects.csv"
    status = f"/portal/messages/{other.job_id}/status"
    _require_taken(target, [Ask("GET", path, other.session()) for path in (theirs, status)])
    assert other.contact_hash  # noqa: S101 - made here, so that rows counted later stand
    assert other.kept_link  # noqa: S101 - same
    before = target.rows(of=other.id)
    answers = [target.ask(ask) for ask in _some(neighbours.ask_for_neighbours(own, other), size)]
    stored = changed(before, target.rows(of=other.id))
    return _finding(
        "a neighbour's things", answers, lambda a: neighbours.is_let_in(a, other), stored
    )


def _refused(
    name: str, own: Office, asks: Iterable[Ask], is_taken: Callable[[Answer], bool]
) -> Finding:
    asks = list(asks)
    before = own.target.rows()
    answers = own.target.ask_all(asks)
    return _finding(name, answers, is_taken, changed(before, own.target.rows()))


def _odd(name: str, own: Office, asks: Iterable[Ask], *, may_store: bool) -> Finding:
    found = _refused(name, own, asks, lambda _: False)
    stored = None if may_store else found.stored
    return Finding(name, found.tries, None, stored, found.broken, examples=found.examples)


def _finding(
    name: str, answers: list[Answer], is_taken: Callable[[Answer], bool], stored: list[str]
) -> Finding:
    taken = [answer for answer in answers if is_taken(answer)]
    broken = [answer for answer in answers if answer.status >= 500]
    tables = [table for table in stored if table not in _COUNTERS]
    examples = [
        f"{one.status} to {one.ask.method} {one.ask.path} {one.ask.headers} {one.ask.body[:200]!r}"
        for one in (*taken[:5], *broken[:5])
    ] + [f"rows changed in {table}" for table in tables]
    return Finding(name, len(answers), len(taken), len(tables), len(broken), examples=examples)


def _is_taken(answer: Answer) -> bool:
    return answer.status < 400


def _require_taken(target: Target, asks: Iterable[Ask]) -> None:
    """Make sure that what is genuine passes: else refusals of the rest would prove nothing."""
    for ask in asks:
        answer = target.ask(ask)
        if not _is_taken(answer):
            message = f"{ask.method} {ask.path} is genuine, and answered {answer.status}"
            raise AssertionError(message)


def _some(asks: Iterable[Ask], size: Size) -> Iterator[Ask]:
    return islice(asks, 0, None, size.every)
