"""Twilio's stand-in: shapes, callbacks, opt-outs, failures by number."""

import pytest

from core.rules.places.phone import to_e164
from core.rules.wording.segments import count_segments
from sandbox.twilio_fates import FATES, segments_of

TO = "+15105550123"
STATUS = "/webhooks/twilio/status"
INBOUND = "/webhooks/twilio/inbound"


def _callbacks(app, sid):
    return [form for form in app.of(STATUS) if form["MessageSid"] == sid]


def test_a_text_is_reported_queued_sent_and_delivered_over_signed_callbacks(sandbox, app):
    sent = sandbox.text(TO, callback=app.url + STATUS)
    assert sent.status_code == 201
    assert sandbox.post("drain")["idle"]
    forms = _callbacks(app, sent.json()["sid"])
    assert [form["MessageStatus"] for form in forms] == ["queued", "sent", "delivered"]
    assert forms[0]["To"] == TO
    assert forms[0]["AccountSid"] == sandbox.config.twilio_account_sid
    assert forms[0]["MessagingServiceSid"] == sandbox.config.twilio_messaging_service_sid
    assert sandbox.counts()["callbacks_by_status"] == {"200": 3}


def test_the_resource_has_twilios_shape_before_and_after_delivery(sandbox):
    created = sandbox.text(TO).json()
    assert (created["status"], created["price"], created["from"]) == ("accepted", None, None)
    assert created["date_sent"] is None
    sandbox.post("drain")
    fetched = sandbox.twilio("GET", f"Messages/{created['sid']}.json").json()
    assert (fetched["status"], fetched["price"], fetched["price_unit"]) == (
        "delivered",
        "-0.00830",
        "USD",
    )
    assert (fetched["num_segments"], fetched["num_media"]) == ("1", "0")
    assert fetched["direction"] == "outbound-api"
    assert set(created) == set(fetched)


@pytest.mark.parametrize("digits", sorted(d for d, fate in FATES.items() if not fate.callbacks))
def test_some_numbers_are_refused_at_once(sandbox, digits):
    refused = sandbox.text("+1510555" + digits)
    assert refused.status_code == 400
    assert refused.json()["code"] == FATES[digits].error_code
    assert sandbox.messages() == []


@pytest.mark.parametrize("digits", ["0003", "0005", "0006", "0007", "0008", "0034"])
def test_some_numbers_turn_out_undelivered(sandbox, app, digits):
    sid = sandbox.text("+1510555" + digits, callback=app.url + STATUS).json()["sid"]
    sandbox.post("drain")
    last = _callbacks(app, sid)[-1]
    assert (last["MessageStatus"], last["ErrorCode"]) == ("undelivered", "3" + digits)


def test_one_number_hears_its_callbacks_twice_and_out_of_order(sandbox, app):
    sid = sandbox.text("+15105550777", callback=app.url + STATUS).json()["sid"]
    sandbox.post("drain")
    statuses = [form["MessageStatus"] for form in _callbacks(app, sid)]
    assert statuses == ["delivered", "queued", "delivered", "sent"]
    assert sandbox.messages()[0]["status"] == "delivered"


def test_one_number_is_never_confirmed_by_its_carrier(sandbox):
    sandbox.text("+15105550333")
    sandbox.post("drain")
    assert sandbox.messages()[0]["status"] == "sent"


@pytest.mark.parametrize(
    ("digits", "status", "kept"), [("0429", 429, 0), ("0500", 503, 0), ("0599", 500, 1)]
)
def test_some_numbers_fail_once(sandbox, digits, status, kept):
    first = sandbox.text("+1510555" + digits)
    assert first.status_code == status
    assert first.headers.get("Retry-After") == ("1" if status == 429 else None)
    assert len(sandbox.messages()) == kept
    assert sandbox.text("+1510555" + digits).status_code == 201


@pytest.mark.parametrize("digits", sorted(FATES))
def test_every_magic_number_is_a_valid_one(digits):
    assert to_e164("+1510555" + digits) == "+1510555" + digits


def test_callbacks_are_repeated_while_the_app_is_down(sandbox, app):
    app.statuses = [503, 503]
    sid = sandbox.text(TO, callback=app.url + STATUS).json()["sid"]
    assert sandbox.post("drain")["idle"]
    statuses = [form["MessageStatus"] for form in _callbacks(app, sid)]
    assert statuses == ["queued", "queued", "queued", "sent", "delivered"]


def test_a_drain_that_cannot_finish_says_so(sandbox):
    sandbox.text(TO, callback="http://127.0.0.1:9/nobody")
    drained = sandbox.post("drain", timeout_seconds=0.2)
    assert drained == {"idle": False, "pending": 1}


