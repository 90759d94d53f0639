"""Who tapped the link: a person, or a machine that looked first."""

import pytest
from crawleruseragents import CRAWLER_USER_AGENTS_DATA
from hypothesis import given
from hypothesis import strategies as st

from core.rules.sending.clicks import is_human_click

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1"
PEOPLE = [
    IPHONE,
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 14; SM-S921U) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 9; CUBOT NOTE 20) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 Safari/537.36 Edg/134.0.0.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:136.0) Gecko/20100101 Firefox/136.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/125.0.6422.80 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/318.0 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/465.0.0.0]",
    "Mozilla/5.0 (Linux; Android 13; SM-A536U; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/124.0.0.0 Mobile Safari/537.36 Instagram 330.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36 Norton/124.0",
    "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 DuckDuckGo/7 Safari/605.1.15",
    "Opera/9.80 (Android; Opera Mini/36.2/119.132; U; en) Presto/2.12.423 Version/12.16",
]
IN_IOS = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
IN_ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-S921U Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/124.0.6367.179 Mobile Safari/537.36 "
APPS = [
    IN_IOS
    + "[FBAN/FBIOS;FBAV/465.0.0.0;FBBV/600000000;FBDV/iPhone15,2;FBMD/iPhone;FBSN/iOS;FBSV/18.3;FBSS/3;FBLC/en_US;FBOP/5]",
    IN_IOS + "[FBAN/MessengerForiOS;FBAV/440.0.0.30.107]",
    IN_IOS
    + "Instagram 330.0.0.27.93 (iPhone15,2; iOS 18_3; en_US; en; scale=3.00; 1179x2556; 600000000)",
    IN_IOS
    + "musical_ly_33.3.0 JsSdk/2.0 NetType/WIFI Channel/App Store ByteLocale/en Region/US WKWebView/1 BytedanceWebview/d8a21c6",
    IN_IOS + "Snapchat/12.82.0.40 (like Safari/8618.1.15.10.15, panda)",
    IN_IOS + "[LinkedInApp]/9.29.7293",
    IN_IOS + "[Pinterest/iOS]",
    IN_IOS + "Twitter for iPhone/10.60",
    IN_IOS + "Safari Line/13.20.0",
    IN_IOS + "MicroMessenger/8.0.44(0x18002c2f) NetType/WIFI Language/en",
    IN_IOS + "KAKAOTALK 10.4.5",
    IN_IOS + "Viber/22.5",
    IN_IOS + "Tumblr/34 (iOS)",
    IN_IOS + "BingSapphire/29.2.410",
    IN_IOS + "NAVER(inapp; search; 2000; 12.5.1; 15PRO)",
    IN_IOS + "DaumApps/7.2.0 DaumDevice/mobile",
    IN_IOS + "Ddg/17.6",
    IN_ANDROID + "[FB_IAB/FB4A;FBAV/465.0.0.38.109;]",
    IN_ANDROID + "[FB_IAB/Orca-Android;FBAV/450.0;]",
    IN_ANDROID
    + "Instagram 330.0.0.40.92 Android (34/14; 450dpi; 1080x2340; samsung; SM-S921U; e1q; qcom; en_US; 600)",
    IN_ANDROID + "trill_330304 JsSdk/1.0 NetType/MOBILE ByteLocale/es BytedanceWebview/d8a21c6",
    IN_ANDROID + "[Pinterest/Android]",
    IN_ANDROID + "TwitterAndroid",
    IN_ANDROID + "GSA/15.20.36.28.arm64",
    IN_ANDROID + "Line/14.7.0/IAB",
    IN_ANDROID + "Viber",
    IN_ANDROID + "Flipboard/4.3.23/5331,4.3.23.5331",
    "Mozilla/5.0 (Linux; Android 9; KFMAWI) AppleWebKit/537.36 (KHTML, like Gecko) Silk/108.4.6 like Chrome/108.0.5359.220 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/120.0.160 Chrome/114.0 Safari/537.36",
]
"""Browsers inside of apps, where a link in a text or an email is often opened."""
MACHINES = [
    "",
    "   ",
    "curl/8.5.0",
    "Wget/1.21",
    "python-requests/2.32.3",
    "Python-urllib/3.11",
    "python-httpx/0.27",
    "aiohttp/3.9",
    "Go-http-client/2.0",
    "okhttp/4.12.0",
    "axios/1.7",
    "node-fetch/1.0",
    "Java/17.0.2",
    "Apache-HttpClient/4.5",
    "PostmanRuntime/7.39",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Slackbot 1.0 (+https://api.slack.com/robots)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
    "WhatsApp/2.24.6.77 A",
    "Twitterbot/1.0",
    "TelegramBot (like TwitterBot)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "GoogleMessages/1.0",
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120 Mobile Safari/537.36 GoogleMessages link preview",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) AppleWebKit/537.36 Chrome/134.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.1.1 Safari/605.1.15 (Applebot/0.1)",
    "Mozilla/4.0 (compatible; ms-office; MSOffice 16)",
    "Mozilla/5.0 (Windows NT 10.0) Outlook SafeLinks",
    "Mozilla/5.0 (compatible; Barracuda Sentinel (EE))",
    "Mozilla/5.0 (Windows NT 10.0) Proofpoint URL Defense",
    "Mozilla/5.0 (compatible; Mimecast)",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/134.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) PhantomJS/2.1.1 Safari/538.1",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
    "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
    "Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)",
    "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
    "Mozilla/5.0 (compatible; CensysInspect/1.1; +https://about.censys.io/)",
    "DuckDuckBot/1.1",
    "Mozilla/5.0 (compatible; PetalBot;+https://webmaster.petalsearch.com/site/petalbot)",
    "UptimeRobot/2.0",
    "Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041.1682",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/62.0.3202.75 Safari/537.36 DareBoost",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 7_0 like Mac OS X) AppleWebKit/537.51.1 (KHTML, like Gecko) Mobile/11A465 Twitter for iPhone BrandVerity/1.0",
    "Mozilla/5.0 (compatible; SomeUnknownBot/1.0)",
]


