"""POST /webhooks/twilio/status."""

import itertools

import pytest

from core.inbox import apply_pending
from core.store.database import connect


def state(web, sid: str) -> tuple[str, str]:
    [row] = web.rows("select provider_status, state from messages where provider_msg_id = %s", sid)
    return row["provider_status"], row["state"]


def test_a_delivery_is_noted_everywhere_once(web) -> None:
    ask = web.asked(web.practice(), sid="SM1")
    for _ in range(2):
        assert web.post_status("SM1", "delivered").status_code == 200
    assert state(web, "SM1") == ("delivered", "delivered")
    [request] = web.rows("select provider_status, status from review_requests")
    assert request == {"provider_status": "delivered", "status": "sent"}
    [engagement] = web.rows("select event, review_request_id, occurred_at from engagements")
    assert engagement == {
        "event": "delivered",
        "review_request_id": ask["request_id"],
        "occurred_at": web.now,
    }
    [event] = web.events("delivered")
    assert event["payload"] == {
        "review_request_id": str(ask["request_id"]),
        "purpose": "initial",
        "channel": "sms",
    }
    [raw] = web.rows("select external_id, applied_at, payload from raw_events")
    assert raw["external_id"] == "SM1:delivered"
    assert raw["applied_at"] is not None
    assert "+1415" not in str(raw["payload"])


@pytest.mark.parametrize("channel", ["", "whatsapp:", "rcs:"])
def test_a_sender_is_the_same_whichever_channel_a_report_names(web, channel) -> None:
    web.asked(web.practice(), sid="SM1")
    assert web.post_status("SM1", "delivered", From=f"{channel}+18335550199").status_code == 200
    [message] = web.rows("select sender_hash from messages")
    assert message == {"sender_hash": web.sealer.hash("+18335550199")}


@pytest.mark.parametrize("order", list(itertools.permutations(["queued", "sent", "delivered"])))
def test_no_order_of_arrival_moves_a_status_backwards(web, order) -> None:
    web.asked(web.practice(), sid="SM1")
    for status in order:
        assert web.post_status("SM1", status).status_code == 200
    assert state(web, "SM1") == ("delivered", "delivered")
    assert web.value("select provider_status from review_requests") == "delivered"
    assert web.value("select count(*) from raw_events where applied_at is null") == 0


def test_the_first_final_status_stays(web) -> None:
    web.asked(web.practice(), sid="SM1")
    web.post_status("SM1", "delivered")
    web.post_status("SM1", "failed", ErrorCode="30003")
    assert state(web, "SM1") == ("delivered", "delivered")
    assert web.events("failed") == []
    assert web.value("select status from review_requests") == "sent"


def test_price_and_segments_are_kept_when_told(web) -> None:
    web.asked(web.practice(), sid="SM1")
    web.post_status("SM1", "sent", NumSegments="2", Price="-0.0166", PriceUnit="USD")
    [row] = web.rows("select segments, price_usd from messages")
    assert (row["segments"], float(row["price_usd"])) == (2, 0.0166)
    web.post_status("SM1", "queued", Price="-9", PriceUnit="EUR", NumSegments="x")
    assert float(web.value("select price_usd from messages")) == 0.0166


def test_a_dead_number_is_suppressed_and_asked_by_email_instead(web) -> None:
    practice_id = web.practice()
    ask = web.asked(practice_id, sid="SM1", email="ana@example.com")
    assert web.post_status("SM1", "undelivered", ErrorCode="30005").status_code == 200
    assert state(web, "SM1") == ("undelivered", "undelivered")
    [request] = web.rows(
        "select status, reason, send_error_code, provider_status from review_requests"
    )
    assert request == {
        "status": "failed",
        "reason": "carrier_error",
        "send_error_code": "30005",
        "provider_status": "undelivered",
    }
    [event] = web.events("failed")
    assert event["payload"]["code"] == "30005"
    assert web.value("select event from engagements") == "failed"
    [stop] = web.rows("select practice_id, channel, reason from suppressions")
    assert stop == {"practice_id": practice_id, "channel": "sms", "reason": "carrier_30005"}
    [job] = web.rows("select payload, unique_key from jobs where type = 'send_fallback_email'")
    assert job["unique_key"] == f"fallback:{ask['request_id']}"


