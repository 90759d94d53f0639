import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("core", "webhooks", "assets", "orchestration", "sandbox", "demo")
SOURCES = sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py"))
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"}
HEAVY = ("dagster", "dbt", "boto3", "botocore", "googleapiclient", "twilio.rest", "msal")
LONGEST_FUNCTION, LONGEST_FILE, MOST_MODULES = 40, 300, 20
PURE = ("psycopg", "requests", "httpx", "socket", "subprocess", "os", "time", "random", "secrets")


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_the_import_contracts_hold():
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_web_worker_loads_nothing_heavy():
    probe = (
        "import sys, webhooks.asgi; print([m for m in sys.modules if m.startswith("
        + repr(HEAVY)
        + ")])"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"},
    )
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


@pytest.mark.parametrize(
    "path", sorted((ROOT / "core" / "rules").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT))
)
def test_rules_do_no_input_or_output(path: Path):
    tops = {name.partition(".")[0] for name in imports_of(path)}
    assert not tops & set(PURE)
    assert "datetime.now(" not in path.read_text()


def test_only_the_configuration_reads_the_environment():
    readers = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.is_relative_to(ROOT / "core")
        and ("os.environ" in path.read_text() or "getenv" in path.read_text())
    }
    assert readers == {"core/config.py"}


def test_only_the_clock_reads_the_time():
    readers = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.is_relative_to(ROOT / "core") and "datetime.now(" in path.read_text()
    }
    assert readers == {"core/clock.py"}


def test_modules_are_nouns_of_the_domain():
    assert not {p.stem for p in SOURCES} & VAGUE


def test_no_function_is_longer_than_a_screen():
    lengths = {
        f"{path.relative_to(ROOT)}: {node.name}": node.end_lineno - node.lineno + 1
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: n for name, n in lengths.items() if n > LONGEST_FUNCTION} == {}


def test_no_file_is_longer_than_can_be_read_at_once():
    lengths = {str(p.relative_to(ROOT)): len(p.read_text().splitlines()) for p in SOURCES}
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_folder_is_too_full_to_find_something_in():
    """The store mirrors the tables and sql/queries, one to one, and is as long as their list."""
    modules = [*SOURCES, *(ROOT / "tests").rglob("*.py")]
    counts = Counter(p.parent.relative_to(ROOT) for p in modules if p.stem != "__init__")
    del counts[Path("core/store")]
    assert {str(name): n for name, n in counts.items() if n > MOST_MODULES} == {}


def test_the_rules_are_ten_subjects_at_most():
    entries = {p.name for p in (ROOT / "core" / "rules").iterdir()}
    assert len({name for name in entries if not name.startswith("__")}) <= 10


def test_every_statement_stands_in_sql():
    """What a call of `execute` is given is named there; no server prepares `discard plans`."""
    written = [
        f"{path.relative_to(ROOT)}: {ast.unparse(node.args[0])}"
        for path in SOURCES
        if path.relative_to(ROOT).parts[0] in {"core", "webhooks", "assets", "orchestration"}
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"execute", "executemany"}
        and node.args
        and isinstance(node.args[0], ast.Constant | ast.JoinedStr | ast.BinOp)
    ]
    assert written == ["core/store/visits.py: b'discard plans'"]


def test_no_send_looks_at_a_rating_or_a_sentiment():
    """Asking everyone or no one is Google's and the FTC's rule; see docs/decisions."""
    rules = ROOT / "core" / "rules" / "sending"
    gate = "".join((rules / f"send_{part}.py").read_text() for part in ("inputs", "decision"))
    assert not any(word in gate for word in ("rating", "sentiment", "stars"))


def test_the_walk_through_the_house_names_files_that_exist():
    walk = (ROOT / "docs" / "architecture.md").read_text()
    named = set(re.findall(r"`([\w./]+\.(?:py|sql|yaml))`", walk))
    assert len(named) >= 40
    names = {path.name for path in SOURCES}
    missing = {n for n in named if not (ROOT / n).exists() and ("/" in n or n not in names)}
    partly = {
        n
        for n in missing
        if list(ROOT.glob(f"core/rules/*/{n}")) or (ROOT / "core/rules" / n).exists()
    }
    assert missing - partly == set()
