"""The wording of every message, as stored."""

from core.errors import PermanentError
from core.rules.wording.rendering import Template
from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("templates")


def get_template(connection: Connection, *, name: str, locale: str, channel: str) -> Template:
    """Give the approved template in `locale`, or else in English.

    Raises PermanentError where there is neither: `review-engine seed` puts them there.
    """
    params = {"name": name, "locale": locale, "channel": channel}
    row = connection.execute(_queries.find_template, params).fetchone()
    if row is None:
        message = f"no approved template {name}/{locale}/{channel}; run review-engine seed"
        raise PermanentError(message)
    return Template(**row)


def list_bodies(connection: Connection, *, channel: str) -> tuple[str, ...]:
    """List what the wordings on a channel say, also those that are no longer approved."""
    rows = connection.execute(_queries.list_bodies, {"channel": channel})
    return tuple(row["body"] for row in rows)


def list_templates(connection: Connection) -> list[Template]:
    """List every approved template."""
    return [Template(**row) for row in connection.execute(_queries.list_templates)]
