"""Servers in processes of their own: small ones of one socket, and the real one with phones."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.server.process import Fichero, Serving
from tests.socket.phone import Phone
from tests.socket.raw import Raw

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


@pytest.fixture(scope="session")
def fichero(tmp_path_factory) -> Iterator[Fichero]:
    """The real command, with a data folder of its own."""
    made = Fichero(tmp_path_factory.mktemp("fichero"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def server(fichero) -> Serving:
    """`fichero serve`, for all conversations."""
    return fichero.serve()


@pytest.fixture(scope="session")
def links(fichero, server) -> Callable[[str], str]:
    """Makes sign-in links for the owner (`owner`) and for one of the staff (`staff`)."""
    invited = {role: fichero.run("invite", f"{role}@example.com", "--role", role) for role in ("owner", "staff")}
    signed = {role: server.sign_in(done.out.strip()) for role, done in invited.items()}

    def link(role: str) -> str:
        member = signed[role][1]["member"]["id"]
        return server.ask("POST", "/links", {"member": member}, signed["owner"][0]).json["link"]

    return link


@pytest.fixture(scope="session")
def silent(links, server) -> tuple[Raw, float]:
    """One who connects first and never says anything; tested last."""
    cookie, _ = server.sign_in(links("owner"))
    port = int(server.address.rsplit(":", 1)[1])
    began = time.monotonic()
    return Raw(port, {"Cookie": cookie, "Origin": server.address}, timeout=20), began


@pytest.fixture
def phones(links, server, silent) -> Iterator[Callable[..., Phone]]:
    """Makes phones of made-up members and hangs up for them."""
    made: list[Phone] = []

    def phone(role: str = "owner") -> Phone:
        made.append(Phone(server, links(role)))
        return made[-1]

    yield phone
    for each in made:
        each.hang_up()
