"""The engine that real servers run on in tests: SQLite, or PostgreSQL with two workers.

`FICHERO_TEST_DATABASE=postgresql` runs any tests on the latter, `make postgres` all of them; in the ordinary suite a
sample does, which asks for it by `Engine.POSTGRESQL`.
"""

import os
from enum import Enum
from functools import cache
from pathlib import Path

from tests.postgres import Postgres


class Engine(Enum):
    """What keeps a data folder's business."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"

    def settings(self, data: Path) -> dict[str, str]:
        """The `FICHERO_*` variables for a data folder, the same at every call; a fresh database for a new folder."""
        if self is Engine.SQLITE:
            return {}
        return {"FICHERO_DATABASE": _database(data), "FICHERO_WORKERS": "2"}


CHOSEN = Engine(os.environ.get("FICHERO_TEST_DATABASE") or "sqlite")
"""What tests run on that do not care."""


@cache
def server() -> Postgres:
    """This process's PostgreSQL server, started when first asked for."""
    return Postgres()


def close() -> None:
    """End the PostgreSQL server, if there is one."""
    if server.cache_info().currsize:
        server().close()
        server.cache_clear()


@cache
def _database(data: Path) -> str:
    return server().database()
