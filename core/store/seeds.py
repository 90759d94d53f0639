"""Upserts what every database starts with: `sql/seeds/*.sql`."""

from importlib.resources import files

from core.store.database import Connection


def apply_seeds(connection: Connection) -> list[str]:
    """Run every seed file in one transaction; each is an upsert, so running it again is safe."""
    folder = files("sql") / "seeds"
    seeds = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    with connection.transaction():
        for seed in seeds:
            connection.execute(seed.read_text("utf-8").encode())
    return [seed.name for seed in seeds]
