"""Which state a ZIP code lies in, and which time zone where a state has more than one.

By the first three digits, from the Postal Service's list L002 and the zone boundaries of 49 CFR 71
as of 2026. Three digits that straddle a boundary are left out, except for the towns named in full.
"""

EASTERN, CENTRAL, MOUNTAIN, PACIFIC, ALASKA = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Anchorage",
)

ZONE_BY_STATE = {
    **dict.fromkeys(
        "CT DC DE GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV".split(),  # noqa: SIM905
        EASTERN,
    ),
    **dict.fromkeys(("AL", "AR", "IA", "IL", "LA", "MN", "MO", "MS", "OK", "WI"), CENTRAL),
    **dict.fromkeys(("CO", "MT", "NM", "UT", "WY"), MOUNTAIN),
    **dict.fromkeys(("CA", "WA"), PACIFIC),
    "AS": "Pacific/Pago_Pago",
    "AZ": "America/Phoenix",
    "GU": "Pacific/Guam",
    "HI": "Pacific/Honolulu",
    "MP": "Pacific/Saipan",
    "PR": "America/Puerto_Rico",
    "VI": "America/St_Thomas",
}
"""States and territories that keep one time throughout."""

SPLIT_STATES: dict[str, tuple[tuple[str, str], ...]] = {
    "AK": (("995-999", ALASKA),),
    "FL": (("320-323 326-339 341-342 344 346-347 349", EASTERN), ("324-325", CENTRAL)),
    "ID": (("832-834 836-837", MOUNTAIN), ("838", PACIFIC)),
    "IN": (("460-462 466-474 478", EASTERN), ("463-464 476-477", CENTRAL)),
    "KS": (("660-676 679", CENTRAL),),
    "KY": (("400 402-418", EASTERN), ("420-424", CENTRAL)),
    "MI": (("480-497", EASTERN),),
    "ND": (("580-584 587", CENTRAL),),
    "NE": (("680-689", CENTRAL), ("693", MOUNTAIN)),
    "NV": (("889-897", PACIFIC),),
    "OR": (("970-978", PACIFIC),),
    "SD": (("570-574", CENTRAL), ("577", MOUNTAIN)),
    "TN": (("374 376-379", EASTERN), ("370-372 375 380-385", CENTRAL)),
    "TX": (("733 750-797", CENTRAL), ("799 885", MOUNTAIN)),
}

ZONE_BY_ZIP: dict[str, str | None] = {
    "32456": None,  # Port St. Joe, Florida: the Eastern corner of a Central area
    "32457": None,
    "37723": None,  # Crab Orchard, Tennessee
    "49801": CENTRAL,  # Iron Mountain, Michigan
    "49829": EASTERN,  # Escanaba
    "49855": EASTERN,  # Marquette
    "49858": CENTRAL,  # Menominee
    "49931": EASTERN,  # Houghton
    "49938": CENTRAL,  # Ironwood
    "57501": CENTRAL,  # Pierre, South Dakota
    "58501": CENTRAL,  # Bismarck, North Dakota
    "58503": CENTRAL,
    "58504": CENTRAL,
    "58554": CENTRAL,  # Mandan
    "58601": MOUNTAIN,  # Dickinson
    "58801": CENTRAL,  # Williston
    "67735": MOUNTAIN,  # Goodland, Kansas
    "67801": CENTRAL,  # Dodge City
    "67846": CENTRAL,  # Garden City
    "69101": CENTRAL,  # North Platte, Nebraska
    "83501": PACIFIC,  # Lewiston, Idaho
    "86001": "America/Phoenix",  # Flagstaff, Arizona
    "86004": "America/Phoenix",
    "86005": "America/Phoenix",
    "89801": PACIFIC,  # Elko, Nevada
    "89883": MOUNTAIN,  # West Wendover
    "97914": MOUNTAIN,  # Ontario, Oregon
    "99546": "America/Adak",
    "99547": "America/Adak",  # Atka
    "99923": None,  # Hyder, Alaska keeps Canadian hours
    "99926": None,  # Metlakatla has had hours of its own
}
"""Single ZIP codes, before their first three digits; None where we would not guess."""

