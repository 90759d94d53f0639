"""Which numbers a test message may go to."""

import pytest

from core.rules.places.phone import is_mobile_here

HERE = ["+14155550132", "+15102345678", "+14165550132", "+16045550132", "+17875550132"]
ELSEWHERE = {
    "premium": "+19005550132",
    "toll-free": "+18335550132",
    "Jamaica": "+18765550132",
    "the Dominican Republic": "+18095550132",
    "the Bahamas": "+12425550132",
    "Nigeria": "+2348031234567",
    "a satellite phone": "+8816123456789",
    "another satellite phone": "+870771234567",
    "Mexico": "+525512345678",
    "no number": "hello",
}


@pytest.mark.parametrize("number", HERE)
def test_mobiles_of_here_may_be_texted(number) -> None:
    assert is_mobile_here(number)


@pytest.mark.parametrize("number", ELSEWHERE.values(), ids=ELSEWHERE)
def test_others_may_not(number) -> None:
    assert not is_mobile_here(number)
