"""The page of a list says what will happen, before and after it is taken in."""

from html import unescape

import pytest

from core.store.provider_circuits import open_circuit
from tests.webhooks.portal.test_visits import preview_of, upload

HEADING = b"First name,Phone,Visit date,Status\n"


def rows(day: str, number: int, *, first: int = 0, status: str = "Complete") -> bytes:
    return b"".join(f"Ana,415-555-{first + n:04},{day},{status}\n".encode() for n in range(number))


def figures(page) -> list[tuple[int, str, str]]:
    """Give number, text and explanation of each line of what will happen."""
    text = unescape(page.text)
    found = []
    for item in text.split('<li><span class="count')[1:]:
        number, rest = item.split(">", 1)[1].split("</span>", 1)
        strong = rest.split("<strong>")[1].split("</strong>")[0]
        small = (
            rest.split("<small>")[1].split("</small>")[0]
            if "<small>" in rest.split("</li>")[0]
            else ""
        )
        found.append((int(number.replace(",", "")), strong, small))
    return found


def test_a_list_of_old_visits_says_that_nobody_is_asked(web, owner) -> None:
    shown = upload(web, owner, HEADING + rows("2026-01-05", 49))
    assert figures(shown) == [(49, "Never asked", "The visit was more than 30 days ago")]
    done = web.post_form(preview_of(shown), {"attested": "true"}, **owner)
    assert figures(done) == figures(shown)
    assert "Requests follow" not in done.text


def test_the_days_are_told_under_the_daily_limit(web, owner) -> None:
    web.database.execute("update settings set daily_cap = 5")
    shown = upload(web, owner, HEADING + rows("2026-03-01", 23))
    assert figures(shown) == [
        (5, "Asked today", ""),
        (5, "Asked tomorrow", ""),
        (5, "Asked on Fri, Mar 6", ""),
        (8, "Asked on the days after", "The last on Sun, Mar 8, at no more than 5 texts a day."),
    ]


def test_each_reason_stands_apart_and_only_what_can_be_mended_is_to_be_mended(web, owner) -> None:
    data = (
        HEADING
        + rows("2026-03-01", 3)
        + rows("2026-03-01", 1)
        + rows("2026-01-05", 2, first=10)
        + rows("2026-03-02", 2, first=20, status="No show")
        + b"Cy,12,2026-03-02,Complete\n"
    )
    shown = upload(web, owner, data)
    assert [(number, text) for number, text, _ in figures(shown)] == [
        (3, "Asked today"),
        (2, "Never asked"),
        (1, "Not asked again"),
        (2, "Left out, nothing to mend"),
    ]
    mend = web.get_page(f"{preview_of(shown)}/rejects.csv", **owner).content.decode("utf-8-sig")
    assert "Cy,12" in mend
    assert "No show" not in mend


def test_the_first_rows_show_what_was_read_and_no_whole_number(web, owner) -> None:
    data = HEADING + rows("2026-03-01", 1, first=132) + rows("2026-03-02", 1, status="No show")
    page = upload(web, owner, data).text
    assert "<td>Ana</td><td>…\u00a00132</td><td>Sun, Mar 1</td><td>Came</td>" in page
    assert "<td>…\u00a00000</td><td>Mon, Mar 2</td><td>Did not come</td>" in page
    assert "5550132" not in page


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ("update settings set paused_at = now()", "You have paused sending"),
        ("update settings set sms_status = 'pending'", "have not approved texts"),
        ("update settings set sms_status = 'blocked'", "are not taking our texts"),
        ("update practices set status = 'past_due'", "The last payment failed"),
        (None, "No texts are going out right now"),
    ],
    ids=["paused", "pending", "blocked", "past due", "halted"],
)
def test_nothing_is_promised_while_nothing_goes_out(web, owner, change, text) -> None:
    shown = upload(web, owner, HEADING + rows("2026-03-01", 4))
    assert figures(shown) == [(4, "Asked today", "")]
    if change:
        web.database.execute(change)
    else:
        open_circuit(web.database, "sms", code="20003", now=web.now)
    for page in (
        web.get_page(preview_of(shown), **owner),
        web.post_form(preview_of(shown), {"attested": "true"}, **owner),
    ):
        assert page.status_code == 200
        [(number, said, why)] = figures(page)
        assert (number, said) == (4, "Not asked yet")
        assert why
        assert text in unescape(page.text)
        assert "Requests follow" not in page.text
