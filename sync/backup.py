"""Backup and restore of a whole store: every business, its people, history, sessions.

A backup is one SQLite file, whatever the store runs on, so that it also moves a store from one engine to the other.
A restore begins a new epoch in every business, so that phones notice and send what the copy lacks, and applies the
journal, so that nothing erased and nobody revoked comes back.
"""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from peewee import Database, DatabaseError

from sync.batch import Batch
from sync.copying import copy_all
from sync.database import connect, execute, fetch, is_sqlite, migrate, reading
from sync.durable import keep, put_in_place
from sync.erase import erase
from sync.faults import Busy, Damaged, understood
from sync.journal import Journal
from sync.models import MODELS
from sync.records import Record
from sync.stamp import random_name


class BadBackup(ValueError):
    """A file that is no backup of Fichero, or is damaged; the text says which."""


def backup(db: Database, file: Path) -> None:
    """Write the store as of now into a new SQLite file, while it is in use; it is whole and on disk when this returns.

    Raises FileExistsError, OSError, and what the database raises; then there is no such file.
    """
    if file.exists():
        raise FileExistsError(f"{file} exists already: choose another name, or remove it first")
    with _unfinished(file.with_name(file.name + ".new")) as new:
        _write_copy(db, new)
        check(new)
        put_in_place(new, file)


@contextlib.contextmanager
def _unfinished(new: Path) -> Iterator[Path]:
    """A file to be filled and renamed; nothing is left of it when that fails, nor of an earlier one that was cut."""
    files = (new, Path(f"{new}-wal"), Path(f"{new}-shm"), Path(f"{new}-journal"))
    for leftover in files:
        leftover.unlink(missing_ok=True)
    try:
        yield new
    except BaseException:
        for leftover in files:
            leftover.unlink(missing_ok=True)
        raise


def _write_copy(db: Database, new: Path) -> None:
    if is_sqlite(db):
        with _connected(db):
            db.execute_sql("VACUUM INTO ?", (str(new),))
    else:
        copy = connect(f"sqlite://{new.resolve()}")
        migrate(copy)
        with _connected(db), reading(db), copy.connection_context(), copy.atomic():
            copy_all(db, copy)
        copy.close_unused()
        _fold_log(new)


def restore(db: Database, folder: Path, file: Path, at: int) -> None:
    """Put a backup in the place of the store; `folder` is the data folder, `at` the time in ms UTC.

    The server must not be running. On SQLite the store that was there is kept beside it as `….replaced`, or
    `….replaced.2` and so on when an earlier restore left one. Raises BadBackup, or Busy where another program has the
    store open or there is no room, and then nothing has changed.
    """
    check(file)
    if is_sqlite(db):
        _restore_file(db, folder, file, at)
    else:
        migrate(db)
        with TemporaryDirectory(dir=folder) as aside:
            # The backup itself is not touched; one of an older version lacks columns until it is migrated.
            older = Path(aside) / "backup"
            shutil.copyfile(file, older)
            source = connect(f"sqlite://{older.resolve()}")
            migrate(source)
            with _connected(db), db.atomic(), source.connection_context():
                for model in MODELS:
                    db.execute_sql(f'DELETE FROM "{model._meta.table_name}"')
                copy_all(source, db)
                _begin_again(db, folder, at)
            source.close_unused()
    for path in (folder / "snapshots").glob("*"):
        path.unlink()


def check(file: Path) -> None:
    """Whether a file is a whole backup of Fichero. Raises BadBackup."""
    if not file.is_file():
        raise BadBackup(f"there is no file {file}")
    try:
        with contextlib.closing(sqlite3.connect(f"file:{file.resolve()}?mode=ro", uri=True)) as copy:
            if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise BadBackup(f"{file} is damaged: take another backup")
            copy.execute('SELECT "business", "epoch" FROM "sequence"').fetchall()
    except sqlite3.DatabaseError as bad:
        raise BadBackup(f"{file} is no backup of Fichero ({bad})") from None


def _restore_file(db: Database, folder: Path, file: Path, at: int) -> None:
    path = Path(db.database)
    with _unfinished(path.with_name(path.name + ".new")) as new:
        shutil.copyfile(file, new)
        prepared = connect(f"sqlite://{new.resolve()}")
        try:
            migrate(prepared)
            with prepared.connection_context(), prepared.atomic("IMMEDIATE"):
                _begin_again(prepared, folder, at)
        except DatabaseError as bad:
            told = understood(bad)
            if isinstance(told, Busy):
                raise told from None
            raise BadBackup(f"{file} could not be brought to this version of Fichero ({bad})") from None
        finally:
            prepared.close_unused()
        _fold_log(new)
        if path.exists():
            db.close_unused()
            _lay_aside(path)
        for leftover in (Path(f"{path}-wal"), Path(f"{path}-shm")):
            leftover.unlink(missing_ok=True)
        # The log of the one must not be found beside the other.
        keep(path.parent)
        put_in_place(new, path)


def _lay_aside(path: Path) -> None:
    """Keep the store that is there: its log folded in, or, where it is too damaged for that, with its log beside it."""
    aside = _unused(path.with_name(path.name + ".replaced"))
    log = Path(f"{path}-wal")
    try:
        _fold_log(path)
    except sqlite3.DatabaseError as bad:
        told = understood(bad)
        if isinstance(told, Busy) and not isinstance(told, Damaged):
            raise told from None
        if log.exists():
            os.link(log, f"{aside}-wal")
    # A second name, not another: a crash from here on finds either store in its place, never none.
    os.link(path, aside)


def _unused(path: Path) -> Path:
    """This path, or the first of `….2`, `….3` and so on that is not taken."""
    taken, number = path, 1
    while taken.exists():
        number += 1
        taken = path.with_name(f"{path.name}.{number}")
    return taken


def _begin_again(db: Database, folder: Path, at: int) -> None:
    """A new epoch for every business, no sign-in links, and the journal's erasures and revocations."""
    businesses = {business for (business,) in fetch(db, 'SELECT "business" FROM "sequence"')}
    for business in businesses:
        sql = 'UPDATE "sequence" SET "epoch" = ? WHERE "business" = ?'
        execute(db, sql, (random_name(12), business))
    # A link that was used since the backup would work again.
    execute(db, 'UPDATE "link" SET "used" = ? WHERE "used" IS NULL', (at,))
    for entry in Journal(folder).entries():
        if entry.get("business") in businesses:
            _erase_again(db, entry["business"], entry["erased"], at)
        elif "revoked" in entry:
            # A session younger than the backup is not in it; its copy is to be wiped all the same.
            sql = (
                'INSERT INTO "session" ("hash", "business", "member", "label", "created", "seen", "ended", "why") '
                "VALUES (?, '', '', '', 0, 0, ?, 'revoked') "
                'ON CONFLICT ("hash") DO UPDATE SET "ended" = excluded."ended", "why" = excluded."why"'
            )
            execute(db, sql, (entry["revoked"], at))


def _erase_again(db: Database, business: str, rows: list[list[str]], at: int) -> None:
    batch = Batch(db, business, at)
    batch.load_erased({(table, row) for table, row in rows})
    for table, row in rows:
        if (table, row) not in batch.erased:
            batch.erased |= erase(batch, Record(table, row), lambda *_: None)
    batch.flush()


def _connected(db: Database) -> contextlib.AbstractContextManager:
    return db.connection_context() if db.is_closed() else contextlib.nullcontext()


def _fold_log(path: Path) -> None:
    """Fold a SQLite file's write-ahead log into it, so that the file alone is whole."""
    with contextlib.closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file.execute("PRAGMA journal_mode=DELETE")
