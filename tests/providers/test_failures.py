"""Reading Retry-After and cleaning messages."""

import pytest

from core.providers.failures import plain_code, retry_after_seconds, scrub

DATE = "Wed, 04 Mar 2026 20:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "120"}, 120),
        ({"retry-after": " 0 "}, 0),
        ({"Retry-After": "Wed, 04 Mar 2026 20:01:30 GMT", "Date": DATE}, 90),
        ({"Retry-After": "Wed, 04 Mar 2026 19:00:00 GMT", "Date": DATE}, 0),
        ({"Retry-After": "Wed, 04 Mar 2026 20:01:30 GMT"}, None),
        ({"Retry-After": "99999999999"}, 86_400),
        ({"Retry-After": "Wed, 04 Mar 2099 20:00:00 GMT", "Date": DATE}, 86_400),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "\u00b2"}, None),
        ({"Retry-After": "soon", "Date": DATE}, None),
        ({}, None),
    ],
)
def test_retry_after_is_read_in_both_forms(headers, seconds):
    assert retry_after_seconds(headers) == seconds


@pytest.mark.parametrize(
    ("message", "clean"),
    [
        ("'+15105550123' is not valid", "'…' is not valid"),
        ("call (510) 555-0123 now", "call (… now"),
        ("<pat.doe+x@example.co.uk> bounced", "<…> bounced"),
        ("error 21610 at step 2", "error 21610 at step 2"),
        ("two\r\nlines", "two lines"),
    ],
)
def test_messages_lose_addresses_and_numbers(message, clean):
    assert scrub(message) == clean


def test_messages_are_short():
    assert len(scrub("x" * 5000)) == 200


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("invalid_grant", "invalid_grant"),
        ("ErrorAccessDenied", "ErrorAccessDenied"),
        (403, "403"),
        ("Root canal Ana", "unknown"),
        ("", "unknown"),
        ("x" * 65, "unknown"),
        (None, "unknown"),
    ],
)
def test_a_code_is_told_if_it_is_one(code, told):
    assert plain_code(code) == told
