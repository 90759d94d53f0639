"""Tells a person's tap on a review link from previewers, scanners and scripts."""

import re

_LEAST_SECONDS_TO_TAP = 2.0

_BROWSERS = re.compile(r"mozilla/\d|opera/\d|ucweb|nokia|blackberry", re.IGNORECASE)
"""How a browser's user agent begins; libraries and commands begin with their own name."""

_LINK_PREVIEWS = (
    "facebookexternalhit|facebot|facebookcatalog|meta-external|twitterbot|whatsapp/|telegrambot",
    "slackbot|slack-imgproxy|discordbot|linkedinbot|skypeuripreview|bingpreview|googlemessages",
    "snap url preview|line-poker|kakaotalk-scrap|pinterestbot|redditbot|bitlybot|vkshare",
    "(?:link|url|uri|message|web) ?preview|embedly|iframely|flipboardproxy|google-read-aloud",
)
"""iMessage's preview calls itself “facebookexternalhit/1.1 Facebot Twitterbot/1.0”."""

_LINK_SCANNERS = (
    "safelinks|ms-?office|microsoft office|microsoft outlook|barracuda|proofpoint|urldefense",
    "mimecast|messagelabs|symantec|fireeye|trellix|forcepoint|websense|ironport|sophos|fortinet",
    "fortiguard|zscaler|palo ?alto|cloudmark|avanan|checkpoint|virustotal|urlscan|phishtank",
    "netcraft|bluecoat|google-safety|safebrowsing|googleimageproxy|yahoomailproxy|censys|zgrab",
)

_AUTOMATED_BROWSERS = (
    "headless|phantomjs|puppeteer|playwright|selenium|webdriver|lighthouse|pagespeed|gtmetrix",
    "pingdom|uptimerobot|statuscake|site24x7|datadog|synthetics|curl/|wget|python|scrapy|okhttp",
    "go-http-client|node-fetch|axios|apache-httpclient|java/|postman|powershell|cfnetwork",
)

_SELF_DECLARED = (
    # "Cubot" is a make of phone
    r"(?<!cu)bot(?:s?\b|[/;_-])|crawl|spider|scrap(?:er|ing)|scan(?:ner|ning)?\b|monitor(?:ing)?\b",
    r"fetcher|archiver|slurp|apis-google|mediapartners|google-inspectiontool|compatible; *google",
)

_MACHINES = re.compile(
    "|".join(_LINK_PREVIEWS + _LINK_SCANNERS + _AUTOMATED_BROWSERS + _SELF_DECLARED),
    re.IGNORECASE,
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
    return bool(_BROWSERS.match(agent)) and not _MACHINES.search(agent)


def _is_speculative(purpose_header: str) -> bool:
    words = re.split(r"[;,\s=]+", purpose_header.lower())
    return not _SPECULATIVE.isdisjoint(words)
