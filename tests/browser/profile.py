"""A Chromium of its own with a profile on disk, which tests may kill -9 and start again."""

import os
import signal
import subprocess
import time
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from tests.browser.line import Line
from tests.browser.phone import Phone
from tests.machine import chromium

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--lang=en-GB",
    "--window-size=390,844",
]
_PATIENCE = 30.0
"""Seconds that Chromium has to start."""


class Profile:
    """A profile folder and the browser that runs on it, behind a line of its own."""

    def __init__(self, playwright: Playwright, folder: Path, address: str):
        self._playwright = playwright
        self._folder = folder
        self._address = address
        self._process: subprocess.Popen[bytes] | None = None
        self._browser: Browser | None = None

    def start(self) -> Phone:
        """Start the browser and take its first page."""
        line = Line()
        ports = self._folder / "DevToolsActivePort"
        ports.unlink(missing_ok=True)
        command = [chromium(), *FLAGS, f"--user-data-dir={self._folder}", "--remote-debugging-port=0"]
        command += [f"--proxy-server={line.address}", "--proxy-bypass-list=<-loopback>", "about:blank"]
        self._process = subprocess.Popen(
            command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=os.environ | {"TZ": "Europe/Madrid", "LANGUAGE": "en_GB"},
        )  # fmt: skip
        self._browser = self._playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{self._port(ports)}")
        return Phone(self._browser.contexts[0], self._address, line)

    def _port(self, ports: Path) -> str:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            if ports.exists() and "\n" in (told := ports.read_text()):
                return told.split()[0]
            assert self._process.poll() is None, "Chromium ended while it started"
            time.sleep(0.02)
        raise TimeoutError("Chromium did not start")

    def kill(self) -> None:
        """`kill -9` of the browser with all its processes."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def quit(self) -> None:
        """Close the browser as a person does; it writes down what it holds, the cookies among it."""
        self._browser.new_browser_cdp_session().send("Browser.close")
        self._process.wait(_PATIENCE)

    def close(self) -> None:
        """Kill it if it still runs."""
        if self._process and self._process.poll() is None:
            self.kill()
