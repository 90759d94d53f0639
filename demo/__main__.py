"""`make demo`: tells the story as it goes, and ends with what came of it."""

import sys
import time

from rich.console import Console

from core.config import LOCAL_DIR
from core.errors import EngineError
from core.log import configure_logging
from demo.report import print_report, save_outbox
from demo.stage import DemoFailed, open_stage
from demo.steps import STEPS
from demo.story import CHECKOUT_AT, Story
from orchestration.embedded_postgres_server import start_server

OUTPUT_DIR = LOCAL_DIR / "demo"


def main() -> int:
    """Play every step; gives the exit code, 1 if an expectation failed."""
    console = Console(highlight=False)
    configure_logging(json=True, path=OUTPUT_DIR / "log" / "demo.log")
    console.print("[bold]Dental Review Engine[/bold]: eight days in the life of one practice\n")
    started = time.monotonic()
    name = "Setting the stage"
    try:
        server_url = start_server(LOCAL_DIR / "postgres", keep_running=False)
        with open_stage(CHECKOUT_AT, server_url=server_url, output_dir=OUTPUT_DIR) as stage:
            story = Story(stage)
            for number, (name, step) in enumerate(STEPS, start=1):
                began = time.monotonic()
                told = step(story)
                took = time.monotonic() - began
                console.print(
                    f"[green]✓[/green] {number:2}/{len(STEPS)} [bold]{name}[/bold] "
                    f"[dim]{took:4.1f} s[/dim]  {told}",
                    soft_wrap=True,
                )
            name = "Report"
            save_outbox(story)
            print_report(console, story)
    except (DemoFailed, EngineError) as failure:
        console.print(f"[red]✗ {name}[/red]: expected that {failure}", soft_wrap=True)
        console.print(f"  what the processes said is in {OUTPUT_DIR / 'log'}", soft_wrap=True)
        return 1
    console.print(f"\nDone in {time.monotonic() - started:.0f} s.")
    return 0


sys.exit(main())
