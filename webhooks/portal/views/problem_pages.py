"""What a person reads where a program would get an error as JSON."""

from collections.abc import Mapping

from falcon.asgi import Request, Response

from core.onboarding.portal_links import LinkProblem
from core.rules.wording.catalogue import to_say
from webhooks.portal.views.pages import Pages, wants_html

_NOT_THERE = to_say(
    (
        "There is nothing here",
        "The address may have been cut off, or what was here is gone.",
    )
)
_TEXTS: Mapping[int, tuple[str, str]] = to_say(
    {
        404: _NOT_THERE,
        405: _NOT_THERE,
        410: _NOT_THERE,
        413: ("This is too large", "Please go back and send less at once."),
        429: ("That was too often", "Please go back and try again in a few minutes."),
        503: (
            "Please try again in a moment",
            "Something on our side did not answer. Go back: what you typed is still there.",
        ),
    }
)
_TEXTS_OF_CODE: Mapping[str, tuple[str, str]] = to_say(
    {
        "cross_site": (
            "Nothing was done",
            "Another website asked for this in your name. If it was you, please do it here.",
        ),
        "other_practice": (
            "You are signed in for another practice",
            (
                "This link belongs to another practice than the one this browser is signed in for."
                " Nothing was changed. If you look after both, sign out first, then open the link"
                " from the email once more."
            ),
        ),
    }
)
_OTHERWISE = to_say(("This did not work", "Please go back and try once more."))
_FOR_OWNERS = ("/portal", "/onboard", "/connectors")
_UNAUTHORIZED = 401


def show_problem(pages: Pages, req: Request, resp: Response, *, status: int, code: str) -> bool:
    """Answer a browser with a page; False for a program, which reads `code` in JSON."""
    if not wants_html(req):
        return False
    if status == _UNAUTHORIZED:
        pages.sign_in(req, resp)
    elif code in {problem.value for problem in LinkProblem}:
        pages.dead_link(req, resp, LinkProblem(code), status=status)
    else:
        title, text = _TEXTS_OF_CODE.get(code) or _TEXTS.get(status, _OTHERWISE)
        leads_home = req.path.startswith(_FOR_OWNERS)
        pages.show(
            req, resp, "problem.html", status=status, title=title, text=text, leads_home=leads_home
        )
    return True
