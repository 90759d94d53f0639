"""What is forgotten, and what is not forgotten yet."""

from datetime import timedelta

import pytest
from psycopg.types.json import Jsonb

from core.store.billing_facts import find_charge
from core.store.retention import purge_expired


def test_review_words_and_names_go_after_thirty_days_and_ratings_stay(world):
    for name, days in (("old", 31), ("new", 29)):
        world.execute(
            "insert into reviews (practice_id, source_place_id, external_review_id, author_name,"
            " rating, text, fetched_at) values (%(id)s, 'p', %(name)s, 'A.', 5, 'Nice', %(at)s)",
            id=world.practice_id,
            name=name,
            at=world.now - timedelta(days=days),
        )
    assert purge_expired(world.connection, now=world.now)["purge_review_texts"] == 1
    rows = world.execute(
        "select external_review_id, text, author_name, rating from reviews order by 1"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("new", "Nice", "A.", 5),
        ("old", None, None, 5),
    ]


def test_contacts_of_patients_not_seen_for_two_years_go_and_their_hashes_stay(world):
    gone = world.add_visit(phone="+14155550111", hours_ago=24 * 740)
    kept = world.add_visit(phone="+14155550112", hours_ago=24 * 700)
    world.execute("update patients set created_at = %(at)s", at=world.now - timedelta(days=760))
    assert purge_expired(world.connection, now=world.now)["purge_patient_contacts"] == 1
    patient = "select phone_e164, phone_hash, first_name, name_key from patients where id = %(id)s"
    forgotten = world.one(patient, id=world.request(gone)["patient_id"])
    assert [forgotten[n] for n in ("phone_e164", "first_name", "name_key")] == [None] * 3
    assert forgotten["phone_hash"] is not None
    assert world.one(patient, id=world.request(kept)["patient_id"])["phone_e164"] is not None


def test_addresses_of_settled_messages_go_and_uncertain_ones_stay(world):
    for state in ("accepted", "unknown"):
        world.execute(
            "insert into messages (practice_id, purpose, channel, state, recipient, created_at)"
            " values (%(id)s, 'digest', 'email', %(state)s, 'sealed', %(at)s)",
            id=world.practice_id,
            state=state,
            at=world.now - timedelta(days=31),
        )
    assert purge_expired(world.connection, now=world.now)["purge_recipients"] == 1
    assert world.one("select state from messages where recipient is not null")["state"] == "unknown"


def test_inbound_texts_lose_their_contents(world):
    world.execute(
        "insert into raw_events (provider, external_id, type, payload, received_at, applied_at)"
        " values ('twilio_inbound', 'SM1', 'inbound', '{\"Body\": \"sealed\", \"From\": \"sealed\"}',"
        " %(at)s, %(at)s)",
        at=world.now - timedelta(days=31),
    )
    assert purge_expired(world.connection, now=world.now)["purge_inbound_payloads"] == 1
    assert world.one("select payload from raw_events")["payload"] == {"MessageSid": "SM1"}
    assert purge_expired(world.connection, now=world.now)["purge_inbound_payloads"] == 0


SHORT_LIVED = {
    "delete_upload_previews": (
        (
            "insert into upload_previews (practice_id, file_name, sealed_file, created_at)"
            " values (%(id)s, 'a.csv', 'sealed', %(at)s)"
        ),
        timedelta(days=1),
    ),
    "delete_place_lookups": (
        "insert into place_lookups (practice_id, place_id, asked_at) values (%(id)s, %(at)s::text, %(at)s)",
        timedelta(days=1),
    ),
    "delete_visitor_uses": (
        "insert into visitor_uses (action, visitor_hash, window_start) values ('x', 'h', %(at)s)",
        timedelta(hours=2),
    ),
    "delete_rate_limits": (
        "insert into rate_limits (practice_id, action, window_start) values (%(id)s, 'x', %(at)s)",
        timedelta(days=2),
    ),
    "delete_webhook_failures": (
        "insert into webhook_failures (occurred_at, route, status) values (%(at)s, '/x', 503)",
        timedelta(days=30),
    ),
    "delete_magic_links": (
        (
            "insert into magic_links (practice_id, token_hash, purpose, created_at, expires_at)"
            " values (%(id)s, %(at)s::text, 'onboard', %(at)s, %(at)s)"
        ),
        timedelta(days=30),
    ),
    "delete_portal_sessions": (
        (
            "insert into portal_sessions (practice_id, token_hash, created_at, expires_at)"
            " values (%(id)s, %(at)s::text, %(at)s, %(at)s)"
        ),
        timedelta(days=30),
    ),
}


