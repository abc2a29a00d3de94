"""What the server's tests share."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server import commands
from tests.engine import CHOSEN
from tests.server.office import Office
from tests.server.process import Done, Fichero


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Makes offices with an environment of their own, and closes them."""
    opened: list[Office] = []

    def make(**environ: str) -> Office:
        data = tmp_path / f"office{len(opened)}"
        opened.append(Office(data, environ if "FICHERO_DATABASE" in environ else CHOSEN.settings(data) | environ))
        return opened[-1]

    yield make
    for office in opened:
        office.store.close()


@pytest.fixture
def office(offices: Callable[..., Office]) -> Office:
    """A made-up business behind the real application."""
    return offices()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of commands; it is not there yet."""
    return tmp_path / "data"


@pytest.fixture
def typed(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Done]]:
    """Runs a command within this process; quicker than `fichero`, which runs it in one of its own."""
    for name in [name for name in os.environ if name.startswith("FICHERO_")]:
        monkeypatch.delenv(name)
    for name, value in ({"FICHERO_DATA": str(data)} | CHOSEN.settings(data)).items():
        monkeypatch.setenv(name, value)

    def run(*words: str) -> Done:
        try:
            code = commands.run(words)
        except SystemExit as ended:
            code = int(ended.code or 0)
        return Done(code, *capsys.readouterr())

    mask = os.umask(0o022)
    yield run
    os.umask(mask)


@pytest.fixture
def fichero(data: Path) -> Iterator[Fichero]:
    """The command `fichero` in processes of its own."""
    made = Fichero(data)
    yield made
    made.close()
