"""Two workers and a killer: real processes, real HTTP, SIGKILL at random moments."""

import json
import subprocess
import sys

from core.config import PROJECT_ROOT


def test_killed_at_random_moments_two_workers_send_every_text_once():
    done = subprocess.run(
        [
            *(sys.executable, "-m", "benchmarks.killer", "--jobs", "200"),
            *("--shortest", "0.2", "--longest", "1.0"),
        ],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stdout, done.stderr
    findings = json.loads(done.stdout)
    assert (findings["duplicates"], findings["losses"], findings["uncertain"]) == (0, 0, 0), done
    assert findings["texts"] == findings["jobs"] == 200
    assert findings["kills"] >= 5
    assert done.returncode == 0
