"""Upserts what every database starts with: `sql/seeds/*.sql`."""

from importlib.resources import files

from core.errors import PermanentError
from core.rules.wording.linter import describe_problems
from core.store.database import Connection
from core.store.templates import list_templates


def apply_seeds(connection: Connection) -> list[str]:
    """Run every seed file in one transaction; each is an upsert, so running it again is safe.

    A wording that breaks a rule is not saved, nor anything else: PermanentError tells the remedy.
    """
    folder = files("sql") / "seeds"
    seeds = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    with connection.transaction():
        for seed in seeds:
            connection.execute(seed.read_text("utf-8").encode())
        problems = [line for one in list_templates(connection) if (line := describe_problems(one))]
        if problems:
            raise PermanentError("\n".join(problems))
    return [seed.name for seed in seeds]
