"""The ground on which benches stand: a large made-up business, made once and kept, and real servers on copies of it."""

import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import platformdirs

from bench.scale import Scale
from server import demo, sessions
from sync.database import reading
from sync.records import Record, find
from sync.store import Store
from tests.server.process import ROOT, Fichero, Serving

_SOURCES = ("server/demo/*", "sync/tables.json", "sync/migrations/*.py")
_HOUR = 3_600_000
_NAME = "fichero.sqlite"


class Ground:
    """Makes businesses of one scale and serves copies of them; all of it is gone at `close` but what is kept."""

    def __init__(self, scale: Scale):
        self.scale = scale
        self._stack = ExitStack()
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="fichero-bench-")))
        self._copies = 0

    def close(self) -> None:
        """Remove the copies."""
        self._stack.close()

    def fresh(self, name: str) -> Path:
        """An empty folder."""
        self._copies += 1
        made = self.folder / f"{name}-{self._copies}"
        made.mkdir()
        return made

    @contextmanager
    def business(self) -> Iterator[Path]:
        """A data folder with the business, a copy of the one that is kept."""
        data = self.fresh("data")
        shutil.copytree(self.kept(), data, dirs_exist_ok=True)
        _work_today(data / _NAME)
        try:
            yield data
        finally:
            shutil.rmtree(data)

    @contextmanager
    def server(self, data: Path | None = None, **environ: str) -> Iterator["House"]:
        """A real `fichero serve` on a copy of the business, with `environ` added to its environment."""
        with ExitStack() as stack:
            data = data or stack.enter_context(self.business())
            fichero = Fichero(data)
            fichero.environ |= environ
            stack.callback(fichero.close)
            yield House(data, fichero.serve(), fichero.environ.get("FICHERO_DATABASE", ""))

    def kept(self) -> Path:
        """The business of this scale; its bookings lie around today, so a day later it is made anew."""
        home = Path(os.environ.get("FICHERO_BENCH_CACHE") or platformdirs.user_cache_path("fichero") / "bench")
        kept = home / f"{self.scale.clients}-{self.scale.bookings}-{date.today()}-{_version()}"
        if not kept.exists():
            for old in home.glob(f"{self.scale.clients}-{self.scale.bookings}-*"):
                shutil.rmtree(old, ignore_errors=True)
            making = Path(tempfile.mkdtemp(prefix="fichero-bench-"))
            with closing(open_store(making)) as store:
                demo.make(store, "en", self.scale.clients, self.scale.bookings)
            home.mkdir(parents=True, exist_ok=True)
            shutil.copytree(making, kept.with_suffix(".new"), dirs_exist_ok=True)
            shutil.rmtree(making)
            kept.with_suffix(".new").rename(kept)
        return kept


class House:
    """A served business and the people who may enter."""

    def __init__(self, data: Path, serving: Serving, database: str = ""):
        self.data = data
        self._database = database
        self.serving = serving
        self.address = serving.address
        with closing(self._open()) as store:
            self.business = store.businesses()[0]["id"]
            self.owner = owner_of(store, self.business)

    def _open(self) -> Store:
        return open_store(self.data, self._database)

    def link(self) -> str:
        """A fresh sign-in link of the owner's."""
        with closing(self._open()) as store:
            token, _ = sessions.make_link(store, self.business, self.owner, _HOUR)
        return sessions.join_address(self.address, token)

    def passes(self, count: int) -> list[tuple[str, str]]:
        """So many sessions of the owner's: cookie and device of each."""

        def work() -> list[sessions.SignedIn]:
            links = [sessions.make_link(store, self.business, self.owner, _HOUR)[0] for _ in range(count)]
            return [sessions.sign_in(store, token, "bench") for token in links]

        with closing(self._open()) as store:
            return [(f"fichero={made.token}", made.device) for made in store.writer.submit(work)]

    def rows(self, table: str, count: int) -> list[Record]:
        """So many rows of a table as they are now, fewer where there are fewer."""
        with closing(self._open()) as store, reading(store.db):
            return find(store.db, self.business, table, '1 = 1 ORDER BY "id" LIMIT ?', (count,))


def owner_of(store: Store, business: str) -> str:
    """The id of a business's owner."""
    with reading(store.db):
        return find(store.db, business, "member", '"role" = ?', ("owner",))[0].id


def sqlite(data: Path) -> str:
    """The address of the SQLite store in a data folder."""
    return f"sqlite:///{data / _NAME}"


def open_store(data: Path, database: str = "") -> Store:
    """The store of a data folder, opened in this process; `database` says where it is if not in the folder."""
    store = Store(database or sqlite(data), data)
    store.migrate()
    return store


def _work_today(database: Path) -> None:
    """On a day without bookings, as Sundays are, move those of the next day that has some: Today is never empty."""
    start = "json_extract(\"when\", '$.start')"
    with closing(sqlite3.connect(database)) as db, db:
        ((zone,),) = db.execute('SELECT "zone" FROM "business"')
        today = datetime.now(ZoneInfo(zone)).date().isoformat()
        ((at,),) = db.execute(f'SELECT MIN({start}) FROM "booking" WHERE {start} >= ?', (today,))
        move = f'UPDATE "booking" SET "when" = json_set("when", \'$.start\', ? || substr({start}, 11))'
        if at:
            db.execute(f"{move} WHERE substr({start}, 1, 10) = ?", (today, at[:10]))


def _version() -> str:
    """What the made-up business depends on."""
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
