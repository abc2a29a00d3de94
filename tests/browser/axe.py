"""What axe finds on a page, as lines that say where and why."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_SCRIPT = Axe().axe_script
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_ALL = {"runOnly": {"type": "tag", "values": _TAGS}, "rules": {"color-contrast-enhanced": {"enabled": True}}}
_COLOURS_ONLY = {"runOnly": {"type": "rule", "values": ["color-contrast", "color-contrast-enhanced"]}, "preload": False}
_VIOLATIONS_ONLY = {"resultTypes": ["violations"]}
"""Describing what is well takes most of axe's time."""

_RUN = "async (options) => (await axe.run(options)).violations"


def findings(page: Page, colours_only: bool = False) -> list[str]:
    """What is wrong, one line each; `colours_only` where a page differs from one already examined only in colours."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_SCRIPT)
    violations: list[dict[str, Any]] = page.evaluate(_RUN, (_COLOURS_ONLY if colours_only else _ALL) | _VIOLATIONS_ONLY)
    return [
        f"{page.url}: {rule['id']}: {' '.join(node['target'])}: {node['failureSummary'].splitlines()[1].strip()}"
        for rule in violations
        for node in rule["nodes"]
    ]
