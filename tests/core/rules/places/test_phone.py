import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rules.places.area_codes import (
    AREA_CODES_BY_STATE,
    STATE_BY_AREA_CODE,
    ZONES_OF_STRADDLING_AREA_CODES,
)
from core.rules.places.local_time import is_zone
from core.rules.places.phone import (
    identify,
    is_mobile_here,
    may_be_patients,
    names_channel,
    regions_of_number,
    to_e164,
    zones_of_number,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(415) 555-0132", "+14155550132"),
        ("415-555-0132", "+14155550132"),
        ("415.555.0132", "+14155550132"),
        ("415 555 0132", "+14155550132"),
        ("415/555-0132", "+14155550132"),
        ("4155550132", "+14155550132"),
        ("14155550132", "+14155550132"),
        ("1 (415) 555-0132", "+14155550132"),
        ("+1 415 555 0132", "+14155550132"),
        ("+14155550132", "+14155550132"),
        ("\u00a0415\u00a0555\u00a00132 ", "+14155550132"),
        ("415\u2013555\u20110132", "+14155550132"),
        ("４１５５５５０１３２", "+14155550132"),
        ("cell: 415-555-0132", "+14155550132"),
        ("C 415-555-0132", "+14155550132"),
        ("415-555-0132 (h)", "+14155550132"),
        ("(Mobile) 415-555-0132", "+14155550132"),
        ("Móvil 415-555-0132", "+14155550132"),
        ("Tel. 415-555-0132", "+14155550132"),
        ("1-800-356-9377", "+18003569377"),
        ("787-555-0132", "+17875550132"),
        ("416-555-0132", "+14165550132"),
        ("+44 20 7946 0018", "+442079460018"),
        ("011 52 55 1234 5678", "+525512345678"),
    ],
)
def test_numbers_are_read_as_people_write_them(text, expected):
    assert to_e164(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "n/a",
        "none",
        "555-0132",
        "415-555-013",
        "415-555-01322",
        "000-000-0000",
        "111-111-1111",
        "123-456-7890",
        "999-999-9999",
        "555-555-5555",
        "415-155-0132",
        "1-800-FLOWERS",
        "510-CALL-ME",
        "415-55S-0132",
        "415-555-0132 x12",
        "415-555-0132 ext. 12",
        "415-555-0132;ext=12",
        "415-555-0132 #4",
        "jane@example.com",
        "+",
        "+1",
        "+999 1234 5678",
        "4" * 65,
        "\x00",
        "\ud800",
    ],
)
def test_what_is_no_valid_number_is_none(text):
    assert to_e164(text) is None


def test_another_region_reads_its_own_numbers():
    assert to_e164("020 7946 0018", region="GB") == "+442079460018"
    assert to_e164("4155550132", region="GB") is None


