"""A long visit list: its owner sees how far it has come, with scripts and without."""

import re

import pytest

pytestmark = pytest.mark.browser

ROWS = 8_000
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


def long_list() -> bytes:
    lines = [f"Ana,p{number}@example.com,2026-03-03" for number in range(ROWS)]
    return "\n".join(["First name,Email,Visit date", *lines]).encode()


def check(page, url: str) -> None:
    page.goto(f"{url}/portal/visits")
    page.set_input_files(
        "#file", {"name": "long.csv", "mimeType": "text/csv", "buffer": long_list()}
    )
    page.click("form[action='/portal/uploads'] button")


def assert_it_moved(page, of: str) -> None:
    seen = page.evaluate("window.seen")
    values = [value for value, _ in seen]
    assert values == sorted(values)
    assert len({value for value in values if 0 < value < 1}) >= 2
    told = [re.search(rf": (.+) {of} 8,000 ", text) for _, text in seen]
    assert len({match[1] for match in told if match}) >= 2
    page.evaluate("window.seen = []")


def test_the_bar_moves_while_a_long_list_is_read_and_taken_in(stage) -> None:
    practice_id = stage.onboarded_practice()
    page = stage.signed_in(practice_id)
    page.add_init_script(WATCH)
    check(page, stage.url)
    page.wait_for_selector("text=Take in 8,000 visits", timeout=30_000)
    assert_it_moved(page, "of")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.check("[name=attested]")
    page.click("text=Take in 8,000 visits")
    page.wait_for_selector("h1:has-text('Taken in')", timeout=30_000)
    assert_it_moved(page, "of")
    assert stage.value("select count(*) from visits where practice_id = %s", practice_id) == ROWS


def test_the_bar_speaks_spanish(stage) -> None:
    page = stage.signed_in(stage.onboarded_practice(), locale="es-MX")
    page.add_init_script(WATCH)
    check(page, stage.url)
    page.wait_for_selector("text=Recibir 8,000 visitas", timeout=30_000)
    assert_it_moved(page, "de")


def test_without_scripts_the_page_comes_when_all_is_read(stage) -> None:
    page = stage.signed_in(stage.onboarded_practice(), java_script_enabled=False)
    check(page, stage.url)
    page.wait_for_selector("text=Take in 8,000 visits", timeout=30_000)
    assert page.locator("progress").is_hidden()


def test_a_list_that_cannot_be_sent_can_be_sent_again(stage) -> None:
    page = stage.signed_in(stage.onboarded_practice())
    page.route("**/portal/uploads", lambda route: route.abort())
    check(page, stage.url)
    page.wait_for_selector(".state.bad:has-text('Please try again')")
    page.unroute("**/portal/uploads")
    page.click("form[action='/portal/uploads'] button")
    page.wait_for_selector("text=Take in 8,000 visits", timeout=30_000)
