"""The portal in two languages."""

import pytest
from falcon import testing
from falcon.asgi import Request

from webhooks.portal.views.languages import language_of
from webhooks.portal.views.pages import clock_text


@pytest.mark.parametrize(
    ("query", "cookie", "accepted", "language"),
    [
        ("", "", "", "en"),
        ("", "", "es-MX,es;q=0.9,en;q=0.8", "es"),
        ("", "", "en-US,es;q=0.9", "en"),
        ("", "", "fr,es;q=0.4,en;q=0.7", "en"),
        ("", "", "de;q=x,;;", "en"),
        ("", "es", "en", "es"),
        ("lang=en", "es", "es", "en"),
        ("lang=fr", "es", "en", "es"),
        ("lang=fr", "<b>", "es", "es"),
    ],
)
def test_a_page_is_in_the_language_asked_for_remembered_or_accepted(
    query, cookie, accepted, language
) -> None:
    headers = {"Accept-Language": accepted} | ({"Cookie": f"lang={cookie}"} if cookie else {})
    scope = testing.create_scope(query_string=query, headers=headers)
    assert language_of(Request(scope, testing.ASGIRequestEventEmitter())) == language


def test_times_of_day_are_written_as_people_say_them() -> None:
    from datetime import time  # noqa: PLC0415

    assert [clock_text(time(h, m), "en") for h, m in ((0, 0), (9, 30), (12, 0), (20, 0))] == [
        "12\u00a0AM", "9:30\u00a0AM", "12\u00a0PM", "8\u00a0PM",
    ]  # fmt: skip
    assert clock_text(time(20, 30), "es") == "8:30\u00a0p. m."
