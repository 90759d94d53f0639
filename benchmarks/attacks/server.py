"""The web app as it is served, but that Amazon's certificate is read from a file: no net is asked.

`python -m benchmarks.attacks.server PORT WORKERS CERTIFICATE`, with the environment of the app.
"""

import sys
from dataclasses import replace
from pathlib import Path

from core.config import Config, load_config
from webhooks import server
from webhooks.deps import Deps, build_deps


def main() -> None:
    """Serve until a signal ends it."""
    port, workers, certificate = sys.argv[1:]
    pem = Path(certificate).read_bytes()

    def build(config: Config) -> Deps:
        return replace(build_deps(config), fetch_certificate=lambda _: pem)

    server.build_deps = build
    server.serve(load_config(), int(port), workers=int(workers), host="127.0.0.1")


if __name__ == "__main__":
    main()
