"""The real command in processes of its own: run to its end, or served until told to stop."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from tests.engine import CHOSEN, Engine

ROOT = Path(__file__).parents[2]


class Done(NamedTuple):
    """What came of a command."""

    code: int
    out: str
    err: str


@dataclass
class Answer:
    """What the server answered over a real connection."""

    status: int
    headers: Any
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Serving:
    """One `fichero serve`, from its first line to its end."""

    def __init__(self, process: subprocess.Popen[str]):
        self.process = process
        self.lines: list[str] = []
        self.address = ""
        for line in process.stdout:
            self.lines.append(line.rstrip("\n"))
            if line.startswith("listening on "):
                self.address = line.split()[-1]
                break
        assert self.address, "\n".join(self.lines) + (process.stderr.read() if process.stderr else "")

    @property
    def links(self) -> list[str]:
        """The sign-in links that it printed."""
        return [word for line in self.lines for word in line.split() if "/join#" in word]

    def ask(self, method: str, path: str, body: Any = None, cookie: str = "", **headers: str) -> Answer:
        """One request, as a page of this address makes it."""
        content = None if body is None else json.dumps(body).encode()
        head = {"Origin": self.address, "Cookie": cookie} | headers
        request = urllib.request.Request(self.address + path, content, head, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())

    def sign_in(self, link: str) -> tuple[str, dict[str, Any]]:
        """The session's cookie and what the server said of it."""
        answer = self.ask("POST", "/session", {"token": link.split("#")[1], "label": "van phone"})
        assert answer.status == 200, answer.body
        return answer.headers["Set-Cookie"].split(";")[0], answer.json

    def pause(self) -> None:
        """SIGSTOP of all its processes: what is open stays open, and nobody answers."""
        os.killpg(self.process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """Go on where it was paused."""
        os.killpg(self.process.pid, signal.SIGCONT)

    def kill(self) -> None:
        """As a crash would: no goodbye to anybody."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """As an administrator would; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


class Fichero:
    """The command, with a data folder and environment that nobody else uses. `home` is the project that it runs, `main`
    the module that is the command."""

    def __init__(self, data: Path, home: Path = ROOT, engine: Engine = CHOSEN, main: str = "server"):
        self.data = data
        self.home = home
        self.main = main
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("FICHERO_")}
        self.environ = inherited | {"FICHERO_DATA": str(data), "LANG": "en_GB.UTF-8", "PYTHONUNBUFFERED": "1"}
        self.environ |= engine.settings(data)
        self._served: list[Serving] = []

    def run(self, *words: str) -> Done:
        """One command, to its end."""
        line = self._line(words)
        done = subprocess.run(line, env=self.environ, cwd=self.home, capture_output=True, text=True, timeout=60)
        return Done(done.returncode, done.stdout, done.stderr)

    def serve(self, *words: str) -> Serving:
        """`fichero serve`, ready; on a free port unless `words` name one."""
        port = () if "--port" in words else ("--port", "0")
        process = subprocess.Popen(
            self._line(("serve", *port, *words)), env=self.environ, cwd=self.home, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        try:
            self._served.append(Serving(process))
        except AssertionError:
            process.kill()
            process.wait()
            raise
        return self._served[-1]

    def close(self) -> None:
        """End what still runs."""
        for serving in self._served:
            if serving.process.poll() is None:
                serving.kill()
            serving.process.stdout.close()
            serving.process.stderr.close()

    def _line(self, words: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", self.main, *words]
