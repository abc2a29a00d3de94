"""`fichero doctor`: is this machine, this configuration and this store as Fichero needs them? In plain words.

What is not well is said with the line to type, as far as a line can mend it.
"""

import os
import resource
import shutil
import socket
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from peewee import Database, PeeweeException

from server import running
from server.built import NotBuilt, build_list
from server.config import Config
from sync import sound
from sync.database import connect, fetch, is_sqlite
from sync.faults import Busy, Damaged, understood
from sync.tables import TABLES

Finding = tuple[bool, str]
"""Whether it is well, and what was found."""

_SQLITE = (3, 35)
_ROOM = 500 * 1024 * 1024
_HANDLES = 1024
"""Files and connections that a process may have open: with fewer, few phones connect at once."""
_HOUR_MS = 3_600_000


def examine(config: Config) -> list[Finding]:
    """Every check's finding."""
    return [*_machine(config), *_network(config), *_store(config)]


def _machine(config: Config) -> Iterator[Finding]:
    yield True, f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}"
    if sqlite3.sqlite_version_info < _SQLITE:
        yield False, "SQLite is older than 3.35: use a newer Python"
    private = not config.data.stat().st_mode & 0o077
    yield private, f"data folder {config.data}" + ("" if private else f" is open to others: chmod 700 {config.data}")
    yield from _disk(config.data)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < _HANDLES:
        yield (
            False,
            f"only {most} files and connections may be open at once: ulimit -n 16384, or LimitNOFILE= in systemd",
        )
    try:
        build_list()
        yield True, "the web part is built"
    except NotBuilt as missing:
        yield False, str(missing)


def _disk(data: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(data).free
    text = f"{free / 2**30:.1f} GiB free on its disk"
    if free <= _ROOM:
        text += f": make room, and the server goes on by itself. What takes it: du -ah {data} | sort -h | tail"
    yield free > _ROOM, text
    probe = data / f".doctor-{os.getpid()}"
    try:
        probe.write_bytes(b"x" * 4096)
    except OSError as bad:
        yield (
            False,
            f"nothing can be written to {data} ({bad.strerror}). What is mounted there, and how: findmnt -T {data}",
        )
    finally:
        probe.unlink(missing_ok=True)
    aside = sorted(path for path in data.glob("*.replaced*") if path.is_file())
    if aside:
        size = sum(path.stat().st_size for path in aside) / 2**20
        names = " ".join(path.name for path in aside)
        yield (
            True,
            f"{size:,.0f} MiB of stores that a restore replaced; when nothing is missed: cd {data} && rm {names}",
        )


def _network(config: Config) -> Iterator[Finding]:
    served = running.served_address(config.data)
    if served:
        yield True, f"a server is working, at {served}"
    elif config.port:
        with socket.socket() as probe:
            free = probe.connect_ex((config.host, config.port)) != 0
        yield free, f"port {config.port} is " + ("free" if free else "taken by another program: use --port or stop it")
    address = served or config.address
    here = address.split("//")[1].split(":")[0] in ("localhost", "127.0.0.1")
    text = f"address {address}"
    if here and not config.secure:
        text += ", for this machine only: phones need https (FICHERO_ADDRESS)"
    elif not config.secure:
        text += " is plain http: browsers refuse to work offline there; use https"
    yield config.secure or here, text


def _store(config: Config) -> Iterator[Finding]:
    place = config.database.split("@")[-1]
    if config.on_sqlite:
        path = config.store_file
        if sound.vanished(path, config.data):
            yield False, f"the store {path} is gone, though the data folder has been in use. {_rescue(config, path)}"
            return
        try:
            found = sound.damage(path) if path.exists() else ""
        except sqlite3.Error as bad:
            yield _unusable(place, understood(bad), config)
            return
        if found:
            yield False, f"the store {path} is damaged and cannot be used: {found}. {_rescue(config, path)}"
            return
    db = connect(config.database)
    try:
        with db.connection_context():
            tables = set(db.get_tables())
            if not tables:
                yield True, f"store {place}: empty, made at the first start"
                return
            yield True, f"store {place} " + ("is sound" if is_sqlite(db) else "answers")
            (count,) = fetch(db, 'SELECT COUNT(*) FROM "business"')[0]
            yield True, f"{count} businesses" if count != 1 else "1 business"
            yield from _clock(fetch(db, 'SELECT COALESCE(MAX("issued"), 0) FROM "sequence"')[0][0])
            yield from _files(config, db)
            if is_sqlite(db):
                db.execute_sql("PRAGMA busy_timeout = 1000")
                db.execute_sql("BEGIN IMMEDIATE")
                db.execute_sql("ROLLBACK")
    except PeeweeException as bad:
        yield _unusable(place, understood(bad), config)
    finally:
        db.close_unused()


def _unusable(place: str, why: BaseException, config: Config) -> Finding:
    text = f"store {place} cannot be used: {why}"
    if isinstance(why, Damaged):
        return False, f"{text}. {_rescue(config, config.store_file)}"
    if config.on_sqlite and isinstance(why, Busy):
        return False, f"{text}. Which program has it open: fuser -v {config.store_file}"
    return False, text


def _rescue(config: Config, path: Path) -> str:
    """How to come by a whole store again."""
    rescued = config.data / "rescued"
    dump = f"sqlite3 {path} .dump | sed 's/^ROLLBACK.*/COMMIT;/' | sqlite3 {rescued} && fichero restore {rescued}"
    return (
        "Stop the server and sign no phone out: each holds the whole business and sends its own edits of the last "
        "90 days again. From your newest backup: fichero restore FILE. Without one, what can still be read of it: "
        + dump
    )


def _clock(issued: int) -> Iterator[Finding]:
    """`issued`: the latest ms that the store gave to an edit."""
    behind = issued - time.time_ns() // 1_000_000
    if behind > _HOUR_MS:
        text = f"this machine's clock is {behind / _HOUR_MS:,.0f} h behind the newest edit. Nothing is lost, but until"
        yield False, f"{text} then all edits bear that one's time. Set it: timedatectl set-ntp true"
    else:
        yield True, f"clock {time.strftime('%Y-%m-%d %H:%M %Z')}"


def _files(config: Config, db: Database) -> Iterator[Finding]:
    """Photos that cards name, and whether they are there."""
    wanted = set()
    for table in TABLES.values():
        for column, cell in table.columns:
            if cell.type == "file":
                sql = f'SELECT DISTINCT "business", "{column}" FROM "{table.name}" WHERE "{column}" IS NOT NULL'
                wanted |= set(fetch(db, sql))
    folder = config.data / "files"
    missing = sum(not (folder / business / name).is_file() for business, name in wanted)
    if missing:
        yield False, f"{missing} of {len(wanted)} photos are not in {folder}: cp -an YOUR-COPY-OF-IT/. {folder}/"
    elif wanted:
        yield True, f"{len(wanted)} photos, all there"