def test_a_callback_is_signed_over_the_url_without_its_fragment(sandbox, app):
    sandbox.text(TO, callback=app.url + STATUS + "?practice=1#rc=3&rp=all")
    sandbox.post("drain")
    assert sandbox.counts()["callbacks_by_status"] == {"200": 3}
    assert app.raw[0][0] == STATUS + "?practice=1"


@pytest.mark.parametrize("word", ["STOP", "stop", " Unsubscribe ", "QUIT", "revoke"])
def test_twilios_own_stop_words_opt_out_and_are_confirmed_by_twilio(sandbox, app, word):
    sandbox.post("inbound", **{"from": TO, "body": word})
    sandbox.post("drain")
    assert app.of(INBOUND)[0]["OptOutType"] == "STOP"
    assert [text["direction"] for text in sandbox.messages()] == ["inbound", "outbound-twilio"]
    refused = sandbox.text(TO)
    assert refused.json()["code"] == 21610
    sandbox.post("inbound", **{"from": TO, "body": "START"})
    assert sandbox.text(TO).status_code == 201


@pytest.mark.parametrize("word", ["ALTO", "please stop texting me", "Gracias"])
def test_other_words_are_ours_alone_to_understand(sandbox, app, word):
    app.twiml = "<?xml version='1.0'?><Response><Message>Listo, José.</Message></Response>"
    sandbox.post("inbound", **{"from": "(510) 555-0123", "body": word})
    sandbox.post("drain")
    [form] = app.of(INBOUND)
    assert "OptOutType" not in form
    assert (form["From"], form["Body"], form["SmsStatus"]) == (TO, word, "received")
    assert form["MessageSid"].startswith("SM")
    texts = sandbox.messages()
    assert [(text["direction"], text["body"]) for text in texts] == [
        ("inbound", word),
        ("outbound-reply", "Listo, José."),
    ]


def test_a_reply_of_ours_does_not_reach_who_has_opted_out(sandbox, app):
    app.twiml = "<Response><Message>Bye</Message></Response>"
    sandbox.post("inbound", **{"from": TO, "body": "STOP"})
    sandbox.post("drain")
    assert "Bye" not in [text["body"] for text in sandbox.messages()]


def test_lists_filter_by_recipient_and_date_and_are_paged(sandbox):
    sandbox.post("settings", now="2026-03-04T20:00:00Z")
    for number in range(7):
        sandbox.text(TO, str(number))
    sandbox.text("+15105550124")
    sandbox.post("drain")
    query = {"To": TO, "PageSize": 3, "DateSent>": "2026-03-04T19:59:59Z"}
    page = sandbox.twilio("GET", "Messages.json", params=query).json()
    bodies = [one["body"] for one in page["messages"]]
    assert page["previous_page_uri"] is None
    while page["next_page_uri"]:
        page = sandbox.twilio(
            "GET", page["next_page_uri"].partition(sandbox.config.twilio_account_sid + "/")[2]
        ).json()
        bodies += [one["body"] for one in page["messages"]]
    assert bodies == ["6", "5", "4", "3", "2", "1", "0"]
    later = {"To": TO, "DateSent>": "2026-03-04T20:00:01Z"}
    assert sandbox.twilio("GET", "Messages.json", params=later).json()["messages"] == []


@pytest.mark.parametrize("auth", [None, ("AC0", "x"), ("AC" + "0" * 32, "wrong")])
def test_wrong_credentials_are_refused(sandbox, auth):
    refused = sandbox.twilio("GET", "Messages.json", auth=auth)
    assert (refused.status_code, refused.json()["code"]) == (401, 20003)


def test_sids_depend_on_the_seed_alone(sandbox):
    def sids(seed):
        sandbox.post("reset", seed=seed)
        return [sandbox.text(to).json()["sid"] for to in (TO, TO, "+15105550124")]

    first = sids(1)
    assert sids(1) == first
    assert not set(sids(2)) & set(first)
    assert len(set(first)) == 3


@pytest.mark.parametrize(
    "text",
    [
        *("", "a", "a" * 160, "a" * 161, "a" * 306, "a" * 307, "é" * 160, "á" * 70, "á" * 71),
        *("á" * 134, "á" * 135, "€" * 80, "€" * 81, "a" * 152 + "€" + "a" * 153, "🙂" * 35),
        *("🙂" * 36, "a" * 66 + "🙂" * 20, "ñü¿¡Ç" * 32, "“quoted”"),
    ],
)
def test_both_segment_counters_agree(text):
    assert segments_of(text) == max(1, count_segments(text))
