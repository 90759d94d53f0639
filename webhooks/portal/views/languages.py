"""The language of a page: which one a visitor reads, and the Spanish of every English text."""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from falcon.asgi import Request, Response

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
    """Give what says an English text in `locale`, with its `{named}` values filled in.

    Whole numbers get their thousands set off. A text without Spanish is said in English; a test
    sees to it that there is none.
    """
    catalog = spanish_texts() if locale == "es" else {}

    def say(text: str, /, **values: object) -> str:
        told = catalog.get(text, text)
        shown = {name: f"{v:,}" if isinstance(v, int) else v for name, v in values.items()}
        return told.format(**shown) if shown else told

    return say


@cache
def spanish_texts() -> Mapping[str, str]:
    """Read the Spanish of every English text."""
    path = files("webhooks.portal") / "texts" / "es.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


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
