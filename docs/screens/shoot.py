"""Takes the pictures of README anew: `python docs/screens/shoot.py`, with the test extras installed.

It serves a fresh demo business, signs in as its owner, and photographs Today on a phone and a client's card on a
desktop.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from tests.machine import chromium  # noqa: E402 - the tests' finder, in a folder that is no package of the app

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


def sign_in(browser: Browser, link: str) -> Page:
    """A page of the demo's owner, everything loaded."""
    page = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True, locale="en-GB").new_page()
    page.goto(link)
    page.get_by_role("status", name="Sync").get_by_text("Saved").wait_for()
    page.goto(link.split("/join")[0] + "/today")
    page.get_by_role("heading", name="Today").wait_for()
    return page


def open_next_card(page: Page) -> None:
    """Open the card of the next stop's client."""
    page.get_by_role("main").get_by_role("heading", level=2).get_by_role("link").first.click()
    page.wait_for_url(re.compile("/clients/"))
    page.get_by_role("tab", name="Overview").wait_for()


def main() -> None:
    """Serve, photograph, stop."""
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "server", "serve", "--demo", "--port", "0", "--locale", "en"]
        environment = os.environ | {"FICHERO_DATA": data}
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
            printed = ""
            while not re.search(r"^listening on", printed, re.MULTILINE):
                printed += server.stdout.readline()
            link = re.search(r"http\S+/join#\S+", printed)[0]
            try:
                photograph(link)
            finally:
                server.terminate()


def photograph(link: str) -> None:
    """Take both pictures as whoever the link signs in."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page = sign_in(browser, link)
        page.screenshot(path=HERE / "today-phone.png")
        page.set_viewport_size(DESKTOP)
        open_next_card(page)
        page.screenshot(path=HERE / "card-desktop.png")
        browser.close()


if __name__ == "__main__":
    main()
