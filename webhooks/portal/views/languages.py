"""The language of a page: which one a visitor reads."""

from collections.abc import Callable

from falcon.asgi import Request, Response

from core.rules.wording.catalogue import say
from core.rules.wording.languages import LANGUAGES

COOKIE = "lang"

_YEAR_SECONDS = 365 * 24 * 3600
_LONGEST_HEADER = 200


def language_of(req: Request) -> str:
    """Give the language asked for by ?lang=, else the one remembered, else the browser's."""
    remembered = req.get_cookie_values(COOKIE) or [""]
    for wanted in (req.get_param("lang"), remembered[0]):
        if wanted is not None and wanted in LANGUAGES:
            return wanted
    return _accepted(req.get_header("Accept-Language") or "")


def remember_language(req: Request, resp: Response, *, is_https: bool) -> None:
    """Keep the language that ?lang= asks for."""
    wanted = req.get_param("lang")
    if wanted is not None and wanted in LANGUAGES:
        resp.set_cookie(
            COOKIE,
            wanted,
            max_age=_YEAR_SECONDS,
            path="/",
            http_only=True,
            same_site="Lax",
            secure=is_https,
        )


def translator(locale: str) -> Callable[..., str]:
    """Give what says an English text, with its `{named}` values, in `locale`."""

    def say_it(text: str, /, **values: object) -> str:
        return say(text, locale, **values)

    return say_it


def _accepted(header: str) -> str:
    """Give the language preferred in an Accept-Language header, English if it is neither."""
    best, best_weight = "en", 0.0
    for part in header[:_LONGEST_HEADER].split(","):
        tag, _, quality = part.strip().partition(";q=")
        language = tag.lower().partition("-")[0]
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        if language in LANGUAGES and weight > best_weight:
            best, best_weight = language, weight
    return best