@pytest.mark.parametrize("agent", PEOPLE + APPS)
def test_a_persons_browser_counts(agent: str) -> None:
    assert is_human_click(method="GET", user_agent=agent)
    assert is_human_click(method="get", user_agent=agent, seconds_since_email=2.0)


@pytest.mark.parametrize("agent", MACHINES)
def test_a_machine_does_not_count(agent: str) -> None:
    assert not is_human_click(method="GET", user_agent=agent, seconds_since_email=600)


def test_no_bot_of_the_public_list_counts() -> None:
    seen = [agent for bot in CRAWLER_USER_AGENTS_DATA for agent in bot["instances"]]
    assert len(seen) > 2000
    assert [agent for agent in seen if is_human_click(method="GET", user_agent=agent)] == []


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "head", ""])
def test_only_get_is_a_tap(method: str) -> None:
    assert not is_human_click(method=method, user_agent=IPHONE)


@pytest.mark.parametrize(
    "purpose",
    [
        "prefetch",
        "Prefetch",
        "preview",
        "prefetch;prerender",
        "prefetch;anonymous-client-ip",
        "prerender",
        "x-moz=prefetch",
    ],
)
def test_what_a_browser_fetches_ahead_is_no_tap(purpose: str) -> None:
    assert not is_human_click(method="GET", user_agent=IPHONE, purpose_header=purpose)


def test_another_purpose_hides_no_tap() -> None:
    assert is_human_click(method="GET", user_agent=IPHONE, purpose_header="navigate")


@pytest.mark.parametrize("seconds", [0.01, 1.0, 1.99])
def test_nobody_reads_an_email_within_two_seconds_of_the_sending(seconds: float) -> None:
    assert not is_human_click(method="GET", user_agent=IPHONE, seconds_since_email=seconds)


@pytest.mark.parametrize("seconds", [-1.0, 0.0, 2.0, 86_400.0, None])
def test_a_tap_counts_from_then_on_and_where_the_time_is_not_known(seconds: float | None) -> None:
    assert is_human_click(method="GET", user_agent=IPHONE, seconds_since_email=seconds)


@given(st.text(max_size=120))
def test_an_agent_that_is_no_browser_never_counts(agent: str) -> None:
    assert not is_human_click(method="GET", user_agent=f"client {agent}")
