"""What all tests share: both engines of the store, the quick tests before the slow, and the browser to use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import engine as engines
from tests.engine import CHOSEN, Engine, server
from tests.machine import chromium
from tests.postgres import Postgres
from tests.redis import Redis

ORDER = ("model", "store", "server", "socket", "faults", "hostile", "browser", "bench")
"""The folders of tests, quick ones first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run folder after folder in that order; leave out what is about SQLite when another engine was asked for."""
    if CHOSEN is not Engine.SQLITE:
        items[:] = [item for item in items if not item.get_closest_marker("about_sqlite")]
    home = Path(__file__).parent

    def place(item: pytest.Item) -> int:
        folder = item.path.relative_to(home).parts[0]
        return ORDER.index(folder) if folder in ORDER else -1

    items.sort(key=place)


def pytest_sessionfinish() -> None:
    """End what no fixture ends."""
    engines.close()


@pytest.fixture(scope="session")
def postgres() -> Postgres:
    """The tests' own PostgreSQL server, one a session."""
    return server()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Redis]:
    """The tests' own Redis server, one a session."""
    server = Redis()
    yield server
    server.close()


@pytest.fixture
def redis(redis_server: Redis) -> Redis:
    """That server, without what other tests left in it, such as failed sign-ins."""
    redis_server.forget()
    return redis_server


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """The name of an engine; a test that asks for it runs once on each."""
    return request.param


@pytest.fixture
def database(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a fresh database; a test that asks for it runs once on each engine."""
    if engine == "sqlite":
        return f"sqlite:///{tmp_path}/fichero.db"
    return request.getfixturevalue("postgres").database()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Start the installed Chromium: as root it needs `--no-sandbox`, and the rest keeps it from calling home."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
    return {**browser_type_launch_args, "executable_path": chromium(), "args": flags}
