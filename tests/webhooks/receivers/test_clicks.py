"""GET /r/{code}."""

import asyncio
from datetime import timedelta

import pytest
from falcon import testing

from core.errors import TransientError
from webhooks.link_cache import LinkCache, RecentLinks

SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1"
REVIEW_LINK = "https://g.page/r/CdNQ3k1x0AbcEBM/review"


def tap(web, code: str, **headers: str) -> testing.Result:
    return web.client.simulate_get(f"/r/{code}", headers={"User-Agent": SAFARI} | headers)


def test_a_persons_tap_leads_to_google_and_is_counted(web) -> None:
    ask = web.asked(web.practice(), code="aZ09bcDEfg")
    answer = tap(web, "aZ09bcDEfg")
    assert answer.status_code == 302
    assert answer.headers["location"] == REVIEW_LINK
    assert answer.headers["cache-control"] == "no-store"
    [event] = web.events("clicked")
    assert event["payload"] == {"review_request_id": str(ask["request_id"])}
    assert len(event["ip_hash"]) == len(event["ua_hash"]) == 64
    assert web.value("select clicked_at from review_requests") == web.now
    assert web.value("select event from engagements") == "clicked"


def test_only_the_first_click_is_kept_on_the_request(web, make_web) -> None:
    web.asked(web.practice(), code="code")
    tap(web, "code")
    tap(make_web(now=web.now + timedelta(hours=1)), "code")
    assert web.value("select clicked_at from review_requests") == web.now
    assert web.count("engagements") == 1
    assert len(web.events("clicked")) == 2


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("HEAD", {}),
        ("GET", {"User-Agent": "facebookexternalhit/1.1 Facebot Twitterbot/1.0"}),
        ("GET", {"User-Agent": "curl/8.0"}),
        ("GET", {"User-Agent": ""}),
        ("GET", {"Sec-Purpose": "prefetch"}),
        ("GET", {"X-Moz": "prefetch"}),
    ],
)
def test_machines_are_led_there_too_and_not_counted(web, method, headers) -> None:
    web.asked(web.practice(), code="code")
    answer = web.client.simulate_request(
        method, "/r/code", headers={"User-Agent": SAFARI} | headers
    )
    assert answer.status_code == 302
    assert answer.headers["location"] == REVIEW_LINK
    assert web.value("select clicked_at from review_requests") is None
    assert (web.events("clicked"), len(web.events("machine_click"))) == ([], 1)


@pytest.mark.parametrize(("channel", "clicks"), [("email", 0), ("sms", 1)])
def test_an_email_opened_in_the_second_of_sending_was_opened_by_a_scanner(
    web, channel: str, clicks: int
) -> None:
    web.asked(web.practice(), code="code", sent_at=web.now - timedelta(seconds=1))
    web.database.execute("update review_requests set channel = %s", (channel,))
    tap(web, "code")
    assert len(web.events("clicked")) == clicks


@pytest.mark.parametrize("code", ["unknown", "x" * 65, "a.b", "%00", "a b", "é"])
def test_an_unknown_code_is_answered_404(web, code) -> None:
    assert tap(web, code).status_code == 404
    assert web.count("events") == 0


@pytest.mark.parametrize(
    "link",
    [
        None,
        "",
        "https://evil.example.com",
        "http://g.page/r/x/review",
        "https://google.com/url?q=x",
    ],
)
def test_nobody_is_led_anywhere_but_to_google(web, link) -> None:
    web.asked(web.practice(review_link=link), code="code")
    assert tap(web, "code").status_code == 404


def test_a_code_opened_by_a_script_leads_on_and_leaves_few_rows(web, monkeypatch) -> None:
    monkeypatch.setattr("webhooks.receivers.click.monotonic", lambda: 600.0)
    web.asked(web.practice(), code="code")
    web.asked(web.practice(), code="other", phone="+14155550133")
    assert {tap(web, "code").status_code for _ in range(50)} == {302}
    assert len(web.events("clicked")) == 20
    assert web.deps.refusals.snapshot() == {("/r/{code}", "too_many_clicks"): 30}
    tap(web, "other")
    assert len(web.events("clicked")) == 21
    monkeypatch.setattr("webhooks.receivers.click.monotonic", lambda: 660.0)
    tap(web, "code")
    assert len(web.events("clicked")) == 22


def test_neither_address_nor_browser_is_stored_in_clear(web) -> None:
    web.asked(web.practice(), code="code")
    tap(web, "code")
    stored = str(web.events("clicked"))
    assert "127.0.0.1" not in stored
    assert "iPhone" not in stored