def by_library(text: str) -> str | None:
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return None
    code, exchange = divmod(number.national_number // 10_000, 1_000)
    is_newer = number.country_code == 1 and str(code) in STATE_BY_AREA_CODE and exchange >= 200
    valid = phonenumbers.is_valid_number(number) or is_newer
    return (
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if valid else None
    )


@given(st.from_regex(r"(\+?1)?[0-9]{10}", fullmatch=True))
@settings(max_examples=500)
def test_plain_numbers_are_valid_when_the_library_or_the_newer_table_of_area_codes_says_so(text):
    assert to_e164(text) == by_library(text)


NEW_CODES = ["357", "436", "457", "465", "471", "483", "621", "624", "679", "837", "861", "924"]


@pytest.mark.parametrize("code", NEW_CODES)
def test_area_codes_newer_than_the_library_are_in_service(code):
    assert to_e164(f"({code}) 555-0132") == f"+1{code}5550132"
    assert to_e164(f"+1 {code} 234 5678") == f"+1{code}2345678"
    assert to_e164(f"{code}-134-5678") is None
    assert is_mobile_here(f"+1{code}5550132")
    state = STATE_BY_AREA_CODE[code]
    of_state = {
        z
        for c, s in STATE_BY_AREA_CODE.items()
        if s == state
        for z in zones_of_number(f"+1{c}5550132")
    }
    assert set(zones_of_number(f"+1{code}5550132")) == of_state != set()


@pytest.mark.parametrize(
    ("number", "may"),
    [
        ("+14155550132", True), ("+16795550132", True), ("+525512345678", True),
        ("+14155551212", False), ("+19005550132", False), ("+15109110142", False),
        ("+15104115555", False), ("+18005550132", False), ("+18335550132", False),
        ("+18885550132", False), ("+15005550006", False), ("+17005550132", False),
        ("+448001111111", False), ("nonsense", False),
    ],
)  # fmt: skip
def test_a_valid_number_that_is_nobodys_is_no_patients(number, may):
    assert may_be_patients(number) is may


@given(st.text(max_size=80))
def test_no_text_makes_it_fail(text):
    found = to_e164(text)
    assert found is None or (found.startswith("+") and found[1:].isdecimal())


@given(st.from_regex(r"[2-9][0-9]{9}", fullmatch=True))
def test_what_it_writes_it_reads_again(text):
    found = to_e164(text)
    if found:
        assert to_e164(found) == found


@pytest.mark.parametrize(
    ("number", "zones", "regions"),
    [
        ("+12125550132", ("America/New_York",), ("NY",)),
        ("+13125550132", ("America/Chicago",), ("IL",)),
        ("+13035550132", ("America/Denver",), ("CO",)),
        ("+14155550132", ("America/Los_Angeles",), ("CA",)),
        ("+16025550132", ("America/Phoenix",), ("AZ",)),
        ("+18085550132", ("Pacific/Honolulu",), ("HI",)),
        ("+19075550132", ("America/Adak", "America/Anchorage"), ("AK",)),
        ("+18505550132", ("America/Chicago", "America/New_York"), ("FL",)),
        ("+19155550132", ("America/Denver",), ("TX",)),
        ("+12145550132", ("America/Chicago",), ("TX",)),
        ("+17875550132", ("America/Puerto_Rico",), ("PR",)),
        ("+14165550132", ("America/Toronto",), ()),
        ("+442079460018", ("Europe/London",), ()),
        ("+18005550132", (), ()),
        ("+18885550132", (), ()),
        ("+15005550006", (), ()),
        ("+15225550132", (), ()),
        ("+19995550132", (), ()),
        ("nonsense", (), ()),
        ("", (), ()),
    ],
)
def test_a_number_tells_zones_and_state(number, zones, regions):
    assert zones_of_number(number) == zones
    assert regions_of_number(number) == regions


def test_every_area_code_is_listed_once():
    listed = [code for codes in AREA_CODES_BY_STATE.values() for code in codes.split()]
    assert len(listed) == len(set(listed)) == len(STATE_BY_AREA_CODE)
    assert all(len(code) == 3 and code.isdecimal() for code in listed)
    assert len(AREA_CODES_BY_STATE) == 50 + 1 + 5


def test_every_geographic_area_code_of_the_library_has_a_state():
    # The library's own labels load 100 MB, so the table is data; here they check it.
    from phonenumbers import geocoder  # noqa: PLC0415

    names = {
        "Washington State": "WA", "Washington D.C.": "DC", "New York": "NY", "Texas": "TX",
        "California": "CA", "Florida": "FL", "New Jersey": "NJ", "Connecticut": "CT",
        "Oklahoma": "OK", "Maryland": "MD", "Mississippi": "MS", "Rhode Island": "RI",
    }  # fmt: skip
    for code in range(200, 1000):
        number = phonenumbers.parse(f"+1{code}5550132")
        if phonenumbers.region_code_for_number(number) != "US":
            continue
        label = geocoder.description_for_number(number, "en").rsplit(", ", 1)[-1]
        state = STATE_BY_AREA_CODE.get(str(code))
        if label and label != "United States":
            assert state, code
            if code != 201:
                assert names.get(label, state) == state, (code, label)
            if len(label) == 2:
                assert state == label, code


def test_every_listed_area_code_has_zones_or_is_too_new_for_the_library():
    unknown = [code for code in STATE_BY_AREA_CODE if not zones_of_number(f"+1{code}5550132")]
    assert all(
        not phonenumbers.is_valid_number(phonenumbers.parse(f"+1{c}5550132")) for c in unknown
    )
    zones = {z for code in STATE_BY_AREA_CODE for z in zones_of_number(f"+1{code}5550132")}
    assert all(map(is_zone, zones))


def test_an_area_code_whose_exchanges_lie_in_two_zones_is_listed_as_straddling():
    from phonenumbers.tzdata import TIMEZONE_DATA  # noqa: PLC0415

    for code in set(STATE_BY_AREA_CODE) - set(ZONES_OF_STRADDLING_AREA_CODES):
        zones = {
            z for prefix, zs in TIMEZONE_DATA.items() if prefix.startswith(f"1{code}") for z in zs
        }
        assert len(zones) <= 1, (code, zones)


def test_straddling_area_codes_have_at_least_the_zone_the_library_gives_them():
    from phonenumbers import timezone  # noqa: PLC0415

    same = {
        "America/Boise": "America/Denver",
        "America/North_Dakota/Center": "America/Chicago",
    }
    for code, zones in ZONES_OF_STRADDLING_AREA_CODES.items():
        given_zones = timezone.time_zones_for_number(phonenumbers.parse(f"+1{code}5550132"))
        assert {same.get(z, z) for z in given_zones} <= set(zones), code


@pytest.mark.parametrize(
    ("address", "who"),
    [
        ("+14155550132", "+14155550132"),
        ("rcs:+14155550132", "+14155550132"),
        ("whatsapp:+14155550132", "+14155550132"),
        ("WhatsApp: 14155550132", "+14155550132"),
        ("messenger:4155550132", "4155550132"),
        ("messenger:+14155550132", "+14155550132"),
        ("rcs:smile_dental_agent", "smile_dental_agent"),
        ("12345", "12345"),
        ("", ""),
    ],
)
def test_a_channel_is_part_of_nobodys_address(address: str, who: str) -> None:
    assert identify(address) == who
    assert names_channel(address) == (":" in address)


def test_a_number_is_read_beside_its_channel() -> None:
    assert to_e164("whatsapp:+14155550132") == to_e164("rcs:+14155550132") == "+14155550132"
