"""POST /webhooks/twilio/inbound."""

import uuid
from datetime import timedelta

import pytest

from core.consent.inbound_texts import apply_inbound
from core.context import IntakeContext
from core.sealed_payloads import seal_text
from core.store.raw_events import append_raw_event

PHONE = "+14155550132"
EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


def test_stop_suppresses_everything_before_the_answer(web) -> None:
    practice_id = web.practice()
    ask = web.asked(practice_id, email="ana@example.com")
    answer = web.post_text("STOP")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/xml")
    assert "<Message>Smile Dental:" in answer.text
    stops = web.rows(
        "select contact_hash, channel, reason, practice_id from suppressions order by channel"
    )
    assert [(s["channel"], s["reason"], s["practice_id"]) for s in stops] == [
        ("email", "stop", practice_id),
        ("sms", "stop", practice_id),
    ]
    assert stops[1]["contact_hash"] == web.sealer.hash(PHONE)
    [patient] = web.rows("select opted_out, opted_out_at from patients")
    assert patient == {"opted_out": True, "opted_out_at": web.now}
    [engagement] = web.rows("select event, review_request_id from engagements")
    assert engagement == {"event": "stopped", "review_request_id": ask["request_id"]}
    [stop] = web.events("stop")
    assert stop["practice_id"] == practice_id
    assert stop["payload"]["contact_hash"] == web.sealer.hash(PHONE)
    [job] = web.rows("select status, last_error from jobs where type = 'send_reminder'")
    assert job == {"status": "done", "last_error": "canceled: opted_out"}
    [skipped] = web.events("reminder_skipped")
    assert skipped["payload"]["reason"] == "opted_out"


def test_stop_ends_requests_that_were_still_waiting(web) -> None:
    practice_id = web.practice()
    ask = web.asked(practice_id)
    web.database.execute(
        "update review_requests set status = 'delayed', sent_at = null, reason = 'quiet_hours'"
    )
    web.database.execute(
        "update jobs set type = 'send_request', unique_key = %s", (f"request:{ask['request_id']}",)
    )
    web.post_text("stop")
    assert web.rows("select status, reason from review_requests") == [
        {"status": "skipped", "reason": "opted_out"}
    ]
    assert web.events("send_skipped")[0]["payload"]["reason"] == "opted_out"


def test_twilios_own_confirmation_is_not_repeated(web) -> None:
    web.asked(web.practice())
    assert web.post_text("STOP", OptOutType="STOP").text == EMPTY
    assert web.count("suppressions") == 1


def test_a_second_stop_is_not_confirmed_again(web) -> None:
    web.asked(web.practice())
    assert "<Message>" in web.post_text("STOP").text
    assert web.post_text("STOP").text == EMPTY
    assert len(web.events("stop")) == 1
    assert web.value("select count(*) from messages where purpose = 'confirmation'") == 1


def test_the_same_text_delivered_twice_is_taken_once(web) -> None:
    web.asked(web.practice())
    sid = f"SM{uuid.uuid4().hex}"
    web.post_text("STOP", MessageSid=sid)
    assert web.post_text("STOP", MessageSid=sid).text == EMPTY
    assert web.count("raw_events") == 1


def test_the_confirmation_is_in_the_patients_language_and_in_the_ledger(web) -> None:
    web.asked(web.practice(), locale="es")
    answer = web.post_text("ALTO", OptOutType="")
    assert "Ya no le enviaremos" in answer.text
    [message] = web.rows("select * from messages where purpose = 'confirmation'")
    assert message["recipient_hash"] == web.sealer.hash(PHONE)
    assert message["segments"] >= 1
    opened = web.sealer.open(
        message["recipient"], practice_id=message["practice_id"], column="messages.recipient"
    )
    assert opened == PHONE


def test_stop_holds_for_every_practice_that_texted_the_number(web) -> None:
    first, second = web.practice(email="a@a.example.com"), web.practice(email="b@b.example.com")
    web.asked(first)
    web.asked(second)
    third = web.practice(email="c@c.example.com")
    web.post_text("STOP")
    suppressed = {row["practice_id"] for row in web.rows("select practice_id from suppressions")}
    assert suppressed == {first, second}
    assert third not in suppressed


def test_a_patient_who_was_not_texted_yet_can_stop_too(web) -> None:
    web.asked(web.practice())
    web.database.execute("delete from messages")
    web.post_text("STOP")
    assert web.value("select opted_out from patients")


