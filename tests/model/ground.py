"""Where a schedule runs: a real store on either engine that can be crashed, backed up and restored.

Migrating is done once an engine; each schedule starts from a copy. Files lie in memory where the machine has such a
folder: schedules are about order and meaning, not about the disk.
"""

import shutil
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

import psycopg

from sync.backup import backup, restore
from sync.store import Store
from tests.postgres import Postgres

MEMORY = Path("/dev/shm")


class Ground:
    """Stores of one engine. `postgres` is the tests' server, or None for SQLite."""

    def __init__(self, postgres: Postgres | None = None):
        self.postgres = postgres
        self.home = Path(tempfile.mkdtemp(prefix="fichero-model-", dir=MEMORY if MEMORY.is_dir() else None))
        self.numbers = count(1)
        self.template = self.home / "template"
        self.template_url = postgres.database() if postgres else self._file(self.template)
        store = Store(self.template_url, self.template)
        store.migrate()
        store.close()

    @property
    def engine(self) -> str:
        """Its name."""
        return "postgresql" if self.postgres else "sqlite"

    def _file(self, folder: Path) -> str:
        return f"sqlite:///{folder}/fichero.db"

    def close(self) -> None:
        """Forget every store."""
        shutil.rmtree(self.home)

    def fresh(self, clock: Callable[[], int]) -> "Place":
        """A migrated, empty store."""
        folder = self.home / str(next(self.numbers))
        shutil.copytree(self.template, folder)
        return Place(self, folder, self._copy_of(self.template_url, folder), clock)

    def _copy_of(self, url: str, folder: Path) -> str:
        if not self.postgres:
            return self._file(folder)
        name = f"schedule_{next(self.numbers)}"
        with psycopg.connect(self.postgres.url("postgres"), autocommit=True) as server:
            template = url.split("@/")[1].split("?")[0]
            server.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY wal_log")
        return self.postgres.url(name)

    def drop(self, url: str) -> None:
        """Remove a schedule's database."""
        if self.postgres:
            with psycopg.connect(self.postgres.url("postgres"), autocommit=True) as server:
                server.execute(f"DROP DATABASE {url.split('@/')[1].split('?')[0]} WITH (FORCE)")


class Place:
    """One schedule's store and the folder and database that it stands on."""

    def __init__(self, ground: Ground, folder: Path, url: str, clock: Callable[[], int]):
        self.ground, self.folder, self.url, self.clock = ground, folder, url, clock
        self.open()

    def open(self) -> None:
        """Start the server; this thread keeps a connection, since opening one costs more than a question."""
        self.store = Store(self.url, self.folder, self.clock)
        self.store.db.connect()

    def crash(self) -> None:
        """Lose the process: what another process finds on the disk at this instant is what the next one opens."""
        old, folder = self.store, self.ground.home / str(next(self.ground.numbers))
        shutil.copytree(self.folder, folder)
        old.close()
        shutil.rmtree(self.folder)
        self.folder = folder
        if not self.ground.postgres:
            self.url = self.ground._file(folder)
        self.open()

    def backup(self) -> Path:
        """A backup in a file of its own."""
        file = self.ground.home / f"{next(self.ground.numbers)}.backup"
        backup(self.store.db, file)
        return file

    def restore(self, file: Path) -> None:
        """Stop the server, put a backup in its place, and start it."""
        self.store.close()
        restore(self.store.db, self.folder, file, self.clock())
        self.store.db.close()
        self.open()

    def close(self) -> None:
        """Close the store and remove what it stood on."""
        self.store.close()
        shutil.rmtree(self.folder)
        self.ground.drop(self.url)
