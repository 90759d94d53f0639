"""axe-core, which a page gets as it opens: that is quicker than to bring it for every look."""

from typing import Any

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page


def bring_axe(page: Page) -> None:
    """Give axe to whatever is opened here from now on."""
    page.add_init_script(path=AXE_FILE_PATH)


def violations(page: Page) -> list[dict[str, Any]]:
    """Tell which of axe's rules the page breaks."""
    return page.evaluate("axe.run({ resultTypes: ['violations'] }).then((told) => told.violations)")
