"""Rows that leave open whether anybody came: shown to their office, and taken in on its word."""

import re
from datetime import timedelta

import pytest

from core.store.retention import purge_expired
from tests.webhooks.portal.test_visits import preview_of, upload

LIST = (
    b"First name,Phone,Visit date,Status\n"
    b"Ana,(415) 555-0132,2026-03-03,Completed\n"
    b"Bo,(415) 555-0133,2026-03-03,Wait\n"
    b"Cy,(415) 555-0134,2026-03-02,Wait\n"
    b"Di,(415) 555-0135,2026-03-03,Chart pulled\n"
)


@pytest.fixture
def taken(web, practice_id, owner):
    """Take the list in."""
    shown = upload(web, owner, LIST)
    done = web.post_form(preview_of(shown), {"attested": "true"}, **owner)
    assert done.status_code == 200
    return shown.text, done.text


def answer(web, owner, told: str, came: str):
    page = web.get_page("/portal/visits", **owner).text
    form = next(
        one for one in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'"{told}"' in one
    )
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    return web.post_form("/portal/doubtful", fields | {"came": came}, **owner)


def test_what_is_not_asked_is_shown_by_reason_before_and_after(web, owner, taken) -> None:
    for text in taken:
        assert "2 visits not asked about: “Wait”" in text
        assert "One visit not asked about: “Chart pulled”" in text
        assert "Bo, " in text
    assert 'href="/portal/visits?from=list#doubtful"' in taken[1]
    page = web.get_page("/portal/visits?from=list", **owner).text
    assert "2 visits not asked about: “Wait”" in page
    assert web.count("visits") == 1
    [event] = web.events("csv_uploaded")
    assert event["payload"]["reasons"] == {"status_open": 2, "status_unknown": 1}


def test_nothing_of_whom_they_are_about_lies_open(web, taken) -> None:
    rows = web.rows("select * from doubtful_visits")
    assert len(rows) == 3
    assert not any(word in str(rows) for word in ("5550133", "5550134", "first_name"))


def test_one_tap_takes_them_in_and_says_who_did(web, owner, taken) -> None:
    assert answer(web, owner, "Wait", "yes").status_code == 303
    assert web.count("visits") == 3
    assert web.count("doubtful_visits") == 1
    [event] = web.events("doubtful_visits_answered")
    assert event["payload"] == {
        "reason": "status_open", "came": True, "visits": 2, "accepted": 2, "by": "owner",
    }  # fmt: skip
    assert web.value("select ip_hash from events where type = 'doubtful_visits_answered'")


def test_another_tap_leaves_them_out(web, owner, taken) -> None:
    assert answer(web, owner, "Wait", "no").status_code == 303
    assert (web.count("visits"), web.count("doubtful_visits")) == (1, 1)
    assert "“Wait”" not in web.get_page("/portal/visits", **owner).text


def test_a_later_list_that_says_completed_settles_it(web, owner, taken) -> None:
    later = LIST.replace(b"Wait", b"Completed")
    web.post_form(preview_of(upload(web, owner, later)), {"attested": "true"}, **owner)
    assert web.count("visits") == 3
    assert "“Wait”" not in web.get_page("/portal/visits", **owner).text


def test_strangers_and_broken_forms_take_nothing_in(web, owner, taken) -> None:
    fields = {"reason": "status_open", "told": "Wait", "came": "yes", "shown_at": "soon"}
    assert web.post_form("/portal/doubtful", fields, **owner).status_code == 400
    fields["shown_at"] = web.now.isoformat()
    assert web.post_form("/portal/doubtful", fields).status_code == 401
    assert web.post_form("/portal/doubtful", fields | {"came": ""}, **owner).status_code == 400
    assert web.count("visits") == 1


def test_they_are_forgotten_after_thirty_days(web, taken) -> None:
    purge_expired(web.database, now=web.now + timedelta(days=29))
    assert web.count("doubtful_visits") == 3
    purge_expired(web.database, now=web.now + timedelta(days=31))
    assert web.count("doubtful_visits") == 0
