"""The tablet's queue on a bad connection, with a wrong clock, under several eyes and hands."""

from datetime import timedelta

import pytest

from tests.browser.axe import bring_axe, violations

pytestmark = pytest.mark.browser

DESK = "**/connectors/frontdesk"
TOO_SMALL = """[...document.querySelectorAll("button, input, a, .segments span")]
  .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => box.height && box.height < 48).map(([html]) => html)"""


def enter(page, name: str, contact: str) -> None:
    page.fill("#first_name", name)
    page.fill("#contact", contact)
    page.click("#visit button[type=submit]")


def go_on(page) -> None:
    """Let the page find its connection again."""
    page.evaluate("dispatchEvent(new Event('online'))")


def stop_clock(stage, page) -> None:
    """Let no pause of the page end before it is told so."""
    stage.wait_until(page, "!isSending")
    page.clock.pause_at(stage.now + timedelta(minutes=3))


def told(stage, practice_id) -> list[dict]:
    with stage.connect() as connection:
        return connection.execute(
            b"select p.first_name, v.occurred_at, v.local_date::text as day, p.locale from visits v"
            b" join patients p on (p.practice_id, p.id) = (v.practice_id, v.patient_id)"
            b" where v.practice_id = %s order by v.occurred_at, p.first_name",
            (practice_id,),
        ).fetchall()


@pytest.fixture
def desk(stage):
    """Give a practice, and a tablet with its link whose clock stands at the server's time."""
    practice_id = stage.onboarded_practice()
    context = stage.open(timezone_id="America/Los_Angeles")
    page = context.new_page()
    page.clock.install(time=stage.now)
    page.goto(stage.desk_link(practice_id))
    return practice_id, context, page


@pytest.mark.parametrize("fault", [timedelta(), timedelta(hours=1), timedelta(days=-400)])
def test_a_visit_that_waited_keeps_its_time_whatever_the_tablets_clock_says(stage, fault) -> None:
    practice_id = stage.onboarded_practice()
    context = stage.open()
    page = context.new_page()
    page.clock.install(time=stage.now + fault)
    page.goto(stage.desk_link(practice_id))
    context.set_offline(True)
    enter(page, "Ana", "510-832-0160")
    page.clock.fast_forward("13:00:00")
    enter(page, "Bo", "510-832-0161")
    page.clock.fast_forward("10:00")
    context.set_offline(False)
    page.wait_for_selector("#waiting", state="hidden")
    [ana, bo] = told(stage, practice_id)
    assert (ana["first_name"], ana["day"]) == ("Ana", "2026-03-03")
    assert (
        abs(stage.now - timedelta(hours=13, minutes=10) - ana["occurred_at"]).total_seconds() < 60
    )
    assert abs(stage.now - timedelta(minutes=10) - bo["occurred_at"]).total_seconds() < 60


def test_a_visit_whose_answer_was_lost_is_taken_once(stage, desk) -> None:
    practice_id, context, page = desk

    def lose(route) -> None:
        assert route.fetch().status == 201
        route.abort()

    stop_clock(stage, page)
    context.route(DESK, lose, times=1)
    enter(page, "Ana", "510-832-0160")
    stage.wait_until(page, "failures === 1 && !isSending")
    assert len(told(stage, practice_id)) == 1
    go_on(page)
    page.wait_for_selector("#said:has-text('already')")
    assert page.locator("#queue li").count() == 0
    assert len(told(stage, practice_id)) == 1


def test_a_server_that_never_answers_does_not_end_the_queue(stage, desk) -> None:
    practice_id, context, page = desk
    held = []
    stop_clock(stage, page)
    context.route(DESK, lambda route: held.append(route), times=1)  # noqa: PLW0108 - needs a signature
    enter(page, "Ana", "510-832-0160")
    enter(page, "Bo", "510-832-0161")
    page.wait_for_selector("#queue li:nth-child(2)")
    page.clock.fast_forward("00:30")
    stage.wait_until(page, "failures === 1 && !isSending")
    page.clock.fast_forward("00:10")
    page.wait_for_selector("#waiting", state="hidden")
    assert {visit["first_name"] for visit in told(stage, practice_id)} == {"Ana", "Bo"}


