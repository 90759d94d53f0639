"""An owner with a backlog sees how long it takes."""

import pytest


def upload(web, headers, count: int) -> None:
    rows = "".join(f"Ana,(415) 555-{n:04},3/3/2026\n" for n in range(count))
    answer = web.client.simulate_post(
        "/connectors/csv/upload",
        body=f"First name,Phone,Visit date\n{rows}",
        headers=headers | {"Content-Type": "text/csv"},
    )
    assert answer.json["accepted"] == count


@pytest.mark.parametrize(("count", "shown"), [(9, "5 days"), (3, "2 days"), (2, None)])
def test_the_home_tells_in_how_many_days_the_last_ones_are_asked(web, count, shown) -> None:
    owner = web.session(web.practice(daily_cap=2))
    upload(web, owner, count)
    text = web.get_page("/portal", **owner).text
    if shown:
        assert f"At most 2 a day: the last of them are asked in about {shown}." in text
        assert "Como máximo 2 al día" in web.get_page("/portal?lang=es", **owner).text
    else:
        assert "At most" not in text


def test_what_gets_too_old_before_its_turn_is_said_with_what_to_do(web) -> None:
    owner = web.session(web.practice(daily_cap=2))
    upload(web, owner, 65)
    text = web.get_page("/portal", **owner).text
    assert "not about visits older than 30 days: 5 or more of these will not be asked." in text
    assert "<small>65</small>" in text
    assert "5 o más de estos" in web.get_page("/portal?lang=es", **owner).text


def test_a_long_backlog_is_counted_whole_and_listed_in_part(web) -> None:
    owner = web.session(web.practice(daily_cap=50))
    upload(web, owner, 1200)
    text = web.get_page("/portal", **owner).text
    assert ">1,200</span>" in text
    assert "<small>100 of 1,200</small>" in text
