"""dbt builds from what set-up parsed, in whichever database, and never from what has changed since."""

import json
import os
import shutil
from pathlib import Path

import pytest

from core.config import PROJECT_ROOT
from core.store.database import connect
from orchestration.dbt_build import build, read_parsed
from orchestration.dbt_connection import connection_environment

LATER = 4102444800
"""When a file was changed last of all."""


@pytest.fixture
def project_dir(tmp_path: Path) -> Path:
    """Copy the project with what set-up left, as if it had been parsed last of all."""
    folder = Path(shutil.copytree(PROJECT_ROOT / "dbt_project", tmp_path / "dbt_project"))
    (folder / "target" / "manifest.json").touch()
    return folder


def read(project_dir: Path, database: str = "elsewhere"):
    manifest_path = project_dir / "target" / "manifest.json"
    return read_parsed(manifest_path, project_dir=project_dir, database=database)


def test_what_was_parsed_names_the_database_in_every_relation(project_dir):
    manifest = read(project_dir, "it's elsewhere")
    relations = [*manifest.nodes.values(), *manifest.sources.values()]
    assert len(relations) > 60
    assert {relation.database for relation in relations} == {"it's elsewhere"}
    assert manifest.nodes["model.dental_review_engine.guarantees"].relation_name == (
        '"it\'s elsewhere"."analytics"."guarantees"'
    )


@pytest.mark.parametrize("spoil", ["changed", "torn", "gone", "of another dbt"])
def test_what_does_not_fit_any_more_is_not_built_from(project_dir, monkeypatch, spoil):
    assert read(project_dir) is not None
    saved = project_dir / "target" / "partial_parse.msgpack"
    match spoil:
        case "changed":
            os.utime(project_dir / "macros" / "as_of.sql", (LATER, LATER))
        case "torn":
            saved.write_bytes(saved.read_bytes()[:-100])
        case "gone":
            saved.unlink()
        case "of another dbt":
            monkeypatch.setattr("orchestration.dbt_build.version", lambda _: "0.1")
    assert read(project_dir) is None


def test_a_model_changed_since_set_up_is_built_as_it_is_now(project_dir, database_url, monkeypatch):
    environment = connection_environment(database_url)
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    model = project_dir / "models" / "staging" / "stg_jobs.sql"
    model.write_text("select 42 as answer")
    os.utime(model, (LATER, LATER))
    manifest_path = project_dir / "target" / "manifest.json"
    done = build(
        ["build", "--quiet", "--select", "stg_jobs"],
        project_dir=project_dir,
        manifest_path=manifest_path,
        database=environment["DBT_DBNAME"],
    )
    assert done.success
    with connect(database_url) as connection:
        assert connection.execute(b"select * from analytics.stg_jobs").fetchall() == [
            {"answer": 42}
        ]
    metrics = json.loads(manifest_path.with_name("semantic_manifest.json").read_text())
    relation = metrics["semantic_models"][0]["node_relation"]
    assert relation["database"] == environment["DBT_DBNAME"]