def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(stage, desk) -> None:
    practice_id, context, page = desk
    asked = []

    def refuse(route) -> None:
        asked.append(route)
        route.fulfill(status=503, headers={"Retry-After": "120"}, json={"error": "unavailable"})

    stop_clock(stage, page)
    context.route(DESK, refuse, times=1)
    enter(page, "Ana", "510-832-0160")
    stage.wait_until(page, "failures === 1 && !isSending")
    page.clock.fast_forward("01:59")
    stage.wait_until(page, "!isSending")
    assert page.locator("#queue li").count() == 1
    assert stage.asked.count(f"{stage.url}/connectors/frontdesk") == 1
    page.clock.fast_forward("00:02")
    page.wait_for_selector("#waiting", state="hidden")
    assert (len(asked), len(told(stage, practice_id))) == (1, 1)


def test_two_tabs_send_a_visit_once_and_both_know_it(stage) -> None:
    practice_id = stage.onboarded_practice()
    context = stage.open()
    first, second = context.new_page(), context.new_page()
    first.goto(stage.desk_link(practice_id))
    second.goto(f"{stage.url}/frontdesk")
    first.bring_to_front()
    held = []
    context.route(DESK, lambda route: held.append(route))  # noqa: PLW0108 - needs a signature
    enter(first, "Ana", "510-832-0160")
    second.wait_for_selector("#queue li")
    second.bring_to_front()
    go_on(second)
    enter(second, "Bo", "510-832-0161")
    first.wait_for_selector("#queue li:nth-child(2)")
    context.unroute(DESK)  # lets go what is held
    for page in (first, second):
        page.wait_for_selector("#waiting", state="hidden")
    assert len(held) == 1
    assert stage.asked.count(f"{stage.url}/connectors/frontdesk") == 2
    assert len(told(stage, practice_id)) == 2


def test_nobody_reads_a_name_off_the_screen_of_the_desk(desk) -> None:
    _, context, page = desk
    enter(page, "Anastasia", "510-832-0160")
    page.wait_for_selector("#said:has-text('Anastasia: thank you')")
    page.clock.fast_forward("00:09")
    assert "Anastasia" not in page.inner_text("body")
    context.set_offline(True)
    enter(page, "Bartholomew", "510-832-0161")
    assert page.inner_text("#queue strong") == "B. 12:00 PM"
    assert "Bartholomew" not in page.content()
    page.fill("#first_name", "Clementine")
    page.clock.fast_forward("02:01")
    assert page.input_value("#first_name") == ""
    assert (
        page.evaluate("Object.values(localStorage).filter((kept) => kept.includes('0160'))") == []
    )


def test_what_is_under_a_finger_stays_there_while_another_tab_changes_the_rest(stage, desk) -> None:
    _, context, page = desk
    other = context.new_page()
    other.goto(f"{stage.url}/frontdesk")
    page.bring_to_front()
    context.set_offline(True)
    enter(page, "Ana", "510-832-0160")
    enter(page, "Bo", "510-832-0161")
    page.hover("#queue li:first-child button")
    page.mouse.down()
    other.bring_to_front()
    other.click("#queue li:nth-child(2) button")
    enter(other, "Cy", "510-832-0162")
    page.wait_for_selector("#queue li:nth-child(2):has-text('C.')")
    page.mouse.up()
    assert page.locator("#queue strong").all_inner_texts() == ["C. 12:00 PM"]


def test_a_choice_of_language_is_for_one_patient(stage, desk) -> None:
    practice_id, _, page = desk
    page.check("[name=locale][value=es]")
    enter(page, "Ana", "510-832-0160")
    page.wait_for_selector("#said:has-text('Ana')")
    enter(page, "Bo", "510-832-0161")
    page.wait_for_selector("#said:has-text('Bo')")
    assert {v["first_name"]: v["locale"] for v in told(stage, practice_id)} == {
        "Ana": "es",
        "Bo": "en",
    }


