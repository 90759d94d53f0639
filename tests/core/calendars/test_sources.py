"""One visit told by any mix of the four sources, in any order: one visit, one request."""

import json
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest

from core.onboarding.sign_in import issue_frontdesk_token

SOURCES = ("gcal", "outlook", "csv", "frontdesk")
MIXES = [mix for size in range(1, 5) for mix in combinations(SOURCES, size)]
EMAIL = "ana@example.com"


@pytest.fixture
def tell(make_office, noon):
    """Give what tells of Ana's visit by one source; who has her email tells that too."""
    office = make_office("gcal")
    offices = {source: replace(office, source=source) for source in ("gcal", "outlook")}
    client = office.client(noon)
    token = issue_frontdesk_token(office.database, practice_id=office.practice_id, now=noon)
    bearer = {"Authorization": f"Bearer {token}"}
    ended = noon - timedelta(hours=1)

    def run(source: str) -> None:
        if source in offices:
            desk = offices[source]
            desk.desk("clear")
            desk.connect()
            desk.book("Crown #3 - RUIZ, ANA 510-555-0142", ends_at=ended, description=EMAIL)
            desk.poll(noon)
            return
        if source == "csv":
            sheet = f'Patient,Cell,Email,Date\n"Ruiz, Ana",(510) 555-0142,{EMAIL},3/4/2026\n'
            path, body, kind = "/connectors/csv/upload", sheet, "text/csv"
        else:
            visit = {"first_name": "Ana", "phone": "+15105550142", "occurred_at": ended.isoformat()}
            path, body, kind = "/connectors/frontdesk", json.dumps(visit), "application/json"
        answer = client.simulate_post(path, body=body, headers=bearer | {"Content-Type": kind})
        assert answer.status_code in {200, 201}, answer.text

    run.office = office
    return run


@pytest.mark.parametrize("mix", MIXES, ids="+".join)
@pytest.mark.parametrize("order", ["as named", "reversed"])
def test_a_visit_told_by_any_mix_of_sources_is_one_visit_and_one_request(tell, mix, order):
    told = mix if order == "as named" else mix[::-1]
    for source in told:
        tell(source)
    for source in told:  # and once more
        tell(source)
    office = tell.office
    [visit] = office.visits()
    assert (visit["first_name"], visit["channel"], visit["status"]) == ("Ana", "sms", "queued")
    assert len(office.rows("select from jobs where type = 'send_request'")) == 1
    [patient] = office.rows("select phone_hash, email_hash from patients")
    assert patient["phone_hash"] == office.sealer.hash("+15105550142")
    richest = office.sealer.hash(EMAIL) if set(mix) != {"frontdesk"} else None
    assert patient["email_hash"] == richest


def test_an_entry_that_still_stands_does_not_bring_back_whom_a_list_calls_a_no_show(
    google_office, noon
):
    office = google_office
    office.book("Crown - RUIZ, ANA 510-555-0142", ends_at=noon - timedelta(hours=1))
    office.poll(noon)
    token = issue_frontdesk_token(office.database, practice_id=office.practice_id, now=noon)
    answer = office.client(noon).simulate_post(
        "/connectors/csv/upload",
        body="Patient,Cell,Date,Status\nAna Ruiz,(510) 555-0142,3/4/2026,No show\n",
        headers={"Authorization": f"Bearer {token}", "Content-Type": "text/csv"},
    )
    assert answer.json["called_off"] == 1
    office.poll(noon + timedelta(minutes=15))
    [visit] = office.visits()
    assert (visit["status"], visit["reason"]) == ("skipped", "visit_canceled")
