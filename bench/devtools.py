"""Chromium driven by bare DevTools messages, for what is measured from the first millisecond of a page.

Playwright keeps a world of its own in every page, and while the page starts it has a third of a megabyte of scripts
compiled there, on the thread that is measured. Here nothing runs in a page but the page and what a bench gives it.
"""

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.browser.profile import FLAGS
from tests.machine import chromium

PATIENCE = 120
"""Seconds that anything may take before a bench gives up."""

_SAY = "said"
"""The function by which a page tells."""

_OFFLINE = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


class DevTools:
    """The one connection to a browser."""

    def __init__(self, socket: ClientConnection):
        self._socket = socket
        self._asked = 0

    def send(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        """Ask the browser, or one of its tabs. Raises RuntimeError with what it says against it."""
        self._asked += 1
        message = {"id": self._asked, "method": method, "params": params}
        self._socket.send(json.dumps(message | ({"sessionId": session} if session else {})))
        answer = self._hear(lambda heard: heard.get("id") == self._asked)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    @contextmanager
    def tab(self) -> Iterator["Tab"]:
        """A new tab without a network, in front of the others."""
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        tab = Tab(self, session)
        for domain in ("Page", "Runtime", "Network"):
            tab.send(f"{domain}.enable")
        tab.send("Network.emulateNetworkConditions", **_OFFLINE)
        tab.send("Runtime.addBinding", name=_SAY)
        tab.send("Page.bringToFront")
        yield tab
        self.send("Target.closeTarget", targetId=target)

    def told(self, session: str) -> Any:
        """What the page of a tab says next: the JSON that it calls the function `said` with."""
        said = {"method": "Runtime.bindingCalled", "sessionId": session}
        return json.loads(self._hear(lambda heard: said.items() <= heard.items())["params"]["payload"])

    def _hear(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while not wanted(heard := json.loads(self._socket.recv(PATIENCE))):
            pass
        return heard


class Tab:
    """One tab of the browser."""

    def __init__(self, devtools: DevTools, session: str):
        self._devtools = devtools
        self._session = session

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask the tab."""
        return self._devtools.send(method, self._session, **params)

    def open(self, address: str, script: str) -> Any:
        """Go to an address and give what its page says first. The script runs there before any other."""
        added = self.send("Page.addScriptToEvaluateOnNewDocument", source=script)
        self.send("Page.navigate", url=address)
        told = self._devtools.told(self._session)
        self.send("Page.removeScriptToEvaluateOnNewDocument", **added)
        return told

    def heap(self) -> float:
        """MB of JavaScript that the page holds, after a garbage collection."""
        self.send("HeapProfiler.collectGarbage")
        return self.send("Runtime.getHeapUsage")["usedSize"] / 1e6


@contextmanager
def running(profile: Path) -> Iterator[DevTools]:
    """A Chromium of its own on this profile."""
    ports = profile / "DevToolsActivePort"
    ports.unlink(missing_ok=True)
    command = [chromium(), *FLAGS, f"--user-data-dir={profile}", "--remote-debugging-port=0", "about:blank"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + PATIENCE
        while not (ports.exists() and "\n" in ports.read_text()):
            assert process.poll() is None and time.monotonic() < deadline, "Chromium did not start"
            time.sleep(0.02)
        port, path = ports.read_text().split()
        with closing(connect(f"ws://127.0.0.1:{port}{path}", max_size=None)) as socket:
            yield DevTools(socket)
            socket.send(json.dumps({"id": 0, "method": "Browser.close"}))
            process.wait(PATIENCE)
    finally:
        process.kill()
        process.wait()
