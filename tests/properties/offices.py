"""Two offices, what they may choose, and the visits they may tell of."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.properties.law import WHERE, is_practice_awake

ZONES = (
    "America/Los_Angeles",
    "America/Phoenix",
    "America/New_York",
    "America/Anchorage",
    "America/Puerto_Rico",
    "Pacific/Honolulu",
)

STARTS = (
    datetime(2026, 3, 7, 22, 30, tzinfo=UTC),  # the eve of the spring change
    datetime(2026, 10, 31, 23, 0, tzinfo=UTC),  # the eve of the autumn one
    datetime(2026, 7, 3, 16, 0, tzinfo=UTC),
    datetime(2026, 12, 30, 3, 0, tzinfo=UTC),
)

QUIET = (
    (20, 0, 9, 0),
    (21, 0, 8, 0),
    (12, 0, 13, 30),
    (9, 0, 20, 0),
    (0, 0, 0, 0),
    (22, 15, 6, 45),
)

STEPS = (1, 29, 125, 5 * 60, 7 * 60, 9 * 60, 11 * 60, 48 * 60 + 1, 5 * 24 * 60)

NAMES = ("Ana", "Bo", "José")

PHONES = [f"+1{code}55501{n:02d}" for n, code in enumerate(WHERE)]

EMAILS = ("ana@example.com", "bo@example.com")

SOURCES = ("gcal", "outlook", "csv", "frontdesk")

quiet_hours = st.sampled_from(QUIET)

practice_settings = st.fixed_dictionaries(
    {
        "zone": st.sampled_from(ZONES),
        "quiet": quiet_hours,
        "cap": st.sampled_from((50, 50, 2, 1, 0)),
        "cooldown": st.sampled_from((180, 7, 0)),
        "delay": st.sampled_from((0, 120, 1440)),
        "budget": st.sampled_from((None, None, None, 0.07, 0.0)),
    }
)

visits_told = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from([*PHONES, *PHONES[:4], None]),
        st.sampled_from([*EMAILS, None, None]),
        st.sampled_from((1, 3, 3, 5, 0, -3, 26, 24 * 20, 24 * 40)),
        st.integers(0, 5),
    ),
    min_size=3,
    max_size=8,
)


@dataclass
class Office:
    """A practice as the test knows it."""

    id: UUID
    name: str
    zone: str
    quiet: tuple[int, int, int, int]
    cap: int
    cooldown: int
    delay: int
    budget: float | None
    status: str = "active"
    paused: bool = False
    contacts: set[str] = field(default_factory=set)

    def is_awake(self, at: datetime) -> bool:
        first, second = time(*self.quiet[:2]), time(*self.quiet[2:])
        return is_practice_awake(at, self.zone, first, second)

    def day(self, at: datetime) -> Any:
        return at.astimezone(ZoneInfo(self.zone)).date()
