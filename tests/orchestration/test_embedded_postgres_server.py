"""A server that cannot start says in one line why, and what to do."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import PermanentError
from orchestration.embedded_postgres_server import start_server


@pytest.fixture
def half_made(tmp_path):
    folder = tmp_path / "postgres"
    folder.mkdir(mode=0o700)
    (folder / "PG_VERSION").write_text("18\n")
    return folder


def test_a_half_made_folder_is_told_in_one_line(half_made, caplog):
    with pytest.raises(PermanentError) as told:
        start_server(half_made, keep_running=False)
    message = str(told.value)
    assert "postgresql.conf" in message
    assert f"remove {half_made} and try again" in message
    assert "\n" not in message
    assert not caplog.records


def test_a_folder_of_another_version_is_told_by_its_number(half_made):
    start = "The data directory was initialized by PostgreSQL version 15"
    (half_made / "PG_VERSION").write_text("15\n")
    (half_made / "postgresql.conf").touch()
    (half_made / "global").mkdir()
    (half_made / "global" / "pg_control").write_bytes(b"\0" * 8192)
    with pytest.raises(PermanentError, match=start):
        start_server(half_made, keep_running=False)


def test_who_finds_a_server_running_does_not_stop_it(tmp_path):
    folder = tmp_path / "postgres"
    for keep_running in (True, False):
        program = (
            "from pathlib import Path; from orchestration.embedded_postgres_server import *; "
            f"start_server(Path({str(folder)!r}), keep_running={keep_running})"
        )
        subprocess.run([sys.executable, "-c", program], check=True)
    server = int((folder / "postmaster.pid").read_text().splitlines()[0])
    assert Path(f"/proc/{server}").exists()
    os.kill(server, signal.SIGINT)
