"""Builds the dbt docs site as one static page."""

import os
import shutil
import subprocess
from pathlib import Path

from core.config import LOCAL_DIR, PROJECT_ROOT
from core.errors import PermanentError
from orchestration.dbt_connection import connection_environment

DOCS_DIR = LOCAL_DIR / "docs"


def build_docs(database_url: str) -> Path:
    """Generate the site from the project and the database's catalog; gives the page's path.

    Raises PermanentError with dbt's own words if it fails.
    """
    project = PROJECT_ROOT / "dbt_project"
    target = LOCAL_DIR / "dbt-docs-target"
    command = [
        str(PROJECT_ROOT / ".venv" / "bin" / "dbt"),
        "docs",
        "generate",
        "--static",
        f"--project-dir={project}",
        f"--profiles-dir={project}",
        f"--target-path={target}",
    ]
    done = subprocess.run(  # noqa: S603 - our own command, no outside input
        command,
        env=dict(os.environ) | connection_environment(database_url),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        message = f"dbt docs failed:\n{done.stdout[-2000:]}"
        raise PermanentError(message)
    DOCS_DIR.mkdir(parents=True, exist_ok=True)
    page = DOCS_DIR / "index.html"
    shutil.copyfile(target / "static_index.html", page)
    return page