def test_what_is_refused_is_explained_in_the_language_of_the_page_and_mended_in_place(
    stage,
) -> None:
    practice_id = stage.onboarded_practice()
    page = stage.page(locale="es-MX")
    page.clock.install(time=stage.now)
    page.goto(stage.desk_link(practice_id))
    enter(page, "Ana", "000-000-0000")
    page.wait_for_selector("#queue li:has-text('El teléfono no es válido.')")
    page.clock.fast_forward("03:00:00")
    page.click("#queue button:has-text('Corregir')")
    assert page.evaluate("document.activeElement.id") == "contact"
    enter(page, "Ana", "510-832-0160")
    page.wait_for_selector("#waiting", state="hidden")
    [visit] = told(stage, practice_id)
    assert abs(stage.now - timedelta(hours=3) - visit["occurred_at"]).total_seconds() < 60
    manifest = page.get_attribute("link[rel=manifest]", "href")
    assert page.request.get(stage.url + manifest).json()["name"] == "Recepción"


def test_a_tablet_without_its_link_says_what_to_do(stage, desk) -> None:
    practice_id, _, page = desk
    fresh = stage.desk_link(practice_id)
    enter(page, "Ana", "510-832-0160")
    page.wait_for_selector("#replaced:has-text('was replaced')")
    page.reload()
    assert page.locator("#replaced").is_visible()
    assert page.inner_text("#net") == "1 to be sent"
    page.fill("#token", "https://www.example.com")
    page.click("#connect button")
    page.wait_for_selector("#token-problem:has-text('not a front-desk link')")
    page.fill("#token", fresh)
    page.click("#connect button")
    page.wait_for_selector("#waiting", state="hidden")
    assert not page.locator("#replaced").is_visible()
    assert len(told(stage, practice_id)) == 1


def test_a_tablet_that_is_given_away_holds_nothing(desk) -> None:
    _, context, page = desk
    context.set_offline(True)
    enter(page, "Ana", "510-832-0160")
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("#forget")
    page.wait_for_selector("#connect:visible")
    assert page.evaluate("Object.keys(localStorage)") == []


@pytest.mark.parametrize("size", [(1024, 768), (390, 844)])
@pytest.mark.parametrize("colors", ["light", "dark"])
def test_the_desk_is_easy_to_see_to_touch_and_to_walk_by_keyboard(stage, size, colors) -> None:
    practice_id = stage.onboarded_practice()
    look = {"viewport": {"width": size[0], "height": size[1]}, "color_scheme": colors}
    page = stage.page(**look)
    bring_axe(page)
    page.goto(f"{stage.url}/frontdesk")
    assert violations(page) == []
    assert page.evaluate(TOO_SMALL) == []
    page.goto(stage.desk_link(practice_id))
    enter(page, "Bo", "000-000-0000")
    page.wait_for_selector("#queue button:has-text('Mend')")
    page.click("#visit button[type=submit]")
    page.wait_for_selector("#first_name-problem:visible")
    assert page.evaluate("document.activeElement.id") == "first_name"
    assert violations(page) == []
    assert page.evaluate(TOO_SMALL) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    walked = []
    for _ in range(4):
        walked.append(page.evaluate("document.activeElement.name || document.activeElement.type"))
        page.keyboard.press("Tab")
    assert walked == ["first_name", "contact", "locale", "submit"]


def test_while_the_server_is_down_the_page_that_is_kept_opens(stage) -> None:
    context = stage.open()
    page = context.new_page()
    page.goto(stage.desk_link(stage.onboarded_practice()))
    stage.wait_until(page, "navigator.serviceWorker.controller !== null")
    asked = []

    def refuse(route) -> None:
        asked.append(route)
        route.fulfill(status=502, body="Bad gateway")

    context.route("**/frontdesk", refuse)
    page.reload()
    assert len(asked) == 1
    assert page.locator("#visit").is_visible()
