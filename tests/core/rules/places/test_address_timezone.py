import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.places.address_timezone import state_code, timezone_of_address
from core.rules.places.area_codes import AREA_CODES_BY_STATE
from core.rules.places.local_time import is_zone
from core.rules.places.phone import zones_of_number
from core.rules.places.postal_zones import (
    PREFIXES_BY_STATE,
    SPLIT_STATES,
    STATE_NAMES,
    ZONE_BY_STATE,
    ZONE_BY_ZIP,
)

EASTERN, CENTRAL, MOUNTAIN, PACIFIC = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)


def zone(state=None, postal_code=None, country="US"):
    return timezone_of_address(state=state, postal_code=postal_code, country=country)


@pytest.mark.parametrize(
    ("state", "postal_code", "expected"),
    [
        ("CA", "94607", PACIFIC),
        ("CA", None, PACIFIC),
        ("California", "", PACIFIC),
        (" ca ", None, PACIFIC),
        ("N.Y.", "10001", EASTERN),
        ("New York", "10001-1234", EASTERN),
        ("HI", "96813", "Pacific/Honolulu"),
        ("AZ", "85001", "America/Phoenix"),
        ("AZ", None, "America/Phoenix"),
        ("AZ", "86001", "America/Phoenix"),
        ("AZ", "86515", None),  # Window Rock, the Navajo Nation
        ("PR", "00901", "America/Puerto_Rico"),
        ("DC", "20001", EASTERN),
        # split states need a ZIP code
        ("FL", None, None),
        ("FL", "33101", EASTERN),
        ("FL", "32501", CENTRAL),  # Pensacola
        ("FL", "32401", CENTRAL),  # Panama City
        ("FL", "32301", EASTERN),  # Tallahassee
        ("FL", "32456", None),  # Port St. Joe
        ("TX", None, None),
        ("TX", "78701", CENTRAL),
        ("TX", "79901", MOUNTAIN),  # El Paso
        ("TX", "88510", MOUNTAIN),
        ("TX", "79855", None),  # Van Horn
        ("TN", "37201", CENTRAL),  # Nashville
        ("TN", "37901", EASTERN),  # Knoxville
        ("TN", "37402", EASTERN),  # Chattanooga
        ("TN", "38103", CENTRAL),  # Memphis
        ("TN", "37388", None),  # Tullahoma
        ("KY", "40202", EASTERN),  # Louisville
        ("KY", "42101", CENTRAL),  # Bowling Green
        ("KY", "42701", None),  # Elizabethtown
        ("IN", "46204", EASTERN),  # Indianapolis
        ("IN", "46402", CENTRAL),  # Gary
        ("IN", "47708", CENTRAL),  # Evansville
        ("IN", "47978", None),  # Rensselaer
        ("MI", "48226", EASTERN),
        ("MI", "49801", CENTRAL),  # Iron Mountain
        ("MI", "49920", None),
        ("ND", "58102", CENTRAL),  # Fargo
        ("ND", "58501", CENTRAL),  # Bismarck
        ("ND", "58601", MOUNTAIN),  # Dickinson
        ("SD", "57104", CENTRAL),  # Sioux Falls
        ("SD", "57701", MOUNTAIN),  # Rapid City
        ("SD", "57601", None),
        ("NE", "68102", CENTRAL),  # Omaha
        ("NE", "69361", MOUNTAIN),  # Scottsbluff
        ("KS", "67202", CENTRAL),  # Wichita
        ("KS", "67735", MOUNTAIN),  # Goodland
        ("ID", "83702", MOUNTAIN),  # Boise
        ("ID", "83814", PACIFIC),  # Coeur d'Alene
        ("ID", "83501", PACIFIC),  # Lewiston
        ("OR", "97201", PACIFIC),  # Portland
        ("OR", "97914", MOUNTAIN),  # Ontario
        ("NV", "89101", PACIFIC),  # Las Vegas
        ("NV", "89883", MOUNTAIN),  # West Wendover
        ("AK", "99501", "America/Anchorage"),
        ("AK", "99546", "America/Adak"),
        # the ZIP code alone
        (None, "94607", PACIFIC),
        (None, "10001", EASTERN),
        (None, "96799", "Pacific/Pago_Pago"),
        (None, "96910", "Pacific/Guam"),
        (None, "96950", "Pacific/Saipan"),
        (None, "06390", EASTERN),
        (None, "05501", EASTERN),
        # nothing to go by, or two things that disagree
        (None, None, None),
        ("", "", None),
        ("XX", None, None),
        (None, "00000", None),
        (None, "96201", None),  # military
        ("CA", "10001", None),
        ("CA", "not a zip", PACIFIC),
        ("TX", "7870", None),
    ],
)
def test_an_address_has_the_zone_its_people_live_by(state, postal_code, expected):
    assert zone(state, postal_code) == expected


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        ("US", PACIFIC),
        ("us", PACIFIC),
        ("USA", PACIFIC),
        ("United States", PACIFIC),
        (None, PACIFIC),
        ("", PACIFIC),
        ("CA", None),
        ("MX", None),
        ("DE", None),
    ],
)
def test_addresses_abroad_are_not_guessed(country, expected):
    assert zone("CA", "94607", country) == expected


