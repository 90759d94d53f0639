"""The tablet at reception, with and without a connection."""

import pytest

pytestmark = pytest.mark.browser


def enter(page, name: str, contact: str) -> None:
    page.fill("#first_name", name)
    page.fill("#contact", contact)
    page.click("#visit button[type=submit]")


def names(stage, practice_id) -> set[str]:
    with stage.connect() as connection:
        rows = connection.execute(
            b"select first_name from patients where practice_id = %s", (practice_id,)
        )
        return {row["first_name"] for row in rows}


def test_visits_are_taken_in_known_ones_are_told_apart_and_bad_ones_can_be_mended(stage) -> None:
    practice_id = stage.onboarded_practice()
    page = stage.page()
    page.goto(stage.desk_link(practice_id))
    assert "token" not in page.evaluate("location.href")
    page.check("[name=locale][value=es]")
    enter(page, "Ana", "(510) 832-0160")
    page.wait_for_selector("#said:has-text('Ana: thank you')")
    enter(page, "Ana", "510.832.0160")
    page.wait_for_selector("#said:has-text('already')")
    enter(page, "Bo", "55")
    page.wait_for_selector("#contact-problem:visible")
    enter(page, "Bo", "000-000-0000")
    page.wait_for_selector("#queue li")
    page.click("#queue button:has-text('Mend')")
    assert page.input_value("#contact") == "000-000-0000"
    enter(page, "Bo", "bo@example.com")
    page.wait_for_selector("#said:has-text('Bo: thank you')")
    assert names(stage, practice_id) == {"Ana", "Bo"}
    assert (
        stage.value(
            "select locale from patients where practice_id = %s and first_name = 'Ana'", practice_id
        )
        == "es"
    )


def test_without_a_connection_visits_wait_on_the_tablet_and_the_page_still_opens(stage) -> None:
    practice_id = stage.onboarded_practice()
    context = stage.open()
    page = context.new_page()
    page.goto(stage.desk_link(practice_id))
    stage.wait_until(page, "navigator.serviceWorker.controller !== null")
    context.set_offline(True)
    page.reload()
    enter(page, "Cy", "510-832-0161")
    enter(page, "Dee", "dee@example.com")
    page.wait_for_selector("#queue li:nth-child(2)")
    assert names(stage, practice_id) == set()
    context.set_offline(False)
    page.wait_for_selector("#waiting", state="hidden")
    assert names(stage, practice_id) == {"Cy", "Dee"}


def test_over_the_limit_a_visit_waits_as_long_as_the_server_says(stage) -> None:
    practice_id = stage.onboarded_practice(frontdesk_daily_quota=1)
    page = stage.page()
    page.goto(stage.desk_link(practice_id))
    enter(page, "Ana", "510-832-0162")
    page.wait_for_selector("#said:has-text('thank you')")
    enter(page, "Bo", "510-832-0163")
    page.wait_for_selector("#said:has-text('limit for today')")
    assert page.locator("#queue li").count() == 1
    until = page.evaluate("Number(localStorage.getItem('frontdesk:limited-until')) - Date.now()")
    assert until > 60 * 60 * 1000
    page.evaluate("dispatchEvent(new Event('online'))")
    stage.wait_until(page, "!isSending")
    assert page.locator("#queue li").count() == 1
    assert stage.asked.count(f"{stage.url}/connectors/frontdesk") == 2
    with stage.connect() as connection:
        connection.execute(
            b"update settings set frontdesk_daily_quota = 2 where practice_id = %s", (practice_id,)
        )
    page.goto(stage.desk_link(practice_id))
    page.wait_for_selector("#waiting", state="hidden")
    assert names(stage, practice_id) == {"Ana", "Bo"}


def test_a_tablet_whose_link_was_replaced_asks_for_the_new_one_and_keeps_its_visits(stage) -> None:
    practice_id = stage.onboarded_practice()
    page = stage.page()
    page.goto(stage.desk_link(practice_id))
    fresh = stage.desk_link(practice_id)
    enter(page, "Ana", "510-832-0164")
    page.wait_for_selector("#connect:visible")
    page.fill("#token", fresh)
    page.click("#connect button")
    page.wait_for_selector("#waiting", state="hidden")
    assert names(stage, practice_id) == {"Ana"}
