"""What axe finds on a page, as lines that say where and why."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_ALL = {"runOnly": {"type": "tag", "values": _TAGS}, "rules": {"color-contrast-enhanced": {"enabled": True}}}
_COLOURS_ONLY = {"runOnly": {"type": "rule", "values": ["color-contrast", "color-contrast-enhanced"]}}


def findings(page: Page, colours_only: bool = False) -> list[str]:
    """What is wrong, one line each; `colours_only` where a page differs from one already examined only in colours."""
    options: dict[str, Any] = _COLOURS_ONLY if colours_only else _ALL
    return [
        f"{page.url}: {rule['id']}: {' '.join(node['target'])}: {node['failureSummary'].splitlines()[1].strip()}"
        for rule in Axe().run(page, options=options).response["violations"]
        for node in rule["nodes"]
    ]
