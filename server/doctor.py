"""`fichero doctor`: is this machine, this configuration and this store as Fichero needs them? In plain words."""

import shutil
import socket
import sqlite3
import sys
from collections.abc import Iterator

from peewee import PeeweeException

from server import running
from server.built import NotBuilt, build_list
from server.config import Config
from sync.database import connect, fetch, is_sqlite

Finding = tuple[bool, str]
"""Whether it is well, and what was found."""

_SQLITE = (3, 35)
_ROOM = 500 * 1024 * 1024


def examine(config: Config) -> list[Finding]:
    """Every check's finding."""
    return [*_machine(config), *_network(config), *_store(config)]


def _machine(config: Config) -> Iterator[Finding]:
    yield True, f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}"
    if sqlite3.sqlite_version_info < _SQLITE:
        yield False, "SQLite is older than 3.35: use a newer Python"
    private = not config.data.stat().st_mode & 0o077
    yield private, f"data folder {config.data}" + ("" if private else f" is open to others: chmod 700 {config.data}")
    free = shutil.disk_usage(config.data).free
    yield free > _ROOM, f"{free / 2**30:.1f} GiB free on its disk"
    try:
        build_list()
        yield True, "the web part is built"
    except NotBuilt as missing:
        yield False, str(missing)


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
    db = connect(config.database)
    place = config.database.split("@")[-1]
    try:
        with db.connection_context():
            tables = set(db.get_tables())
            if not tables:
                yield True, f"store {place}: empty, made at the first start"
                return
            if is_sqlite(db):
                found = fetch(db, "PRAGMA quick_check")[0][0]
                yield found == "ok", f"store {place}: {found}"
            else:
                yield True, f"store {place} answers"
            (count,) = fetch(db, 'SELECT COUNT(*) FROM "business"')[0]
            yield True, f"{count} businesses" if count != 1 else "1 business"
    except PeeweeException as bad:
        yield False, f"store {place} cannot be used: {bad}"
    finally:
        db.close_unused()
