"""The owner's path from the emailed link to the saved page and home, as a person walks it."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from tests.browser.axe import bring_axe, violations

pytestmark = pytest.mark.browser

REVIEW_LINK = "https://search.google.com/local/writereview?placeid=ChIJN1t_tDeuEmsRUsoyG83frY4"
MOST_BYTES = 60 * 1024
SPANISH = {"locale": "es-MX"}
NARROW = {"viewport": {"width": 320, "height": 640}}
NO_SCRIPTS = {"java_script_enabled": False}


def sign(page) -> None:
    page.fill("#review_link", REVIEW_LINK)
    page.check("#consent_accepted")
    page.fill("#consent_name", "Dana Whitfield")


def overflows(page) -> bool:
    return page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )


def weight(page) -> int:
    """Give the bytes of a page with all it asked for, as they go over the line."""
    return page.evaluate(
        "['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind))"
        ".reduce((sum, one) => sum + one.encodedBodySize + 1024, 0)"  # with room for headers
    )


def serious(page) -> list[str]:
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:160]}"
        for v in violations(page)
        if v["impact"] in {"serious", "critical"}
    ]


@pytest.fixture(scope="module")
def links(running) -> dict[str, str]:
    """Let a few owners pay at once, so that their links are mailed in one go."""
    stage = running()
    names = ("en", "es", "narrow", "plain", "draft", "lost", "quick", "axe")
    emails = {name: f"{name}@lakeside.example.com" for name in names}
    stage.pay(*emails.values())
    return {name: stage.magic_link(email) for name, email in emails.items()}


def test_from_the_emailed_link_to_the_practices_home(stage, links) -> None:
    page = stage.page()
    page.goto(links["en"])
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.input_value("#name") == "Lakeside Family Dental"
    assert page.input_value("#to") == "(510) 832-0143"
    assert page.input_value("#timezone") == "America/Los_Angeles"
    visible = [f for f in page.locator("input, select, textarea").all() if f.is_visible()]
    assert len(visible) <= 12
    page.fill("#visits", "160")
    page.wait_for_selector("#forecast .big")
    assert "% chance of ten new reviews in 30 days" in page.inner_text("#forecast")
    page.fill("#review_link", "https://evil.example.com/review")
    page.wait_for_selector("#link-state.bad")
    page.fill("#review_link", REVIEW_LINK)
    page.wait_for_selector("#link-state:has-text('Looking up the place')")
    page.click("#proof-button")
    page.wait_for_selector('#proof-track[data-state="queued"]')
    stage.dispatch()
    page.wait_for_selector('#proof-track[data-state="delivered"]')
    assert page.inner_text("#proof-status") == "Delivered. Did it look right?"
    page.wait_for_selector("#link-state:has-text('on Google:')")
    assert re.search(r"\d+ reviews, \d\.\d stars$", page.inner_text("#link-state"))
    shown = page.inner_text('[data-sample="en"]')
    assert shown in [text["body"] for text in stage.texts() if text["to"] == "+15108320143"]
    assert "Hi Maria" in shown
    page.click("#save")
    page.wait_for_selector("#review_link[aria-invalid], #consent_name[aria-invalid]")
    assert "full name" in page.inner_text("#consent_name-problem")
    sign(page)
    page.click("#save")
    page.wait_for_url("**/portal")
    assert "You are live" in page.inner_text("main")
    assert page.context.cookies()[0]["httpOnly"]
    assert {urlsplit(u).netloc for u in stage.asked} == {urlsplit(stage.url).netloc}


def test_the_same_in_spanish(stage, links) -> None:
    page = stage.page(**SPANISH)
    page.goto(links["es"])
    assert page.locator("html").get_attribute("lang") == "es"
    page.select_option("#default_locale", "es")
    assert "reseña" in page.inner_text('[data-sample="es"]')
    page.click("#save")
    page.wait_for_selector("#consent_name[aria-invalid]")
    assert "Escriba su nombre" in page.inner_text("#consent_name-problem")
    sign(page)
    page.click("#save")
    page.wait_for_url("**/portal")
    assert "Ya está en marcha" in page.inner_text("main")
    statement = stage.value(
        "select statement from attestations where accepted_name = 'Dana Whitfield' and statement like 'Nuestros%%' limit 1"
    )
    assert statement


def test_without_scripts_and_nothing_typed_is_lost(stage, links) -> None:
    page = stage.page(**NO_SCRIPTS)
    page.goto(links["plain"])
    page.fill("#consent_name", "Dana W.")
    page.fill("#visits", "40")
    stage.press(page, "#forecast-button")
    assert "chance of ten new reviews" in page.inner_text("#forecast")
    stage.press(page, "#proof-button")
    assert page.locator("#proof-track").get_attribute("data-state") == "queued"
    stage.dispatch()
    stage.press(page, "#proof-refresh")
    assert page.inner_text("#proof-status") == "Delivered. Did it look right?"
    stage.press(page, ".langs button")
    assert page.locator("html").get_attribute("lang") == "es"
    page.fill("#review_link", "https://evil.example.com")
    stage.press(page, "#save")
    assert "Google" in page.inner_text("#review_link-problem")
    assert page.input_value("#consent_name") == "Dana W."
    assert page.input_value("#visits") == "40"
    sign(page)
    stage.press(page, "#save")
    assert urlsplit(page.url).path == "/portal"
    stage.press(page, "text=Pausar los envíos ahora")
    assert "Usted pausó los envíos" in page.inner_text("main")
    stage.press(page, "text=Reanudar los envíos")
    stage.press(page, "text=Ajustes")
    page.fill("#daily_cap", "12")
    stage.press(page, "button.wide")
    assert "Guardado." in page.inner_text("main")


def test_what_is_typed_survives_a_closed_tab_and_a_lost_connection(stage, links) -> None:
    context = stage.open()
    page = context.new_page()
    page.goto(links["draft"])
    page.fill("#name", "Lakeside & Daughters")
    sign(page)
    stage.wait_until(page, "Object.values(localStorage).join().includes('Dana Whitfield')")
    page.close()
    page = context.new_page()
    page.goto(links["draft"])
    assert page.input_value("#name") == "Lakeside & Daughters"
    assert not page.is_checked("#consent_accepted")
    page.check("#consent_accepted")
    context.set_offline(True)
    page.click("#save")
    page.wait_for_selector("#save-status.bad")
    context.set_offline(False)
    page.wait_for_url("**/portal")
    assert "Lakeside & Daughters" in page.inner_text("h1")
    assert page.evaluate("localStorage.length") == 0


def test_a_save_whose_answer_is_lost_still_leads_home(stage, links) -> None:
    page = stage.page()
    page.goto(links["lost"])
    sign(page)

    def save_and_lose_the_answer(route) -> None:
        route.fetch()
        route.abort()

    page.route("**/onboard", save_and_lose_the_answer, times=1)
    page.click("#save")
    page.wait_for_url("**/portal")
    assert stage.value(
        "select count(*) from practices where email like 'lost@%%' and status = 'active'"
    )


def test_what_was_typed_last_is_not_kept_after_a_quick_save(stage, links) -> None:
    page = stage.page()
    page.clock.install(time=stage.now)
    page.goto(links["quick"])
    page.clock.pause_at(stage.now + timedelta(minutes=1))
    sign(page)
    page.route("**/portal", lambda route: route.fulfill(status=204))  # the page stays
    with page.expect_response("**/portal"):
        page.click("#save")
    page.clock.run_for("00:01")
    assert page.evaluate("localStorage.length") == 0


def test_what_is_being_mended_is_no_longer_complained_of(stage, links) -> None:
    page = stage.page()
    page.goto(links["narrow"])
    page.fill("#review_link", "https://evil.example.com")
    page.click("#save")
    page.wait_for_selector("#review_link[aria-invalid]")
    assert page.inner_text("#link-state") == ""
    page.fill("#review_link", REVIEW_LINK)
    assert page.locator("#review_link-problem").is_hidden()
    page.wait_for_selector("#link-state.good")
    assert page.locator("#consent_name-problem").is_visible()


def test_every_page_fits_a_small_phone_weighs_little_and_asks_nobody_else(stage, links) -> None:
    practice_id = stage.onboarded_practice()
    stage.visits(practice_id, "Ana", "Bartholomew-Alexander")
    page = stage.signed_in(practice_id, **NARROW)
    for path in (
        links["narrow"],
        stage.new_link(practice_id),
        "/portal",
        "/portal/visits",
        "/portal/settings",
        "/portal/calendars",
        stage.desk_link(practice_id),
        "/onboard/x",
        "/portal/nothing",
    ):
        page.goto(path if path.startswith("http") else stage.url + path)
        assert not overflows(page), path
        assert weight(page) <= MOST_BYTES, (path, weight(page))
    assert {urlsplit(u).netloc for u in stage.asked} == {urlsplit(stage.url).netloc}


@pytest.mark.parametrize(
    "look", [{}, SPANISH | {"color_scheme": "dark"}], ids=["light English", "dark Spanish"]
)
def test_axe_finds_nothing_serious_on_any_page(stage, links, look) -> None:
    practice_id = stage.onboarded_practice()
    stage.visits(practice_id, "Ana", "Bo")
    stage.connect_calendar(practice_id)
    page = stage.signed_in(practice_id, **look)
    bring_axe(page)
    for path in (
        "/onboard/x",
        "/portal",
        "/portal/visits",
        "/portal/settings",
        "/portal/calendars",
        "/portal/nothing",
    ):
        page.goto(stage.url + path)
        assert serious(page) == [], path
    for path in (stage.new_link(practice_id), stage.unsubscribe_link(practice_id)):
        page.goto(path)
        assert serious(page) == [], path
    stage.press(page, "main button")
    assert serious(page) == []
    page.goto(links["axe"])
    page.fill("#visits", "60")
    page.wait_for_selector("#forecast .big")
    for fold in page.locator("summary").all():
        fold.click()
    page.click("#save")
    page.wait_for_selector("#consent_name[aria-invalid]")
    assert serious(page) == []
    page.goto(stage.url + "/portal/visits")
    page.set_input_files(
        "#file",
        {
            "name": "v.csv",
            "mimeType": "text/csv",
            "buffer": b"First name,Phone,Visit date\nCy,510-832-0177,2026-03-03\nDee,12,2026-03-03\n",
        },
    )
    page.click("form[action='/portal/uploads'] button")
    page.wait_for_selector("table")
    assert serious(page) == []
    stranger = stage.page(**look)
    bring_axe(stranger)
    stranger.goto(stage.url + "/portal")
    assert serious(stranger) == []
    stranger.fill("#email", "nobody@else.example.com")
    stage.press(stranger, "main button")
    assert not stranger.locator("#email").count()
    assert serious(stranger) == []
    stranger.goto(stage.desk_link(practice_id))
    assert serious(stranger) == []


def test_only_the_own_style_sheet_keeps_the_first_page_from_painting_and_nothing_jumps(
    stage, links
) -> None:
    page = stage.page()
    page.goto(links["narrow"])
    blocking = page.evaluate(
        "performance.getEntriesByType('resource')"
        ".filter((one) => one.renderBlockingStatus === 'blocking').map((one) => new URL(one.name).pathname)"
    )
    assert blocking == ["/static/portal.css"]
    shift = page.evaluate(
        "new Promise(done => { let sum = 0; new PerformanceObserver(l => { for (const e of l.getEntries()) sum += e.value; })"
        ".observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(sum), 100); })"
    )
    assert shift < 0.05


def test_a_list_is_shown_mended_and_taken_in(stage) -> None:
    practice_id = stage.onboarded_practice()
    page = stage.signed_in(practice_id)
    page.goto(stage.url + "/portal/visits")
    rows = b"First name,Phone,Visit date\nAna,510-832-0171,2026-03-03\n=Bo,510-832-0172,2026-03-03\nCy,12,2026-03-03\n"
    page.set_input_files("#file", {"name": "march.csv", "mimeType": "text/csv", "buffer": rows})
    page.click("form[action='/portal/uploads'] button")
    page.wait_for_selector("text=Take in one visit")
    with page.expect_download() as got:
        page.click("text=Download the rows to mend")
    mended = (
        got.value.path()
        .read_text(encoding="utf-8-sig")
        .replace("'=Bo", "Bo")
        .replace(",12,", ",510-832-0173,")
    )
    page.check("[name=attested]")
    page.click("text=Take in one visit")
    page.wait_for_selector("text=See today")
    page.goto(stage.url + "/portal/visits")
    page.set_input_files(
        "#file", {"name": "mended.csv", "mimeType": "text/csv", "buffer": mended.encode()}
    )
    page.click("form[action='/portal/uploads'] button")
    page.wait_for_selector("text=Take in 2 visits")
    assert stage.value("select count(*) from visits where practice_id = %s", practice_id) == 1
