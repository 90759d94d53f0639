"""What is told of a list before it is taken in is what then happens, day by day and by reason."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.context import IntakeContext
from core.rules.places.local_time import local_date
from core.rules.sending.ask_plan import AskPlan
from core.rules.visits.lists import parse_visits
from core.rules.vocabulary import Reason
from core.sending.ask_forecasts import AskForecast
from core.store.practices import find_practice
from core.store.provider_circuits import open_circuit
from core.store.suppressions import Suppression, add_suppressions
from core.visits.uploads import ingest_upload

ZONE = "America/Los_Angeles"
HEADING = "First name,Phone,Email,Visit date,Status,Do not text\n"
ALIKE = {Reason.SAME_DAY: Reason.COOLDOWN}
"""Who was asked a little earlier: the hour of the look says which of the two it is."""

Rows = list[str]
Setting = Callable[[Any], Rows]


def row(world: Any, n: int, days_ago: float, **cells: str) -> str:
    """Write the visit of patient `n`, so many days ago."""
    day = (world.now - timedelta(days=days_ago)).astimezone(ZoneInfo(ZONE)).date()
    told = {"phone": f"415555{n:04}", "email": "", "status": "Complete", "ban": ""} | cells
    return f"Ana,{told['phone']},{told['email']},{day},{told['status']},{told['ban']}"


def upload(world: Any, rows: Rows) -> AskPlan:
    """Have a list foretold, and then take it in."""
    data = (HEADING + "\n".join(rows)).encode()
    parsed = parse_visits(data, practice_zone=ZONE, now=world.now)
    context = IntakeContext(world.connection, world.deps.config, world.sealer, world.now)
    practice = find_practice(world.connection, world.practice_id)
    assert practice is not None
    forecast = AskForecast(context, practice)
    ingest_upload(context, practice, parsed, dry_run=True, listener=forecast)
    plan = forecast.plan()
    taken = ingest_upload(context, practice, parsed, dry_run=False)
    told = plan.asked + sum(plan.never.values()) + sum(plan.waiting.values())
    assert told == taken.accepted, "every new visit is told of once"
    return plan


def live(world: Any) -> None:
    """Do everything at the time it comes due, until nothing is left of the list's asks."""
    at, end = world.now, world.now + timedelta(days=40)
    while at <= end:
        world.dispatch(at=at)
        due = world.one("select min(run_at) as at from jobs where status = 'queued'")["at"]
        if due is None:
            return
        at = max(due, at + timedelta(seconds=1))


def outcomes(world: Any, seen: set[Any]) -> tuple[Counter[Any], Counter[Any], Counter[Any]]:
    """Count the list's asks by day, and its other visits by reason: never, and not yet."""
    requests = world.execute(
        "select visit_id, channel, sent_at, status, reason from review_requests"
        " order by visit_id, channel desc"
    )
    of_visit: dict[Any, dict[str, Any]] = {}
    for one in requests:
        kept = of_visit.setdefault(one["visit_id"], one)
        if one["sent_at"] or (kept["reason"] == Reason.SMS_NOT_READY and not kept["sent_at"]):
            of_visit[one["visit_id"]] = one
    asked: Counter[Any] = Counter()
    never: Counter[Any] = Counter()
    waiting: Counter[Any] = Counter()
    for visit_id, one in of_visit.items():
        if visit_id in seen:
            continue
        if one["sent_at"]:
            asked[local_date(one["sent_at"], ZONE)] += 1
        elif one["status"] in {"skipped", "blocked"}:
            never[ALIKE.get(Reason(one["reason"]), Reason(one["reason"]))] += 1
        else:
            waiting[Reason(one["reason"])] += 1
    return asked, never, waiting


def plain(world: Any) -> Rows:
    return [row(world, n, 3) for n in range(10)]


def more_than_a_day_takes(world: Any) -> Rows:
    world.set(daily_cap=4)
    return [row(world, n, 3 + n % 5) for n in range(19)]


def too_old(world: Any) -> Rows:
    return [row(world, n, 31 + n) for n in range(12)]


def some_too_old(world: Any) -> Rows:
    world.set(daily_cap=5)
    return [row(world, n, 2 * n + 2) for n in range(30)]


def too_old_before_their_turn(world: Any) -> Rows:
    world.set(daily_cap=2)
    return [row(world, n, 22 + n % 8) for n in range(40)]


def newest_first_and_patients_twice(world: Any) -> Rows:
    world.set(daily_cap=3)
    recent = [row(world, n, 4) for n in range(12)]
    return recent + [row(world, n, 27 + n % 3) for n in range(12)]


