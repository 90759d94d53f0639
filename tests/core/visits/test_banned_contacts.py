"""What forbids a text in one source ends what another had queued, and what comes later."""

from uuid import uuid4

import pytest

from core.rules.visits.lists import parse_visits
from core.store.suppressions import (
    LIFTED_BY_START,
    Suppression,
    add_suppressions,
    lift_suppressions,
)
from core.visits.banned_contacts import find_bans, lift_bans
from core.visits.frontdesk import heed_ban
from core.visits.uploads import ingest_upload
from tests.core.visits.conftest import QUEUED

BANNED = "Ana (do not text),4155550132,,2/1/2026,Completed\n"


def suppressed(office) -> list[tuple[str, str]]:
    rows = office.rows("select channel, reason from suppressions where practice_id = %s order by 1")
    return [(row["channel"], row["reason"]) for row in rows]


def upload(office, heading: str, row: str):
    parsed = parse_visits(
        f"{heading}\n{row}\n".encode(), practice_zone=office.practice.zone, now=office.now
    )
    return ingest_upload(office.context, office.practice, parsed, dry_run=False)


@pytest.mark.parametrize(
    ("mark", "cell", "kept"),
    [
        ("Deceased", "true", [("email", "deceased"), ("sms", "deceased")]),
        ("Do not contact", "X", [("email", "no_contact_wanted"), ("sms", "no_contact_wanted")]),
        ("Do not text", "X", [("sms", "no_texts_wanted")]),
    ],
)
def test_a_mark_in_a_list_ends_what_a_calendar_had_queued(office, mark, cell, kept):
    office.hear("gcal", email="ana@example.com")
    assert office.requests() == QUEUED
    row = f"Ana,4155550132,ana@example.com,2/1/2026,{cell}"
    upload(office, f"First name,Phone,Email,Visit date,{mark}", row)
    assert ("skipped", "suppressed") in office.requests()
    assert suppressed(office) == kept
    jobs = office.rows("select status from jobs where practice_id = %s")
    assert "done" in {job["status"] for job in jobs}


def test_a_list_that_is_only_looked_at_ends_nothing(office):
    office.hear("gcal")
    office.upload("Ana (do not text),4155550132,,2/1/2026,Completed\n", dry_run=True)
    assert office.requests() == QUEUED
    assert suppressed(office) == []


def test_the_same_mark_again_changes_nothing(office):
    for _ in range(2):
        office.upload("Ana (do not text),4155550132,,2/1/2026,Completed\n")
    assert suppressed(office) == [("sms", "no_texts_wanted")]


@pytest.mark.parametrize("remark", ["(deceased)", "(do not text)", "- NO SMS"])
def test_a_ban_is_lifted_on_the_offices_word_and_the_event_says_who(office, remark):
    office.upload(f"Ana {remark},4155550132,,2/1/2026,Completed\n")
    found = find_bans(office.context, office.id, "(415) 555-0132")
    assert (len(found.bans), found.has_others) == (1, False)
    lift_bans(office.context, office.id, "(415) 555-0132", ip_hash="someone")
    assert suppressed(office) == []
    [event] = office.rows(
        "select payload, ip_hash from events where practice_id = %s and type = 'ban_lifted'"
    )
    assert event["payload"]["bans"] == [ban.value for ban in found.bans]
    assert (event["payload"]["by"], event["ip_hash"]) == ("owner", "someone")
    assert "5550132" not in str(event)
    office.hear("gcal")
    assert office.requests() == QUEUED


@pytest.mark.parametrize("ban_first", [True, False])
@pytest.mark.parametrize("other", ["stop", "complaint", "carrier_30005", "carrier_21610"])
def test_what_the_person_or_their_carrier_said_outlives_a_lifted_ban(office, other, ban_first):
    told = Suppression(office.id, office.context.sealer.hash("+14155550132"), "sms", other)

    def say():
        add_suppressions(office.context.connection, [told], now=office.now)

    steps = [lambda: office.upload(BANNED), say]
    for step in steps if ban_first else reversed(steps):
        step()
    assert find_bans(office.context, office.id, "4155550132").has_others
    lift_bans(office.context, office.id, "4155550132", ip_hash=None)
    assert suppressed(office) == [("sms", other)]
    assert find_bans(office.context, office.id, "4155550132").bans == ()


@pytest.mark.parametrize("ban_first", [True, False])
def test_a_start_lifts_the_stop_and_not_what_the_office_said(office, ban_first):
    contact = office.context.sealer.hash("+14155550132")
    stop = Suppression(office.id, contact, "sms", "stop")
    if ban_first:
        office.upload(BANNED)
    add_suppressions(office.context.connection, [stop], now=office.now)
    office.upload(BANNED)
    lifted = lift_suppressions(
        office.context.connection,
        practice_ids=[office.id],
        contact_hashes=[contact],
        reasons=LIFTED_BY_START,
    )
    assert lifted == set()
    assert suppressed(office) == [("sms", "no_texts_wanted")]
    lift_bans(office.context, office.id, "4155550132", ip_hash=None)
    assert suppressed(office) == []


def test_a_ban_of_another_practice_stays(office):
    office.upload(BANNED)
    lift_bans(office.context, uuid4(), "4155550132", ip_hash=None)
    assert suppressed(office) == [("sms", "no_texts_wanted")]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Ana (do not text)", [("sms", "no_texts_wanted")]),
        ("Ana DECEASED", [("email", "deceased"), ("sms", "deceased")]),
        ("Ana (no show)", []),
        ("Ana", []),
    ],
)
def test_a_remark_at_the_front_desk_holds_for_every_source(office, name, kept):
    office.hear("gcal")
    body = {"first_name": name, "phone": "415 555 0132", "email": "ana@example.com"}
    for _ in range(2):
        heed_ban(office.context, office.practice, body)
    assert suppressed(office) == kept
    assert office.requests() == ([("skipped", "suppressed")] if kept else QUEUED)


@pytest.mark.parametrize("phone", ["", "12", None, 5])
def test_a_remark_about_nobody_who_can_be_named_forbids_nothing(office, phone):
    heed_ban(office.context, office.practice, {"first_name": "Ana (deceased)", "phone": phone})
    assert suppressed(office) == []
