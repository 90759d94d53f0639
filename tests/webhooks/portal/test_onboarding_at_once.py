"""What several devices or tabs do at the same moment happens once."""

import threading
from concurrent.futures import ThreadPoolExecutor

from core.context import IntakeContext
from core.onboarding.onboarding import complete_onboarding, queue_proof
from core.onboarding.portal_links import start_onboarding
from core.store.database import connect


def at_once(web, database_url, work, times: int = 8) -> list:
    """Do something in several transactions that all begin together."""
    gate = threading.Barrier(times)

    def one(_: int):
        with connect(database_url) as connection:
            gate.wait()
            return work(IntakeContext(connection, web.config, web.sealer, web.now))

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(one, range(times)))


def test_a_link_saves_once_however_many_devices_save_at_once(web, database_url, form) -> None:
    outcomes = at_once(
        web, database_url, lambda c: complete_onboarding(c, form["token"], form, ip_hash=None)
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        *["LinkProblem"] * 7,
        "Onboarded",
    ]
    assert [web.count(table) for table in ("attestations", "portal_sessions")] == [1, 1]
    assert len(web.events("onboarding_completed")) == 1


def test_a_text_asked_for_several_times_at_once_is_one(web, database_url, new_practice_id) -> None:
    outcomes = at_once(
        web,
        database_url,
        lambda c: queue_proof(c, practice_id=new_practice_id, to="+14155550132", once="same"),
    )
    assert len({outcome.job_id for outcome in outcomes}) == 1
    assert web.count("jobs") == 1


def test_a_person_starts_once_however_many_tabs_say_so(web, database_url, form) -> None:
    at_once(
        web,
        database_url,
        lambda c: start_onboarding(c.connection, c.config, form["token"], now=c.now, ip_hash=None),
    )
    assert len(web.events("onboarding_started")) == 1
