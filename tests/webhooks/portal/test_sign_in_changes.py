"""The sign-in address changes where it is confirmed at the new one, and the old one is told."""

import json
from datetime import timedelta

import pytest

SETTINGS = {
    "name": "Smile Dental", "timezone": "America/Denver", "quiet_hours_start": "19:00",
    "quiet_hours_end": "10:00", "daily_cap": "9", "default_locale": "es",
    "review_link": "https://g.page/r/CdNQ3k1x0AbcEBM/review",
}  # fmt: skip
OLD, NEW = "owner@smile.example.com", "new@lake.example.com"


def mails(web) -> list[tuple[str, str, str | None]]:
    """Give kind, address and token of the mails that wait, oldest first."""
    found = []
    for row in web.rows(
        "select practice_id, payload from jobs where type = 'send_address_notice' order by id"
    ):
        payload = row["payload"]
        opened = {
            name: web.sealer.open(
                payload[f"{name}_sealed"],
                practice_id=row["practice_id"],
                column=f"jobs.payload.{name}",
            )
            for name in ("email", "token")
            if f"{name}_sealed" in payload
        }
        found.append((payload["kind"], opened["email"], opened.get("token")))
    return found


def ask(web, owner, email: str = NEW) -> str:
    """Change the address in the settings; gives the token mailed to the new one."""
    assert (
        web.post_form("/portal/settings", SETTINGS | {"email": email}, **owner).status_code == 303
    )
    kind, to, token = mails(web)[-1]
    assert (kind, to) == ("confirm_address", email.lower())
    return token


def links_for(web, email: str) -> int:
    before = len(web.rows("select from jobs where type = 'send_magic_link'"))
    web.post_json("/portal/link", {"email": email})
    return len(web.rows("select from jobs where type = 'send_magic_link'")) - before


def test_until_it_is_confirmed_the_old_address_signs_in(web, owner) -> None:
    token = ask(web, owner)
    assert web.value("select email from practices") == OLD
    assert (links_for(web, OLD), links_for(web, NEW)) == (1, 0)
    page = web.get_page(f"/portal/confirm-address/{token}").text
    assert "Smile Dental" in page
    assert NEW in page
    assert web.value("select email from practices") == OLD
    assert f"We mailed a link to {NEW}" in web.get_page("/portal/settings", **owner).text


def test_the_button_changes_it_ends_other_sessions_and_tells_the_old_address(
    web, practice_id, owner
) -> None:
    tablet = web.session(practice_id)
    token = ask(web, owner)
    assert web.post_form(f"/portal/confirm-address/{token}", **owner).status_code == 200
    assert web.value("select email from practices") == NEW
    assert web.get_page("/portal", **owner).status_code == 200
    assert web.get_page("/portal", **tablet).status_code == 401
    assert mails(web)[-1] == ("address_changed", OLD, None)
    assert (links_for(web, OLD), links_for(web, NEW)) == (0, 1)
    [event] = web.events("sign_in_changed")
    told = {"from": web.sealer.hash(OLD), "to": web.sealer.hash(NEW)}
    assert event["payload"] == told
    assert NEW not in json.dumps(web.rows("select payload::text from jobs"))


def test_a_link_confirms_once_and_for_two_days(web, make_web, owner) -> None:
    token = ask(web, owner)
    late = make_web(now=web.now + timedelta(days=2))
    assert late.post_form(f"/portal/confirm-address/{token}").status_code == 404
    assert web.post_form(f"/portal/confirm-address/{token}").status_code == 200
    assert web.post_form(f"/portal/confirm-address/{token}").status_code == 404
    assert len(web.events("sign_in_changed")) == 1


def test_only_the_latest_change_can_be_confirmed(web, owner) -> None:
    first, second = ask(web, owner), ask(web, owner, "Other@lake.example.com")
    assert web.post_form(f"/portal/confirm-address/{first}").status_code == 404
    assert web.post_form(f"/portal/confirm-address/{second}").status_code == 200
    assert web.value("select email from practices") == "other@lake.example.com"


@pytest.mark.parametrize("token", ["forged", "x" * 140])
def test_a_forged_link_confirms_nothing(web, owner, token) -> None:
    ask(web, owner)
    assert web.post_form(f"/portal/confirm-address/{token}").status_code == 404
    assert (
        web.post_form(f"/portal/confirm-address/{web.magic_link(web.practice())}").status_code
        == 404
    )
    assert web.value("select count(*) from practices where email = %s", NEW) == 0


def test_the_same_address_again_is_no_change(web, owner) -> None:
    web.post_form("/portal/settings", SETTINGS | {"email": OLD.upper()}, **owner)
    assert mails(web) == []


def test_the_address_of_the_weekly_report_signs_nobody_in(web, owner) -> None:
    web.post_form("/portal/settings", SETTINGS | {"digest_email": NEW}, **owner)
    assert links_for(web, NEW) == 0


def test_onboarding_changes_it_no_more_silently(web, practice_id) -> None:
    form = SETTINGS | {"consent_name": "Dr Kim", "consent_accepted": True, "email": NEW}
    answer = web.post_json("/onboard", form | {"token": web.magic_link(practice_id)})
    assert answer.status_code == 200
    assert web.value("select email from practices") == OLD
    assert [mail[:2] for mail in mails(web)] == [("confirm_address", NEW)]


def test_a_practice_without_an_address_takes_the_first_one(web) -> None:
    practice_id = web.practice(email=None)
    form = SETTINGS | {"consent_name": "Dr Kim", "consent_accepted": True, "email": NEW}
    web.post_json("/onboard", form | {"token": web.magic_link(practice_id)})
    assert web.value("select email from practices") == NEW
    assert mails(web) == []
