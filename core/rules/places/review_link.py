"""Which addresses may stand behind a tracking link: pages of Google that take a review."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

_MAX_CHARS = 2048
_URL_CHARS = re.compile(r"[!-\[\]-~]+")  # printable ASCII without space and backslash
_PLACE_ID = re.compile(r"[A-Za-z0-9_-]{10,512}")
_DOT_SEGMENT = re.compile(r"/(?:\.|%2e){1,2}(?:/|$)", re.IGNORECASE)
"""A browser resolves these before it asks: `/maps/%2e%2e/url` is `/url`."""
_PATHS_BY_HOST = {
    "g.page": re.compile(r"/[^/]+.*"),
    "maps.app.goo.gl": re.compile(r"/[^/]+.*"),
    "goo.gl": re.compile(r"/maps/[^/]+.*"),
    "search.google.com": re.compile(r"/local/(writereview|reviews)"),
    "maps.google.com": re.compile(r"(/|/maps)(/.*)?"),
    "www.google.com": re.compile(r"/maps(/.*)?|/local/(writereview|reviews)|/search"),
    "google.com": re.compile(r"/maps(/.*)?|/local/(writereview|reviews)|/search"),
}
_PLACE_ID_KEYS = ("placeid", "place_id", "query_place_id", "destination_place_id")


@dataclass(frozen=True)
class ReviewLink:
    """A link that leads to Google, and the place it names, where it names one."""

    url: str
    place_id: str | None


@dataclass(frozen=True)
class BadLink:
    """A link that is not taken: `reason` is the code, `message` what to do about it."""

    reason: str
    message: str


_NOT_A_LINK = BadLink(
    "not_a_link", "This is not a web address. Copy the whole link from your Google profile."
)
_NOT_HTTPS = BadLink("not_https", "The link must start with https://.")
_NOT_GOOGLE = BadLink(
    "not_google",
    "The link must lead to Google. In your Google Business Profile choose “Ask for reviews” and"
    " copy the link shown there; it looks like https://g.page/r/…/review.",
)
_NOT_A_REVIEW_PAGE = BadLink(
    "not_a_review_page",
    "This is a Google address, but not your office's review page. In your Google Business"
    " Profile choose “Ask for reviews” and copy the link shown there.",
)


def check_review_link(url: str) -> ReviewLink | BadLink:
    """Accept the https pages of Google on which a place is reviewed, and nothing else.

    Hosts are compared whole and paths are listed, so that neither look-alike hosts nor Google's
    own redirectors (`/url`, `/amp`) pass.
    """
    url = url.strip()
    parts = _split(url)
    if parts is None or not parts.hostname:
        return _NOT_A_LINK
    if parts.scheme != "https":
        return _NOT_HTTPS
    paths = _PATHS_BY_HOST.get(parts.hostname)
    if paths is None or parts.netloc.lower() != parts.hostname:
        return _NOT_GOOGLE
    place_id = _place_id(parts)
    is_page = paths.fullmatch(parts.path) and not _DOT_SEGMENT.search(parts.path)
    if not is_page or not _names_a_place(parts, place_id):
        return _NOT_A_REVIEW_PAGE
    return ReviewLink(url, place_id)


def is_google_url(url: str) -> bool:
    """Tell whether a redirect to `url` stays within Google's review pages."""
    return isinstance(check_review_link(url), ReviewLink)


def place_search_link(place: str) -> str:
    """Give the page on which Google looks for a place by its name."""
    return f"https://www.google.com/maps/search/?{urlencode({'api': 1, 'query': place})}"


def _split(url: str) -> SplitResult | None:
    if len(url) > _MAX_CHARS or not _URL_CHARS.fullmatch(url):
        return None
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _names_a_place(parts: SplitResult, place_id: str | None) -> bool:
    """Tell search results and bare pages from pages about one place."""
    if parts.path.startswith("/local/"):
        return place_id is not None
    if parts.path == "/search":
        return "lrd=" in parts.query or "lrd=" in parts.fragment
    return True


def _place_id(parts: SplitResult) -> str | None:
    try:
        query = parse_qs(parts.query, max_num_fields=50)
    except ValueError:
        return None
    named = [value for key in _PLACE_ID_KEYS for value in query.get(key, [])]
    named += [v.removeprefix("place_id:") for v in query.get("q", []) if v.startswith("place_id:")]
    return next((value for value in named if _PLACE_ID.fullmatch(value)), None)
