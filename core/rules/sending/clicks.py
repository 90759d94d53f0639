"""Tells a person's tap on a review link from previewers, scanners and scripts."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from crawleruseragents import CRAWLER_USER_AGENTS_DATA

_LEAST_SECONDS_TO_TAP = 2.0

_BROWSERS = re.compile(r"mozilla/\d|opera/\d|ucweb|nokia|blackberry", re.IGNORECASE)
"""How a browser's user agent begins; libraries and commands begin with their own name."""

_LINK_PREVIEWS = (
    *("facebookexternalhit", "facebookcatalog", "meta-external", "whatsapp/", "googlemessages"),
    *("line-poker", "kakaotalk-scrap", "slack-imgproxy", "iframely", "link ?preview"),
    *("url ?preview", "uri ?preview", "message ?preview", "web ?preview"),
)
"""iMessage's preview calls itself “facebookexternalhit/1.1 Facebot Twitterbot/1.0”."""

_LINK_SCANNERS = (
    *("safelinks", "ms-?office", "microsoft office", "microsoft outlook", "barracuda"),
    *("proofpoint", "urldefense", "mimecast", "messagelabs", "symantec", "fireeye", "trellix"),
    *("forcepoint", "websense", "ironport", "sophos", "fortinet", "fortiguard", "zscaler"),
    *("palo ?alto", "cloudmark", "avanan", "checkpoint", "urlscan", "phishtank", "bluecoat"),
    *("virustotal", "netcraft", "safebrowsing", "google-safety", "yahoomailproxy", "censys"),
)
"""Mail scanners above all, which open links as browsers do; the public list has few of them."""

_SCRIPTS = (
    *("headless", "webdriver", "synthetics", "powershell", "python", "java/", "curl/", "wget"),
    *("okhttp", "http-?client", "node-fetch", "axios", "cfnetwork", "postman", "scrapy"),
    *("statuscake", "site24x7", "datadog"),
)

_SELF_DECLARED = (
    *(r"bot(?<!cubot)s?\b", r"bot(?<!cubot)_"),  # "Cubot" is a make of phone
    *("crawl", "spider", "scraper", "scraping", r"scan\b", r"scanner\b", r"scanning\b"),
    *(r"monitor\b", r"monitoring\b", "fetcher", "archiver", "apis-google", "compatible; *google"),
)
_SPECULATIVE = frozenset({"prefetch", "preview", "prerender"})


def is_human_click(
    *,
    method: str,
    user_agent: str,
    purpose_header: str = "",
    seconds_since_email: float | None = None,
) -> bool:
    """Tell whether a request for a tracking link was a person's tap.

    `purpose_header` is what the request said in Purpose, Sec-Purpose or X-Moz. Mail scanners open
    links as a browser would, but within two seconds of the sending, when nobody can have read it;
    a text's previewers say who they are. In doubt it is a machine: a missed click costs one
    reminder, a false one would count a patient who never saw the message.
    """
    if method.upper() != "GET" or _is_speculative(purpose_header):
        return False
    if seconds_since_email is not None and 0 < seconds_since_email < _LEAST_SECONDS_TO_TAP:
        return False
    agent = user_agent.strip()
    return bool(_BROWSERS.match(agent)) and not _is_machine(agent)


def _is_machine(agent: str) -> bool:
    return bool(_KNOWN_BOTS.search(agent) or _MACHINES.search(agent.lower()))


def _is_speculative(purpose_header: str) -> bool:
    words = re.split(r"[;,\s=]+", purpose_header.lower())
    return not _SPECULATIVE.isdisjoint(words)


def _known_bots() -> Iterator[str]:
    """Give the patterns of bots that may call themselves a browser.

    The names of others, which give themselves away by how they begin, are those of apps too:
    people open links in Viber and Tumblr.
    """
    for bot in CRAWLER_USER_AGENTS_DATA:
        agents = bot["instances"]
        if not agents or any(map(_BROWSERS.match, agents)):
            yield bot["pattern"]


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Compile alternatives under their first letters, which is searched for ten times as fast."""
    by_initial, others = defaultdict(list), []
    for pattern in patterns:
        if re.match(r"\w(?![?*+{])", pattern) and "|" not in pattern:
            by_initial[pattern[0]].append(pattern[1:])
        else:
            others.append(f"(?:{pattern})")
    initials = [f"{initial}(?:{'|'.join(rest)})" for initial, rest in by_initial.items()]
    return re.compile("|".join(initials + others))


_KNOWN_BOTS = _any_of(_known_bots())
_MACHINES = _any_of((*_LINK_PREVIEWS, *_LINK_SCANNERS, *_SCRIPTS, *_SELF_DECLARED))
