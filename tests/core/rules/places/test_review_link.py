import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.places.review_link import BadLink, ReviewLink, check_review_link, is_google_url

PLACE = "ChIJN1t_tDeuEmsRUsoyG83frY4"


@pytest.mark.parametrize(
    ("url", "place_id"),
    [
        ("https://g.page/r/CdEfGhIjKlMnEBM/review", None),
        ("https://g.page/bright-smiles-dental/review?gm", None),
        ("https://maps.app.goo.gl/AbCdEf123", None),
        ("https://goo.gl/maps/AbCdEf123", None),
        (f"https://search.google.com/local/writereview?placeid={PLACE}", PLACE),
        (f"https://search.google.com/local/reviews?placeid={PLACE}&hl=es", PLACE),
        (f"https://www.google.com/local/writereview?placeid={PLACE}", PLACE),
        ("https://www.google.com/maps/place/Bright+Smiles/@37.8,-122.2,17z/data=!3m1!4b1", None),
        (f"https://www.google.com/maps/search/?api=1&query=x&query_place_id={PLACE}", PLACE),
        (f"https://www.google.com/maps/place/?q=place_id:{PLACE}", PLACE),
        ("https://maps.google.com/?cid=1234567890", None),
        ("https://google.com/maps/place/Bright+Smiles", None),
        ("https://www.google.com/search?q=bright+smiles#lrd=0x80:0x1f,3,,,", None),
        ("  https://g.page/r/CdEfGhIjKlMnEBM/review\n", None),
        ("HTTPS://G.PAGE/r/CdEfGhIjKlMnEBM/review", None),
    ],
)
def test_google_review_pages_are_taken(url, place_id):
    assert check_review_link(url) == ReviewLink(url.strip(), place_id)
    assert is_google_url(url)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "not_a_link"),
        ("g.page/r/CdEfGhIjKlMnEBM/review", "not_a_link"),
        ("https://", "not_a_link"),
        ("https://[::1", "not_a_link"),
        ("https://g.page/r/a b", "not_a_link"),
        ("https://g.page/r/a\u0000b", "not_a_link"),
        ("https://g.page/r/a\r\nLocation: https://evil.example", "not_a_link"),
        ("https://g.page\\@evil.example/r/x", "not_a_link"),
        ("https://g.page/r/é", "not_a_link"),
        ("https://g.page/" + "x" * 2100, "not_a_link"),
        ("javascript:alert(1)", "not_a_link"),
        ("http://g.page/r/CdEfGhIjKlMnEBM/review", "not_https"),
        ("ftp://www.google.com/maps/x", "not_https"),
        ("//www.google.com/maps/x", "not_https"),
        ("https://evil.example/", "not_google"),
        ("https://g.page.evil.example/r/x", "not_google"),
        ("https://evilg.page/r/x", "not_google"),
        ("https://google.com.evil.example/maps/x", "not_google"),
        ("https://g.page@evil.example/r/x", "not_google"),
        ("https://user:pw@g.page/r/x", "not_google"),
        ("https://g.page:8443/r/x", "not_google"),
        ("https://g.page./r/x", "not_google"),
        ("https://www.yelp.com/biz/bright-smiles", "not_google"),
        ("https://bit.ly/3abc", "not_google"),
        ("https://goog1e.com/maps/x", "not_google"),
        ("https://sites.google.com/view/x", "not_google"),
        ("https://www-google-com.translate.goog/maps", "not_google"),
        ("https://www.google.com/url?q=https://evil.example", "not_a_review_page"),
        ("https://www.google.com/amp/s/evil.example", "not_a_review_page"),
        ("https://www.google.com/", "not_a_review_page"),
        ("https://www.google.com/search?q=bright+smiles", "not_a_review_page"),
        ("https://search.google.com/local/writereview", "not_a_review_page"),
        ("https://search.google.com/local/writereview?placeid=", "not_a_review_page"),
        ("https://search.google.com/local/writereview?placeid=<script>", "not_a_review_page"),
        ("https://goo.gl/AbCdEf", "not_a_review_page"),
        ("https://g.page/", "not_a_review_page"),
        ("https://maps.google.com/maps-evil", "not_a_review_page"),
        ("https://www.google.com/mapsx/place", "not_a_review_page"),
        ("https://maps.google.com/url?q=https://evil.example", "not_a_review_page"),
        ("https://www.google.com/maps/../url?q=https://evil.example", "not_a_review_page"),
        ("https://www.google.com/maps/%2e%2e/url?q=https://evil.example", "not_a_review_page"),
    ],
)
def test_all_else_is_refused_with_a_reason(url, reason):
    found = check_review_link(url)
    assert isinstance(found, BadLink)
    assert found.reason == reason
    assert found.message.endswith(".")
    assert not is_google_url(url)


@given(st.text(max_size=300) | st.text(max_size=60).map(lambda t: f"https://www.google.com{t}"))
def test_no_text_makes_it_fail(text):
    found = check_review_link(text)
    assert isinstance(found, ReviewLink | BadLink)
    if isinstance(found, ReviewLink):
        assert found.url.isascii()
        assert found.url.lower().startswith("https://")
