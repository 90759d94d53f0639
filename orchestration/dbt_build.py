"""Runs dbt inside this process, on the project as set-up left it parsed.

To parse it takes longer than to build from it, and so does the start of a process. Importing this
module takes most of a second, so the run that builds does it.
"""

import tempfile
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import cast

from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest
from dbt.contracts.graph.semantic_manifest import SemanticManifest
from dbt.parser.manifest import extended_mashumuro_decoder

_SAVED = "partial_parse.msgpack"
"""dbt's own copy of what it parsed, beside the manifest."""


def build(
    words: Sequence[str], *, project_dir: Path, manifest_path: Path, database: str
) -> dbtRunnerResult:
    """Run a command of dbt on the database that DBT_* name, which is called `database`.

    A full build leaves the metrics' definitions beside the manifest, where `mf query` looks for
    them.
    """
    with tempfile.TemporaryDirectory(prefix="dbt-") as target:
        places = [
            *("--project-dir", str(project_dir), "--profiles-dir", str(project_dir)),
            *("--target-path", target, "--log-path", target),
            *("--log-level-file", "none", "--no-write-json"),
        ]
        manifest = read_parsed(manifest_path, project_dir=project_dir, database=database)
        if manifest is None:
            parsed = dbtRunner().invoke(["parse", "--quiet", *places])
            if not parsed.success:
                return parsed
            manifest = cast("Manifest", parsed.result)
        done = dbtRunner(manifest=manifest).invoke([*words, *places])
    if words[0] == "build":
        _share_metrics(manifest, manifest_path.with_name("semantic_manifest.json"))
    return done


def read_parsed(manifest_path: Path, *, project_dir: Path, database: str) -> Manifest | None:
    """Read the parsed project, its relations put into `database`.

    None where the project or dbt has changed since, or where nothing was left that can be read.
    """
    try:
        if _last_change(project_dir, manifest_path) > manifest_path.stat().st_mtime:
            return None
        saved = manifest_path.with_name(_SAVED).read_bytes()
        manifest = Manifest.from_msgpack(saved, decoder=extended_mashumuro_decoder)
    except (OSError, ValueError, LookupError):
        return None
    if manifest.metadata.dbt_version != version("dbt-core"):
        return None
    _move(manifest, database)
    return manifest


def _last_change(project_dir: Path, manifest_path: Path) -> float:
    unread = {manifest_path.parent, project_dir / "logs"}
    return max(
        path.stat().st_mtime
        for path in project_dir.rglob("*")
        if path.is_file() and unread.isdisjoint(path.parents)
    )


def _move(manifest: Manifest, database: str) -> None:
    """Name another database in every relation: the only thing of a profile that parsing keeps."""
    models = [model.node_relation for model in manifest.semantic_models.values()]
    for relation in [*manifest.nodes.values(), *manifest.sources.values(), *models]:
        if relation is None:
            continue
        if relation.relation_name:
            rest = relation.relation_name.removeprefix(f'"{relation.database}"')
            relation.relation_name = f'"{database}"{rest}'
        relation.database = database


def _share_metrics(manifest: Manifest, path: Path) -> None:
    with suppress(PermissionError):  # an image may be read-only
        SemanticManifest(manifest).write_json_to_file(str(path))