def test_who_has_opted_out_at_the_carrier_gets_no_email_instead(web) -> None:
    web.asked(web.practice(), sid="SM1", email="ana@example.com")
    web.post_status("SM1", "failed", ErrorCode="21610")
    assert web.rows("select channel, reason from suppressions order by channel") == [
        {"channel": "email", "reason": "carrier_21610"},
        {"channel": "sms", "reason": "carrier_21610"},
    ]
    assert web.rows("select from jobs where type = 'send_fallback_email'") == []


def test_a_sender_that_carriers_refuse_is_halted_and_its_patient_asked_by_email(web) -> None:
    web.asked(web.practice(), sid="SM1", email="ana@example.com")
    web.post_status("SM1", "undelivered", ErrorCode="30034")
    assert web.value("select sms_status from settings") == "blocked"
    assert web.count("suppressions") == 0
    assert len(web.rows("select from jobs where type = 'send_fallback_email'")) == 1


def test_a_failed_proof_is_told_with_its_meaning(web) -> None:
    practice_id = web.practice()
    web.database.execute(
        "insert into messages (practice_id, purpose, channel, provider_msg_id, state) values (%s, 'proof', 'sms', 'SM9', 'accepted')",
        (practice_id,),
    )
    web.post_status("SM9", "undelivered", ErrorCode="30006")
    [event] = web.events("proof_sms_fail")
    assert event["payload"]["code"] == "30006"
    assert event["payload"]["meaning"]


def test_a_report_that_outruns_its_message_is_applied_when_the_message_is_there(
    web, database_url
) -> None:
    assert web.post_status("SM1", "delivered").status_code == 200
    assert web.value("select applied_at is null from raw_events")
    web.asked(web.practice(), sid="SM1")
    with connect(database_url) as connection:
        assert apply_pending(connection, web.config, web.sealer, now=web.now)["applied"] == 1
    assert state(web, "SM1") == ("delivered", "delivered")


def test_a_report_of_an_unknown_message_is_let_go_after_a_day(web, database_url, now) -> None:
    web.post_status("SM404", "delivered")
    with connect(database_url) as connection:
        early = apply_pending(connection, web.config, web.sealer, now=now.replace(hour=23))
        late = apply_pending(connection, web.config, web.sealer, now=now.replace(day=6))
    assert (early["applied"], early["failed"], late["applied"]) == (0, 1, 1)
    [raw] = web.rows("select applied_at, error from raw_events")
    assert raw["applied_at"] is not None
    assert raw["error"] == "unknown message"


def test_an_unsigned_report_is_answered_403_and_stores_nothing(web) -> None:
    fields = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    answer = web.post_twilio("/webhooks/twilio/status", fields, **{"X-Twilio-Signature": "wrong"})
    assert answer.status_code == 403
    assert answer.json["error"] == "invalid_signature"
    assert web.count("raw_events") == 0


def test_a_signed_report_without_a_message_is_answered_400(web) -> None:
    assert web.post_twilio("/webhooks/twilio/status", {"MessageStatus": "sent"}).status_code == 400


def test_an_unknown_status_is_stored_and_moves_nothing(web) -> None:
    web.asked(web.practice(), sid="SM1")
    assert web.post_status("SM1", "teleported").status_code == 200
    assert state(web, "SM1") == ("queued", "accepted")
    assert web.value("select applied_at is not null from raw_events")


def test_many_reports_over_http_leave_every_message_delivered(web, serve) -> None:
    practice_id = web.practice()
    sids = [f"SM{n}" for n in range(60)]
    for number, sid in enumerate(sids):
        web.asked(practice_id, sid=sid, phone=f"+1415555{1000 + number}")
    with serve() as server:
        run_together(
            [(server.post_status, sid, status) for sid in sids for status in ("delivered", "sent")]
        )
    assert web.value("select count(*) from messages where provider_status = 'delivered'") == 60
    assert web.value("select count(*) from engagements where event = 'delivered'") == 60
    assert len(web.events("delivered")) == 60


def run_together(calls) -> None:
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda call: call[0](*call[1:]).status_code, calls))
    assert set(answers) == {200}
