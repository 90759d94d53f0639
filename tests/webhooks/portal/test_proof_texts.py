"""POST /onboard/test-sms, and how the sample fares."""

from datetime import timedelta

import pytest


def test_a_sample_is_queued_to_the_owners_phone(web, new_practice_id, form) -> None:
    body = {"token": form["token"], "to": "(415) 555-0132", "practice_id": str(new_practice_id)}
    answer = web.post_json("/onboard/test-sms", body)
    assert answer.status_code == 202
    assert answer.json["status"] == "queued"
    [job] = web.rows("select * from jobs where type = 'send_proof'")
    assert job["id"] == answer.json["id"]
    assert (
        web.sealer.open(job["payload"]["to"], practice_id=new_practice_id, column="jobs.payload.to")
        == "+14155550132"
    )
    assert job["payload"]["to_hash"] == web.sealer.hash("+14155550132")
    assert web.value("select used_at from magic_links") is None
    assert "4155550132" not in str(job["payload"])


def test_samples_are_limited_by_ten_minutes_and_by_day(web, make_web, form) -> None:
    body = {"token": form["token"], "to": "+14155550132"}
    for _ in range(12):
        assert web.post_json("/onboard/test-sms", body).status_code == 202
    next_one = web.post_json("/onboard/test-sms", body)
    assert (next_one.status_code, next_one.json["error"]) == (429, "rate_limited")
    assert next_one.headers["retry-after"] == "600"
    for minutes in (10, 20):
        at = make_web(now=web.now + timedelta(minutes=minutes))
        answers = [at.post_json("/onboard/test-sms", body).status_code for _ in range(12)]
    assert answers == [202] * 6 + [429] * 6
    assert web.value("select count(*) from jobs where type = 'send_proof'") == 30


def test_a_sample_needs_a_link_or_a_session_a_phone_and_the_right_practice(
    web, new_practice_id, form
) -> None:
    to = {"to": "+14155550132"}
    assert web.post_json("/onboard/test-sms", to).status_code == 401
    assert web.post_json("/onboard/test-sms", to | {"token": "forged"}).status_code == 404
    wrong = to | {"token": form["token"], "practice_id": "00000000-0000-0000-0000-000000000001"}
    assert web.post_json("/onboard/test-sms", wrong).status_code == 403
    bad = web.post_json("/onboard/test-sms", {"token": form["token"], "to": "nobody"})
    assert (bad.status_code, list(bad.json["fields"])) == (422, ["to"])
    assert web.post_json("/onboard/test-sms", to, **web.session(new_practice_id)).status_code == 202


def test_the_state_of_a_sample_can_be_followed(web, new_practice_id, form) -> None:
    job_id = web.post_json(
        "/onboard/test-sms", {"token": form["token"], "to": "+14155550132"}
    ).json["id"]
    headers = {"Authorization": f"Bearer {form['token']}"}
    path = f"/portal/messages/{job_id}/status"
    assert web.client.simulate_get(path, headers=headers).json["state"] == "queued"
    web.database.execute(
        "insert into messages (practice_id, purpose, channel, state, job_id) values (%s, 'proof', 'sms', 'delivered', %s)",
        (new_practice_id, job_id),
    )
    assert web.client.simulate_get(path, headers=headers).json["state"] == "delivered"
    web.database.execute("update messages set state = 'undelivered', error_code = '30006'")
    failed = web.client.simulate_get(path, headers=headers).json
    assert (failed["state"], failed["code"]) == ("failed", "30006")
    other = web.session(web.practice(email="x@x.example.com"))
    assert web.client.simulate_get(path, headers=other).status_code == 404
    assert web.client.simulate_get(path).status_code == 401
    assert (
        web.client.simulate_get("/portal/messages/9" * 1 + "9/status", headers=headers).status_code
        == 404
    )


def test_another_phone_waits_until_the_first_is_confirmed(web, practice_id) -> None:
    owner = web.session(practice_id)

    def ask(to: str) -> int:
        return web.post_json("/onboard/test-sms", {"to": to}, **owner).status_code

    assert [ask("+14155550132"), ask("+14155550132"), ask("+14155550133")] == [202, 202, 429]
    job = web.rows("select id, payload ->> 'to_hash' as hash from jobs order by id limit 1")[0]
    web.database.execute(
        "insert into messages (practice_id, purpose, channel, provider_msg_id, state, recipient_hash, created_at, job_id)"
        " values (%s, 'proof', 'sms', 'SM9', 'delivered', %s, %s, %s)",
        (practice_id, job["hash"], web.now, job["id"]),
    )
    assert ask("+14155550133") == 202


@pytest.mark.parametrize("to", ["+19005550132", "+18765550132", "+2348031234567", "+18335550132"])
def test_a_number_that_is_no_mobile_of_here_gets_no_test_message(web, practice_id, to) -> None:
    answer = web.post_json("/onboard/test-sms", {"to": to}, **web.session(practice_id))
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["to"])
    assert web.count("jobs") == 0


@pytest.mark.parametrize("name", ["Chase Bank: account locked", "call 510-555-0142", "evil.com"])
def test_a_name_that_is_no_practices_is_not_saved(web, practice_id, name) -> None:
    form = {
        "name": name, "timezone": "America/Denver", "quiet_hours_start": "19:00",
        "quiet_hours_end": "10:00", "daily_cap": "9", "default_locale": "es",
        "review_link": "https://g.page/r/CdNQ3k1x0AbcEBM/review",
    }  # fmt: skip
    answer = web.post_form("/portal/settings", form, **web.session(practice_id))
    assert answer.status_code == 422
    assert web.value("select name from practices") == "Smile Dental"
