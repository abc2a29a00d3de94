"""What axe finds on a page, as lines that say where and why."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_COLOURS = ("color-contrast", "color-contrast-enhanced")
_ALL = {"runOnly": {"type": "tag", "values": [*_TAGS]}, "rules": {"color-contrast-enhanced": {"enabled": True}}}
_COLOURS_ONLY = {"runOnly": {"type": "rule", "values": [*_COLOURS]}}
_CONTROLS = "a, button, select, input, textarea, label, legend, [role=tab], .chip"
"""What is no body text: it must reach AA, body text AAA."""


def findings(page: Page, colours_only: bool = False) -> list[str]:
    """What is wrong, one line each; `colours_only` where a page differs from one already examined only in colours."""
    options: dict[str, Any] = _COLOURS_ONLY if colours_only else _ALL
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{page.url}: {rule['id']}: {' '.join(node['target'])}: {node['failureSummary'].splitlines()[1].strip()}"
        for rule in found
        for node in rule["nodes"]
        if rule["id"] != "color-contrast-enhanced" or _is_body_text(page, node["target"])
    ]


def _is_body_text(page: Page, target: list[str]) -> bool:
    return page.locator(target[-1]).first.evaluate("(text, controls) => !text.closest(controls)", _CONTROLS)
