"""One visit told by any mix of the four sources, whoever comes first and whatever each knows."""

import uuid
from dataclasses import replace
from datetime import timedelta
from itertools import combinations, permutations

import pytest

from core.visits.intake import VisitInput, ingest_visit

ZONE = "America/Los_Angeles"
PHONE, EMAIL = "+14155550132", "jose@example.com"
TOLD = {
    "gcal": {"first_name": "José", "phone_e164": PHONE},
    "outlook": {"first_name": "jose", "phone_e164": PHONE, "email": EMAIL},
    "csv": {"first_name": "JOSÉ", "phone_e164": PHONE, "email": EMAIL, "locale": "es"},
    "frontdesk": {"first_name": "Jose", "phone_e164": PHONE},
}
"""What each source knows of one patient."""
BY_EMAIL = TOLD | {
    "gcal": {"first_name": "José", "phone_e164": PHONE, "email": EMAIL},
    "frontdesk": {"first_name": "Jose", "email": EMAIL},
}
MIXES = [mix for size in range(1, 5) for mix in combinations(TOLD, size)]


@pytest.fixture
def tell(connection, sealer, now):
    """Give what lets a new practice hear of one visit from sources in turn, twice."""

    def run(sources, told) -> uuid.UUID:
        practice_id = uuid.uuid4()
        connection.execute(
            "insert into practices (id, name, status, timezone) values (%s, 'Smile', 'active', %s)",
            (practice_id, ZONE),
        )
        plain = VisitInput("", None, None, now - timedelta(hours=1), None, "", "")
        for hours, source in enumerate([*sources, *sources]):
            visit = replace(
                plain, source=source, source_id=f"{source}-1",
                occurred_at=now - timedelta(hours=1 + hours / 10), **told[source],
            )  # fmt: skip
            ingest_visit(
                connection, sealer, practice_id=practice_id, zone=ZONE, delay_minutes=120,
                visit=visit, now=now,
            )  # fmt: skip
        return practice_id

    return run


def rows(connection, table: str, practice_id) -> list[dict]:
    statement = f"select * from {table} where practice_id = %s"  # noqa: S608
    return connection.execute(statement.encode(), (practice_id,)).fetchall()


@pytest.mark.parametrize("told", [TOLD, BY_EMAIL], ids=["by phone", "the desk by email"])
@pytest.mark.parametrize("mix", MIXES, ids="+".join)
def test_whoever_comes_first_it_is_one_visit_one_request_and_all_that_is_known(
    connection, sealer, tell, mix, told
) -> None:
    known = {field: value for source in mix for field, value in told[source].items()}
    for order in permutations(mix):
        practice_id = tell(order, told)
        [visit] = rows(connection, "visits", practice_id)
        [request] = rows(connection, "review_requests", practice_id)
        [job] = rows(connection, "jobs", practice_id)
        [patient] = rows(connection, "patients", practice_id)
        assert (visit["source"], request["status"]) == (order[0], "queued")
        assert job["unique_key"] == f"request:{request['id']}"
        assert patient["name_key"] == "jose"
        assert patient["locale"] == known.get("locale")
        for field, column in (("phone_e164", "phone_hash"), ("email", "email_hash")):
            assert patient[column] == (sealer.hash(known[field]) if field in known else None)
        assert request["channel"] == ("sms" if "phone_e164" in told[order[0]] else "email")