def test_stop_from_a_number_nobody_knows_holds_for_all(web) -> None:
    assert web.post_text("STOP").text == EMPTY
    [stop] = web.rows("select practice_id, contact_hash from suppressions")
    assert str(stop["practice_id"]) == "00000000-0000-0000-0000-000000000000"
    [event] = web.events("stop")
    assert event["practice_id"] == stop["practice_id"]


def test_start_lifts_what_stop_did_and_nothing_else(web) -> None:
    practice_id = web.practice()
    web.asked(practice_id, email="ana@example.com")
    web.post_text("STOP")
    web.database.execute(
        "insert into suppressions (practice_id, contact_hash, channel, reason) values (%s, 'x', 'email', 'bounce')",
        (practice_id,),
    )
    answer = web.post_text("START")
    assert "<Message>Smile Dental:" in answer.text
    assert [r["reason"] for r in web.rows("select reason from suppressions")] == ["bounce"]
    assert web.value("select opted_out from patients") is False
    assert len(web.events("start")) == 1
    assert web.post_text("START").text == EMPTY


def test_help_names_the_practice_and_its_phone(web) -> None:
    web.asked(web.practice())
    answer = web.post_text("HELP")
    assert "Smile Dental" in answer.text
    assert "555-0100" in answer.text or "+15105550100" in answer.text
    assert len(web.events("help")) == 1


def test_help_from_a_stranger_is_answered_with_nothing(web) -> None:
    assert web.post_text("HELP").text == EMPTY


def test_another_text_is_kept_sealed_and_forwarded(web) -> None:
    practice_id = web.practice()
    web.asked(practice_id)
    answer = web.post_text("Thank you, see you in May")
    assert answer.text == EMPTY
    [kept] = web.rows("select * from inbound_messages")
    assert kept["kind"] == "other"
    body = web.sealer.open(kept["body"], practice_id=practice_id, column="inbound_messages.body")
    assert body == "Thank you, see you in May"
    [job] = web.rows("select payload from jobs where type = 'forward_reply'")
    assert job["payload"]["inbound_message_id"] == str(kept["id"])
    assert job["payload"]["may_mean_appointment"] is False


def test_cancel_stops_and_tells_the_office_that_it_may_mean_the_appointment(web) -> None:
    web.asked(web.practice())
    answer = web.post_text("CANCEL")
    assert "appointment" in answer.text
    assert web.value("select opted_out from patients")
    [job] = web.rows("select payload from jobs where type = 'forward_reply'")
    assert job["payload"]["may_mean_appointment"] is True


def test_a_reply_goes_to_the_practice_that_texted_last(web) -> None:
    early, late = web.practice(email="a@a.example.com"), web.practice(email="b@b.example.com")
    web.asked(late, sent_at=web.now - timedelta(hours=1))
    web.asked(early, sent_at=web.now - timedelta(days=3))
    web.post_text("Hello there")
    assert web.value("select practice_id from inbound_messages") == late


def test_of_several_senders_the_one_that_is_answered_tells_the_practice(web) -> None:
    early, late = web.practice(email="a@a.example.com"), web.practice(email="b@b.example.com")
    web.asked(early, sent_at=web.now - timedelta(days=3), sid="SMearly")
    web.asked(late, sent_at=web.now - timedelta(hours=1), sid="SMlate")
    web.post_status("SMearly", "sent", From="+18335550199")
    web.post_status("SMlate", "delivered", From="+18335550188")
    for number in ("+18335550199", "+18335550188", "+18335550177"):
        web.post_text("Hello there", To=number)
    kept = web.rows("select practice_id from inbound_messages order by received_at, ctid")
    assert [row["practice_id"] for row in kept] == [early, late, late]
    assert "8335550199" not in str(web.rows("select sender_hash from messages"))


def test_a_stop_to_any_sender_holds_for_every_practice_that_texted(web) -> None:
    first, second = web.practice(email="a@a.example.com"), web.practice(email="b@b.example.com")
    web.asked(first, sid="SMfirst")
    web.asked(second, sid="SMsecond")
    web.post_status("SMfirst", "sent", From="+18335550199")
    web.post_status("SMsecond", "sent", From="+18335550188")
    web.post_text("STOP", To="+18335550199")
    suppressed = {row["practice_id"] for row in web.rows("select practice_id from suppressions")}
    assert suppressed == {first, second}


