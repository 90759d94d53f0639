"""Every page has a language link that leads to a page, whatever it answers."""

import re

import pytest

from tests.webhooks.portal.test_visits import CSV, preview_of, upload

LINK = re.compile(r'<a href="([^"]*\?lang=es)"')


def leads_somewhere(web, path: str, page, signed_in: dict[str, str]) -> bool:
    [link] = LINK.findall(page.text)
    target = path + link if link.startswith("?") else link
    answer = web.get_page(target, **signed_in)
    assert 'lang="es"' in answer.text
    return answer.status_code in {200, 401}


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/portal/bans", {"contact": "(415) 555-0132"}),
        ("/portal/bans", {"contact": "nobody"}),
        ("/portal/bans/lift", {"contact": "(415) 555-0132", "confirmed": "true"}),
        ("/portal/exclusions", {"contact": "nobody"}),
        ("/portal/settings", {"daily_cap": "-4"}),
        ("/portal/link", {"email": "nobody@else.example.com"}),
        ("/portal/frontdesk-token", {}),
        ("/portal/uploads/00000000-0000-4000-8000-000000000000", {"attested": "true"}),
        ("/portal/sign-in", {"token": "x"}),
        ("/portal/nothing", {}),
        ("/onboard", {"token": "x"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_answers_a_form_can_be_read_in_the_other_language(web, owner, path, form) -> None:
    page = web.post_form(path, form, **owner)
    assert "text/html" in page.headers["content-type"], page.text
    assert leads_somewhere(web, path, page, owner)


def test_a_list_that_waits_for_a_yes_is_shown_in_the_other_language(web, owner) -> None:
    shown = upload(web, owner, CSV)
    for page in (shown, web.post_form(preview_of(shown), **owner)):
        [link] = LINK.findall(page.text)
        other = web.get_page(link, **owner)
        assert other.status_code == 200
        assert "Recibir una visita" in other.text
    done = web.post_form(preview_of(shown), {"attested": "true"}, **owner)
    assert leads_somewhere(web, preview_of(shown), done, owner)
    assert web.get_page(preview_of(shown), **owner).status_code == 410
    assert web.count("visits") == 1