def test_a_territory_may_be_given_as_a_country():
    assert zone(None, "00901", "PR") == "America/Puerto_Rico"
    assert zone(None, None, "GU") == "Pacific/Guam"


def test_every_state_is_either_whole_or_split():
    assert not set(ZONE_BY_STATE) & set(SPLIT_STATES)
    assert set(ZONE_BY_STATE) | set(SPLIT_STATES) == set(AREA_CODES_BY_STATE)
    assert set(STATE_NAMES.values()) == set(AREA_CODES_BY_STATE)
    assert all(state_code(name) == code for name, code in STATE_NAMES.items())


def test_every_zone_exists():
    named = [z for z in (*ZONE_BY_STATE.values(), *ZONE_BY_ZIP.values()) if z]
    assert all(map(is_zone, named))
    assert all(is_zone(zone) for parts in SPLIT_STATES.values() for _, zone in parts)


def test_no_prefix_lies_in_two_states_or_two_zones():
    def spell(spans):
        for span in spans.split():
            first, _, last = span.partition("-")
            yield from range(int(first), int(last or first) + 1)

    prefixes = [p for spans in PREFIXES_BY_STATE.values() for p in spell(spans)]
    assert len(prefixes) == len(set(prefixes))
    for state, parts in SPLIT_STATES.items():
        zoned = [p for spans, _ in parts for p in spell(spans)]
        assert len(zoned) == len(set(zoned))
        of_state = set(spell(PREFIXES_BY_STATE[state]))
        unassigned = {663, 682, 771, 892, 896}
        assert set(zoned) - unassigned <= of_state, state


def test_a_whole_state_has_the_zone_of_its_area_codes():
    same = {"America/Indiana/Indianapolis": EASTERN, "America/Detroit": EASTERN}
    for state, expected in ZONE_BY_STATE.items():
        zones = {
            same.get(z, z)
            for code in AREA_CODES_BY_STATE[state].split()
            for exchange in ("5550132", "6335550", "2345678")
            for z in zones_of_number(f"+1{code}{exchange}")
        }
        assert expected in zones, state


@given(
    st.text(max_size=20) | st.none(),
    st.text(max_size=12) | st.none(),
    st.text(max_size=10) | st.none(),
)
def test_no_text_makes_it_fail(state, postal_code, country):
    found = timezone_of_address(state=state, postal_code=postal_code, country=country)
    assert found is None or is_zone(found)


@given(st.from_regex(r"[0-9]{5}", fullmatch=True))
def test_a_zip_code_and_the_state_it_lies_in_agree(zip_code):
    alone = zone(None, zip_code)
    if alone:
        agreeing = {zone(s, zip_code) for s in AREA_CODES_BY_STATE}
        assert agreeing == {None, alone}