AMBIGUOUS_PREFIXES = frozenset({"860", "865"})
"""The Navajo Nation in Arizona keeps daylight saving time, the towns around it do not."""

PREFIXES_BY_STATE = {
    "AK": "995-999",
    "AL": "350-352 354-369",
    "AR": "716-729",
    "AZ": "850-853 855-857 859-860 863-865",
    "CA": "900-908 910-928 930-961",
    "CO": "800-816",
    "CT": "060-069",
    "DC": "200 202-205 569",
    "DE": "197-199",
    "FL": "320-339 341-342 344 346-347 349",
    "GA": "300-319 398-399",
    "HI": "967-968",
    "IA": "500-516 520-528",
    "ID": "832-838",
    "IL": "600-620 622-629",
    "IN": "460-479",
    "KS": "660-662 664-679",
    "KY": "400-418 420-427",
    "LA": "700-701 703-708 710-714",
    "MA": "010-027 055",
    "MD": "206-212 214-219",
    "ME": "039-049",
    "MI": "480-499",
    "MN": "550-551 553-567",
    "MO": "630-631 633-641 644-658",
    "MS": "386-397",
    "MT": "590-599",
    "NC": "270-289",
    "ND": "580-588",
    "NE": "680-681 683-693",
    "NH": "030-038",
    "NJ": "070-089",
    "NM": "870-871 873-875 877-884",
    "NV": "889-891 893-895 897-898",
    "NY": "005 100-149",
    "OH": "430-459",
    "OK": "730-731 734-741 743-749",
    "OR": "970-979",
    "PA": "150-196",
    "PR": "006-007 009",
    "RI": "028-029",
    "SC": "290-299",
    "SD": "570-577",
    "TN": "370-385",
    "TX": "733 750-770 772-799 885",
    "UT": "840-847",
    "VA": "201 220-246",
    "VI": "008",
    "VT": "050-054 056-059",
    "WA": "980-986 988-994",
    "WI": "530-532 534-535 537-549",
    "WV": "247-268",
    "WY": "820-831",
}

STATE_BY_ZIP_RANGE = (
    ("06390", "06390", "NY"),  # Fishers Island
    ("96799", "96799", "AS"),
    ("96910", "96932", "GU"),
    ("96950", "96952", "MP"),
)
"""ZIP codes that are not where their first three digits are."""

STATE_NAMES = {
    "alabama": "AL", "alaska": "AK", "american samoa": "AS", "arizona": "AZ", "arkansas": "AR",
    "california": "CA", "colorado": "CO", "connecticut": "CT", "delaware": "DE",
    "district of columbia": "DC", "florida": "FL", "georgia": "GA", "guam": "GU", "hawaii": "HI",
    "idaho": "ID", "illinois": "IL", "indiana": "IN", "iowa": "IA", "kansas": "KS",
    "kentucky": "KY", "louisiana": "LA", "maine": "ME", "maryland": "MD", "massachusetts": "MA",
    "michigan": "MI", "minnesota": "MN", "mississippi": "MS", "missouri": "MO", "montana": "MT",
    "nebraska": "NE", "nevada": "NV", "new hampshire": "NH", "new jersey": "NJ",
    "new mexico": "NM", "new york": "NY", "north carolina": "NC", "north dakota": "ND",
    "northern mariana islands": "MP", "ohio": "OH", "oklahoma": "OK", "oregon": "OR",
    "pennsylvania": "PA", "puerto rico": "PR", "rhode island": "RI", "south carolina": "SC",
    "south dakota": "SD", "tennessee": "TN", "texas": "TX", "utah": "UT", "vermont": "VT",
    "virgin islands": "VI", "virginia": "VA", "washington": "WA", "washington dc": "DC",
    "west virginia": "WV", "wisconsin": "WI", "wyoming": "WY",
}  # fmt: skip