@pytest.mark.parametrize(
    ("seconds", "may_confirm", "is_confirmed"),
    [(299, True, True), (300, True, False), (0, False, False)],
)
def test_an_opt_out_is_confirmed_within_five_minutes_to_who_still_waits_or_not_at_all(
    web, seconds, may_confirm, is_confirmed
) -> None:
    web.asked(web.practice())
    raw = append_raw_event(
        web.database,
        provider="twilio_inbound",
        external_id="SMlate",
        type="inbound",
        payload=seal_text(web.sealer, {"From": PHONE, "Body": "STOP"}),
        received_at=web.now - timedelta(seconds=seconds),
    )
    context = IntakeContext(web.database, web.config, web.sealer, web.now, may_confirm)
    answer = apply_inbound(context, raw)
    assert (answer is not None) is is_confirmed
    assert web.value("select opted_out from patients")
    confirmed = web.value("select count(*) from messages where purpose = 'confirmation'")
    assert confirmed == int(is_confirmed)


def test_neither_phone_nor_text_is_stored_in_clear(web) -> None:
    web.asked(web.practice())
    web.post_text("my tooth hurts", FromCity="OAKLAND", MediaUrl0="https://api.twilio.com/x")
    stored = str(web.rows("select payload from raw_events"))
    for secret in (PHONE, "tooth", "OAKLAND", "api.twilio.com"):
        assert secret not in stored


@pytest.mark.parametrize(
    "params",
    [{"Body": ""}, {"Body": "\U0001f600" * 20}, {"Body": "a\x00b"}, {"From": "whatsapp:+1415"}],
)
def test_odd_texts_are_taken_in(web, params) -> None:
    web.asked(web.practice())
    assert web.post_text("x", **params).status_code == 200
    assert web.value("select error from raw_events") is None


def test_an_unsigned_text_is_answered_403_and_stores_nothing(web) -> None:
    answer = web.post_text("STOP", MessageSid="SM1")
    assert answer.status_code == 200
    fields = {"MessageSid": "SM2", "From": PHONE, "Body": "STOP"}
    answer = web.post_twilio("/webhooks/twilio/inbound", fields, **{"X-Twilio-Signature": "AAAA"})
    assert answer.status_code == 403
    assert web.value("select count(*) from raw_events where external_id = 'SM2'") == 0


@pytest.mark.parametrize(
    "sender", ["rcs:+14155550132", "whatsapp:+14155550132", "RCS: 14155550132"]
)
def test_a_stop_by_another_channel_is_the_same_persons(web, sender) -> None:
    practice_id = web.practice()
    web.asked(practice_id)
    web.post_text("STOP", From=sender)
    [stop] = web.events("stop")
    assert (stop["practice_id"], stop["payload"]["contact_hash"]) == (
        practice_id,
        web.sealer.hash(PHONE),
    )
    [job] = web.rows("select status, last_error from jobs where type = 'send_reminder'")
    assert job == {"status": "done", "last_error": "canceled: opted_out"}


def test_a_stop_after_a_carrier_refused_the_number_is_noted_and_confirmed_like_any_other(
    web,
) -> None:
    practice_id = web.practice()
    web.asked(practice_id)
    web.database.execute(
        "insert into suppressions (practice_id, contact_hash, channel, reason)"
        " values (%s, %s, 'sms', 'carrier_30005')",
        (practice_id, web.sealer.hash(PHONE)),
    )
    assert "<Message>" in web.post_text("STOP").text
    assert len(web.events("stop")) == 1
    assert "<Message>" not in web.post_text("STOP").text
    assert len(web.events("stop")) == 1
    assert web.rows("select reason from suppressions where channel = 'sms'") == [
        {"reason": "carrier_30005"}
    ]


def test_our_own_text_sent_back_stops_nothing_and_a_stop_beside_it_does(web) -> None:
    web.asked(web.practice())
    ours = (
        "Liked 'Smile Dental: Hi Ana, thank you for your visit. Would you write a Google review?"
        " https://go.example.com/r/AbC123xYz9 Reply STOP to opt out'"
    )
    web.post_text(ours)
    assert web.events("stop") == []
    web.post_text(f"{ours} STOP")
    assert len(web.events("stop")) == 1
