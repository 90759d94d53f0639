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
