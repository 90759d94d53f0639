"""How dbt is told which database to use."""

from urllib.parse import parse_qs, unquote, urlsplit

from core.store.database import BUILD_LIMITS


def connection_environment(url: str) -> dict[str, str]:
    """Take a libpq URL apart into the variables of profiles.yml; a socket's folder is a host.

    The limits of its connections go beside them: a profile of dbt's has no place for any.
    """
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "PGOPTIONS": BUILD_LIMITS.options,
        "DBT_HOST": query.get("host", [parts.hostname or "localhost"])[0],
        "DBT_PORT": str(parts.port or query.get("port", ["5432"])[0]),
        "DBT_USER": unquote(parts.username or "postgres"),
        "DBT_PASSWORD": unquote(parts.password or ""),
        "DBT_DBNAME": unquote(parts.path.lstrip("/")) or "postgres",
        **({"DBT_SSLMODE": query["sslmode"][0]} if "sslmode" in query else {}),
    }
