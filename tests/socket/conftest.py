"""Servers of one socket, each in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@contextmanager
def serving(log: Path, **limits: float) -> Iterator[tuple[int, subprocess.Popen]]:
    """A server of `tests/socket/app.py`: its port and process."""
    command = [sys.executable, "-m", "tests.socket.app", json.dumps(limits)]
    with log.open("w") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, cwd=ROOT)
    try:
        line = process.stdout.readline()
        assert line, log.read_text()
        yield int(line), process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture(scope="session")
def port(tmp_path_factory) -> Iterator[int]:
    """A server with the usual limits."""
    with serving(tmp_path_factory.mktemp("usual") / "log") as (port, _):
        yield port


@pytest.fixture(scope="session")
def hasty(tmp_path_factory) -> Iterator[int]:
    """A server that loses patience soon: pings after 0.3 s, bears 2 s of silence and a stall of 1 s."""
    with serving(tmp_path_factory.mktemp("hasty") / "log", ping=0.3, silence=2, stall=1) as (port, _):
        yield port
