"""Takes the pictures of docs/img from the running system: the demo's story, seen by a browser."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from core.config import PROJECT_ROOT
from core.store.database import driver_url
from demo.report import save_outbox
from demo.stage import Stage, open_stage
from demo.steps import STEPS
from demo.story import CHECKOUT_AT, Story
from orchestration.embedded_postgres_server import start_server

IMAGES = PROJECT_ROOT / "docs" / "img"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
_DAGSTER_PORT = 3111


def main() -> None:
    """Play the story and take a picture wherever people look."""
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        open_stage(
            CHECKOUT_AT,
            server_url=start_server(Path(folder) / "postgres", keep_running=False),
            output_dir=Path(folder) / "demo",
        ) as stage,
    ):
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        story = Story(stage)
        for name, step in STEPS:
            print(name, "…", flush=True)
            step(story)
            if name == "Proof text":
                _shoot(
                    browser, f"{stage.web_url}/onboard/{story.token}", "portal", PHONE, full=True
                )
        save_outbox(story)
        _shoot(browser, (stage.output_dir / "digest.html").as_uri(), "digest", PHONE, full=True)
        _shoot_inbox(browser, stage)
        with _dagster(stage) as url:
            _shoot(browser, f"{url}/asset-groups", "dagster", DESK, wait_seconds=12)
        browser.close()


def _shoot_inbox(browser: Browser, stage: Stage) -> None:
    page = _open(browser, stage.sandbox_url, DESK)
    page.locator("a, button").filter(has_text="Responda ALTO").or_(
        page.locator("[data-phone]").first
    ).first.click()
    page.wait_for_timeout(1500)
    page.screenshot(path=IMAGES / "inbox.png")


def _shoot(
    browser: Browser,
    url: str,
    name: str,
    size: dict[str, int],
    *,
    full: bool = False,
    wait_seconds: float = 1,
) -> None:
    page = _open(browser, url, size)
    page.wait_for_timeout(wait_seconds * 1000)
    page.screenshot(path=IMAGES / f"{name}.png", full_page=full)


def _open(browser: Browser, url: str, size: dict[str, int]) -> Page:
    page = browser.new_page(viewport=size, device_scale_factor=1.5)
    page.goto(url)
    return page


@contextmanager
def _dagster(stage: Stage) -> Iterator[str]:
    """Serve Dagster's UI over the stage's database."""
    url = f"http://127.0.0.1:{_DAGSTER_PORT}"
    with tempfile.TemporaryDirectory() as home:
        settings = (PROJECT_ROOT / "orchestration" / "dagster.yaml").read_text()
        (Path(home) / "dagster.yaml").write_text(settings)
        environment = dict(os.environ) | stage.environment
        environment |= {
            "DAGSTER_HOME": home,
            "DAGSTER_POSTGRES_URL": driver_url(stage.database_url, "psycopg2", schema="dagster"),
        }
        server = subprocess.Popen(
            [
                *(
                    str(Path(sys.executable).with_name("dagster-webserver")),
                    "-p",
                    str(_DAGSTER_PORT),
                ),
                *("-w", str(PROJECT_ROOT / "workspace.yaml")),
            ],
            env=environment,
            cwd=PROJECT_ROOT,
        )
        try:
            while True:
                try:
                    urllib.request.urlopen(f"{url}/server_info", timeout=2).close()
                    break
                except OSError:
                    time.sleep(0.5)
            yield url
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