def families_on_one_phone(world: Any) -> Rows:
    world.set(daily_cap=3)
    told = [row(world, n % 5, 3 + n // 5) for n in range(10)]
    return [one.replace("Ana", name) for one, name in zip(told, ("Ana", "Bo") * 5, strict=True)]


def emails_alone(world: Any) -> Rows:
    world.set(daily_cap=2)
    return [row(world, n, 3 + n, phone="", email=f"p{n}@example.com") for n in range(9)]


def texts_and_emails(world: Any) -> Rows:
    world.set(daily_cap=3)
    phones = [row(world, n, 3, email=f"p{n}@example.com") for n in range(7)]
    return phones + [row(world, n, 3, phone="", email=f"q{n}@example.com") for n in range(4)]


def people_who_said_no(world: Any) -> Rows:
    digest = world.sealer.hash
    stops = [
        Suppression(world.practice_id, digest("+14155550000"), "sms", "stop"),
        Suppression(None, digest("+14155550001"), "sms", "stop"),
        Suppression(world.practice_id, digest("p2@example.com"), "email", "bounce"),
    ]
    add_suppressions(world.connection, stops, now=world.now)
    world.execute(
        "insert into exclusions (practice_id, contact_hash, contact, created_at)"
        " values (%(id)s, %(hash)s, 'sealed', %(now)s)",
        id=world.practice_id, hash=digest("+14155550003"), now=world.now,
    )  # fmt: skip
    banned = row(world, 4, 5, ban="Yes")
    return [row(world, n, 3, email=f"p{n}@example.com" if n < 3 else "") for n in range(8)] + [
        banned
    ]


def asked_already(world: Any) -> Rows:
    for n in range(3):
        world.add_visit(phone=f"+1415555{n:04}", hours_ago=30)
    world.dispatch()
    return [row(world, n, 5) for n in range(6)]


def known_already(world: Any) -> Rows:
    upload(world, [row(world, n, 5) for n in range(3)])
    return [row(world, n, 5) for n in range(6)]


def behind_another_list(world: Any) -> Rows:
    world.set(daily_cap=4)
    upload(world, [row(world, n, 5) for n in range(11)])
    return [row(world, n, 6) for n in range(20, 33)]


def behind_fresh_visits(world: Any) -> Rows:
    world.set(daily_cap=4)
    for n in range(40, 46):
        world.add_visit(phone=f"+1415555{n:04}", hours_ago=3)
    return [row(world, n, 6) for n in range(12)]


def yesterdays_and_older_ones(world: Any) -> Rows:
    world.set(daily_cap=3)
    return [row(world, n, 1 if n % 2 else 9) for n in range(14)]


def no_sender_yet(world: Any) -> Rows:
    world.set(sms_status="pending")
    mailed = [row(world, n, 3, email=f"p{n}@example.com") for n in range(5)]
    return mailed + [row(world, n, 3) for n in range(10, 14)] + [row(world, 20, 40)]


def paused(world: Any) -> Rows:
    world.set(paused_at=world.now)
    return [row(world, n, 3 + 10 * n) for n in range(6)]


def not_set_up(world: Any) -> Rows:
    world.set(review_link=None)
    return [row(world, n, 3) for n in range(6)]


def texts_halted(world: Any) -> Rows:
    open_circuit(world.connection, "sms", code="20003", now=world.now)
    return [row(world, n, 3, phone="" if n > 3 else f"415555{n:04}", email=f"p{n}@example.com") for n in range(7)]  # fmt: skip


def little_money(world: Any) -> Rows:
    world.set(monthly_budget_usd=0.10)
    return [row(world, n, 3) for n in range(12)]


def far_away(world: Any) -> Rows:
    world.set(daily_cap=3)
    codes = ("808", "212", "415", "800", "312")
    return [row(world, n, 4, phone=f"{codes[n % 5]}555{n:04}") for n in range(15)]


def at_night(world: Any) -> Rows:
    world.now += timedelta(hours=11)
    world.set(daily_cap=5)
    return [row(world, n, 4) for n in range(12)]


def nothing_a_day(world: Any) -> Rows:
    world.set(daily_cap=0)
    return [row(world, n, 20 + n) for n in range(6)]


SETTINGS: list[Setting] = [
    plain, more_than_a_day_takes, too_old, some_too_old, too_old_before_their_turn,
    newest_first_and_patients_twice, families_on_one_phone, emails_alone, texts_and_emails,
    people_who_said_no, asked_already, known_already, behind_another_list, behind_fresh_visits,
    yesterdays_and_older_ones, no_sender_yet, paused, not_set_up, texts_halted, little_money,
    far_away, at_night, nothing_a_day,
]  # fmt: skip


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.__name__)
def test_what_is_told_of_a_list_is_what_then_happens(world: Any, setting: Setting) -> None:
    rows = setting(world)
    seen = {one["id"] for one in world.execute("select id from visits")}
    plan = upload(world, rows)
    if plan.waiting:
        world.dispatch()
        world.dispatch(at=world.now + timedelta(seconds=1))
    else:
        live(world)
    asked, never, waiting = outcomes(world, seen)
    told: Counter[Any] = Counter()
    for reason, number in plan.never.items():
        told[ALIKE.get(reason, reason)] += number
    assert asked == Counter(plan.by_day)
    assert never == told
    assert waiting == Counter(plan.waiting)