@pytest.mark.parametrize(
    ("proxies", "named", "visitor"),
    [
        (0, "6.6.6.6, 203.0.113.9", "127.0.0.1"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "6.6.6.6", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "6.6.6.6, ", "127.0.0.1"),
    ],
)
def test_the_visitor_is_whom_our_first_proxy_names(make_web, proxies, named, visitor) -> None:
    web = make_web(trusted_proxies=proxies)
    web.asked(web.practice(), code="code")
    tap(web, "code", **{"X-Forwarded-For": named})
    assert web.events("clicked")[0]["ip_hash"] == web.sealer.hash(f"ip:{visitor}")


def test_a_known_link_still_leads_there_while_the_database_is_gone(web, monkeypatch) -> None:
    web.asked(web.practice(), code="code")

    async def story() -> tuple[int, int, int, int]:
        async with testing.ASGIConductor(web.client.app) as conductor:
            headers = {"User-Agent": SAFARI}
            before = await conductor.simulate_get("/r/code", headers=headers)
            appender = web.deps.appender
            connected = appender._connected

            async def gone() -> None:
                message = "gone"
                raise OSError(message)

            appender._connected = gone
            await appender._disconnect()
            known = await conductor.simulate_get("/r/code", headers=headers)
            unknown = await conductor.simulate_get("/r/other", headers=headers)
            during = len(web.events("clicked"))
            appender._connected = connected
            for _ in range(400):
                if len(web.events("clicked")) == 2:
                    break
                await asyncio.sleep(0.05)
            return before.status_code, known.status_code, unknown.status_code, during

    assert asyncio.run(story()) == (302, 302, 503, 1)
    assert len(web.events("clicked")) == 2
    assert web.rows("select route, status from webhook_failures") == [
        {"route": "/r/{code}", "status": 503}
    ]


def test_a_link_sent_lately_leads_there_in_an_outage_though_nobody_opened_it_before(
    web, monkeypatch
) -> None:
    practice_id = web.practice()
    web.asked(practice_id, code="lately")
    web.asked(
        practice_id, code="long-ago", sent_at=web.now - timedelta(days=4), phone="+14155550133"
    )
    monkeypatch.setattr("webhooks.link_cache._REFRESH_SECONDS", 0.01)

    async def story() -> list[int]:
        async with testing.ASGIConductor(web.client.app) as conductor:
            appender = web.deps.appender

            async def gone() -> None:
                message = "gone"
                raise OSError(message)

            connected, appender._connected = appender._connected, gone
            headers = {"User-Agent": SAFARI}
            statuses = []
            for _ in range(100):
                answer = await conductor.simulate_get("/r/lately", headers=headers)
                statuses.append(answer.status_code)
                if answer.status_code == 302:
                    break
            old = await conductor.simulate_get("/r/long-ago", headers=headers)
            appender._connected = connected
            return [statuses[-1], old.status_code]

    assert asyncio.run(story()) == [302, 503]


def test_only_what_was_sent_since_is_read_again(web) -> None:
    practice_id = web.practice()
    web.asked(practice_id, code="first")
    cache = LinkCache()
    recent = RecentLinks(web.deps, cache)

    async def story() -> None:
        await web.deps.database.start()
        try:
            await recent.refresh()
            assert cache.get("first").review_link == REVIEW_LINK
            web.asked(practice_id, code="second", sent_at=web.now, phone="+14155550133")
            web.database.execute("update settings set review_link = 'https://g.page/r/new/review'")
            await recent.refresh()
        finally:
            await web.deps.database.stop()

    asyncio.run(story())
    assert cache.get("second").review_link == "https://g.page/r/new/review"
    assert cache.get("first").review_link == REVIEW_LINK


def test_a_stale_link_serves_only_in_an_outage(monkeypatch) -> None:
    cache = LinkCache()
    clock = [100.0]
    monkeypatch.setattr("webhooks.link_cache.time.monotonic", lambda: clock[0])
    cache.put("code", "link")
    assert cache.get("code") == "link"
    clock[0] += 31
    assert cache.get("code") is None
    assert cache.get("code", may_be_stale=True) == "link"


def test_the_least_recently_used_link_is_forgotten_first(monkeypatch) -> None:
    monkeypatch.setattr("webhooks.link_cache._CACHE_SIZE", 2)
    cache = LinkCache()
    cache.put("a", 1)
    cache.put("b", 2)
    cache.get("a")
    cache.put("c", 3)
    assert [cache.get(code) for code in "abc"] == [1, None, 3]


def test_what_the_appender_cannot_take_is_our_failure(web, monkeypatch) -> None:
    async def refuse(kind: str, row: object) -> None:
        message = "too much is waiting to be written"
        raise TransientError(message)

    monkeypatch.setattr(web.deps.appender, "append", refuse)
    answer = tap(web, "code")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