@pytest.mark.parametrize("statement", SHORT_LIVED)
def test_what_is_over_goes_by_itself_and_what_is_not_stays(world, statement):
    insert, age = SHORT_LIVED[statement]
    moment = timedelta(seconds=1)
    for at in (world.now - age - moment, world.now - age + moment):
        world.execute(insert, id=world.practice_id, at=at)
    assert purge_expired(world.connection, now=world.now)[statement] == 1
    assert purge_expired(world.connection, now=world.now)[statement] == 0


def test_a_sign_in_that_was_revoked_goes_before_it_would_have_expired(world):
    world.execute(
        "insert into portal_sessions (practice_id, token_hash, created_at, expires_at, revoked_at)"
        " values (%(id)s, 'h', %(at)s, %(now)s, %(at)s)",
        id=world.practice_id,
        at=world.now - timedelta(days=31),
        now=world.now,
    )
    assert purge_expired(world.connection, now=world.now)["delete_portal_sessions"] == 1


SAID = {
    "id": "evt_1",
    "type": "charge.succeeded",
    "data": {
        "object": {
            "id": "ch_1",
            "created": 1_772_650_100,
            "customer": {"id": "cus_1", "object": "customer"},
            "payment_intent": "pi_1",
            "invoice": None,
            "amount": 24900,
        }
    },
}
IDS = {
    "data": {
        "object": {
            "id": "ch_1",
            "created": 1_772_650_100,
            "customer": "cus_1",
            "payment_intent": "pi_1",
            "invoice": None,
        }
    }
}


@pytest.fixture
def told(world):
    """Store an event as it was received, and perhaps applied, some days ago."""

    def store(provider: str, external_id: str, days: float, *, is_applied: bool = True) -> None:
        at = world.now - timedelta(days=days)
        world.execute(
            "insert into raw_events (provider, external_id, type, payload, received_at, applied_at)"
            " values (%(provider)s, %(external_id)s, 'x', %(payload)s, %(at)s, %(applied_at)s)",
            provider=provider,
            external_id=external_id,
            payload=Jsonb(
                SAID if provider == "stripe" else {"MessageSid": "SM1", "From": "sealed"}
            ),
            at=at,
            applied_at=at if is_applied else None,
        )

    return store


def payloads(world) -> dict[str, object]:
    rows = world.execute("select external_id, payload from raw_events")
    return {row["external_id"]: row["payload"] for row in rows}


@pytest.mark.parametrize(
    ("provider", "left"), [("stripe", IDS), ("twilio_status", {}), ("ses", {})]
)
def test_what_was_applied_ninety_days_ago_is_cut_down_to_its_ids(world, told, provider, left):
    told(provider, "old", 90.01)
    told(provider, "young", 89.99)
    told(provider, "waiting", 400, is_applied=False)
    whole = payloads(world)
    assert purge_expired(world.connection, now=world.now)["purge_raw_payloads"] == 1
    assert payloads(world) == whole | {"old": left}
    assert purge_expired(world.connection, now=world.now)["purge_raw_payloads"] == 0


def test_a_checkout_that_waits_for_a_person_is_kept_whole_until_it_is_settled(world, told):
    told("stripe", "evt_1", 100)
    world.execute(
        "insert into held_checkouts (practice_id, session_id, external_id, held_at)"
        " values (%(id)s, 'cs_1', 'evt_1', %(now)s)",
        id=world.practice_id,
        now=world.now,
    )
    assert purge_expired(world.connection, now=world.now)["purge_raw_payloads"] == 0
    world.execute(
        "update held_checkouts set decided_at = now(), decision = 'refused', decided_by = 'operator'"
    )
    assert purge_expired(world.connection, now=world.now)["purge_raw_payloads"] == 1


def test_a_dispute_finds_the_customer_of_a_charge_of_long_ago(world, told):
    told("stripe", "evt_1", 119)
    purge_expired(world.connection, now=world.now)
    found = find_charge(world.connection, charge_id="ch_1", payment_intent_id=None)
    assert found is not None
    assert found.customer_id == "cus_1"
    assert found.charged_at is not None
