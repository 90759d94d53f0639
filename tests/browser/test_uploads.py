"""A long visit list: its owner sees how far it has come, with scripts and without."""

import pytest

from tests.browser.axe import bring_axe, violations

pytestmark = pytest.mark.browser

MANY = 8_000
SOME = 1_200
WATCH = """
addEventListener("DOMContentLoaded", () => {
  window.seen = [];
  new MutationObserver(() => {
    const bar = document.querySelector("form[data-upload] progress:not([hidden])");
    if (bar) window.seen.push([bar.value, bar.closest("form").querySelector(".state").textContent]);
  }).observe(document.body, { subtree: true, childList: true, attributes: true });
});
"""
"""Notes every state of the bar, and the text above it."""

MIXED = "\n".join(
    [
        "First name,Phone,Visit date,Status",
        "Ana,415-555-0199,2026-03-01,No show",
        *(f"Bo,415-555-{number:04},2026-03-01,Complete" for number in range(90)),
        *(f"Cy,415-556-{number:04},2026-01-05,Complete" for number in range(12)),
        "Dee,12,2026-03-02,Complete",
        "Eve,415-555-0198,2026-03-01,Arriving",
    ]
).encode()
"""Visits asked about over days, too old, missed, to be mended, and in doubt."""


def check(page, url: str, *, rows: int = SOME) -> None:
    """Send a list of so many visits."""
    lines = [f"Ana,p{number}@example.com,2026-03-03" for number in range(rows)]
    data = "\n".join(["First name,Email,Visit date", *lines]).encode()
    page.goto(f"{url}/portal/visits")
    page.set_input_files("#file", {"name": "long.csv", "mimeType": "text/csv", "buffer": data})
    page.click("form[action='/portal/uploads'] button")


def wait_for_bar(page, text: str) -> float:
    """Give how far the bar stands under a text."""
    page.wait_for_selector(f".state:has-text('{text}')")
    return page.evaluate("document.querySelector('progress:not([hidden])').value")


def assert_it_moved_on(page) -> None:
    values = [value for value, _ in page.evaluate("window.seen")]
    assert values == sorted(values)
    page.evaluate("window.seen = []")


def test_the_bar_moves_while_a_long_list_is_read_and_taken_in(stage) -> None:
    practice_id = stage.onboarded_practice()
    page = stage.signed_in(practice_id)
    page.add_init_script(WATCH)
    with stage.held("upload_previews"):
        with stage.held("patients"):
            check(page, stage.url, rows=MANY)
            read = wait_for_bar(page, "Reading the list: 8,000 of 8,000 rows")
        assert 0 < read < wait_for_bar(page, "Comparing with known visits: 8,000 of 8,000 rows")
    page.wait_for_selector("text=Take in 8,000 visits")
    assert_it_moved_on(page)
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.check("[name=attested]")
    with stage.held("attestations"):
        with stage.held("patients"):
            page.click("text=Take in 8,000 visits")
            read = wait_for_bar(page, "Reading the list: 8,000 of 8,000 rows")
        assert 0 < read < wait_for_bar(page, "Taking visits in: 8,000 of 8,000 rows")
    page.wait_for_selector("h1:has-text('Taken in')")
    assert_it_moved_on(page)
    assert stage.value("select count(*) from visits where practice_id = %s", practice_id) == MANY


def test_the_bar_speaks_spanish(stage) -> None:
    page = stage.signed_in(stage.onboarded_practice(), locale="es-MX")
    with stage.held("patients"):
        check(page, stage.url)
        assert 0 < wait_for_bar(page, "Leyendo la lista: 1,200 de 1,200 filas") < 1
    page.wait_for_selector("text=Recibir 1,200 visitas")


def test_without_scripts_the_page_comes_when_all_is_read(stage) -> None:
    page = stage.signed_in(stage.onboarded_practice(), java_script_enabled=False)
    check(page, stage.url)
    page.wait_for_selector("text=Take in 1,200 visits")
    assert page.locator("progress").is_hidden()


def test_a_list_that_cannot_be_sent_can_be_sent_again(stage) -> None:
    page = stage.signed_in(stage.onboarded_practice())
    page.route("**/portal/uploads", lambda route: route.abort())
    check(page, stage.url)
    page.wait_for_selector(".state.bad:has-text('Please try again')")
    page.unroute("**/portal/uploads")
    page.click("form[action='/portal/uploads'] button")
    page.wait_for_selector("text=Take in 1,200 visits")


PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.mark.parametrize("view", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize(
    ("locale", "title", "kept", "today"),
    [
        ("en-US", "What will happen", "What happens now", "Asked today"),
        ("es-MX", "Lo que pasará", "Lo que pasa ahora", "Solicitudes hoy"),
    ],
)
def test_the_plan_of_a_list_fits_and_can_be_read(stage, view, locale, title, kept, today) -> None:
    practice_id = stage.onboarded_practice(daily_cap=20)
    page = stage.signed_in(practice_id, locale=locale, viewport=view)
    bring_axe(page)
    page.goto(f"{stage.url}/portal/visits")
    page.set_input_files("#file", {"name": "march.csv", "mimeType": "text/csv", "buffer": MIXED})
    page.click("form[action='/portal/uploads'] button")
    page.wait_for_selector(f"h2:has-text('{title}')")
    assert page.locator(f".groups strong:has-text('{today}')").count() == 1
    assert_readable(page)
    page.check("[name=attested]")
    page.click("form[data-upload] button")
    page.wait_for_selector(f"h2:has-text('{kept}')")
    assert_readable(page)


def assert_readable(page) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
