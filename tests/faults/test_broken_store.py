"""A store that is damaged, gone or held by another program: plain words, what to type, and a way back."""

import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from sync import wire
from sync.backup import backup
from sync.sound import REMEDY
from tests.faults.scenes.ground import acknowledged, found_business, op, opened, push, row_id
from tests.server.process import Done, Fichero

Typed = Callable[..., Done]
PAGE = 4096


@pytest.fixture
def broken(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file of a store with 300 clients, of which there is a backup; nothing uses it."""
    cast = found_business(data.parent)
    with opened(data.parent) as store:
        ops = [op(n, "client", n, {"name": f"Invented {n}", "company": "made up " * 20}) for n in range(1, 301)]
        acknowledged(push(store, cast, ops))
        backup(store.db, data.parent / "kept.backup")
    (data / "files" / cast["business"]).mkdir(parents=True)
    data.chmod(0o700)
    yield data / "fichero.sqlite"


def flip(path: Path, pages: int, first: int = 1) -> None:
    """Overwrite the beginnings of some pages from a first on; the one at 0 is the header."""
    content, dice = bytearray(path.read_bytes()), Random(4)
    for page in dice.sample(range(first, len(content) // PAGE), pages):
        content[page * PAGE : page * PAGE + 200] = dice.randbytes(200)
    path.write_bytes(content)


HARMS: dict[str, Callable[[Path], None]] = {
    "no header": lambda path: path.write_bytes(b"\0" * 100 + path.read_bytes()[100:]),
    "another file": lambda path: path.write_bytes(b"these are no cards\n" * 500),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[: 7 * PAGE]),
    "empty": lambda path: path.write_bytes(b""),
    "gone": lambda path: path.unlink(),
    "pages": lambda path: flip(path, 8),
}


@pytest.mark.parametrize("harm", HARMS if os.environ.get("FICHERO_STEPS") == "all" else ["empty", "pages"])
def test_a_server_does_not_start_on_it_and_says_what_to_do(
    broken: Path, typed: Typed, fichero: Fichero, harm: str
) -> None:
    # As a power cut leaves it: there is a log, so the whole store is looked at.
    log = log_of_use(broken)
    HARMS[harm](broken)
    if harm not in ("empty", "gone"):
        broken.with_name("fichero.sqlite-wal").write_bytes(log)
    with pytest.raises(AssertionError) as stopped:
        fichero.serve()
    assert REMEDY in str(stopped.value) and "Traceback" not in str(stopped.value)
    told = typed("doctor")
    assert told.code == 1
    (problem,) = [line for line in told.out.splitlines() if line.startswith("PROBLEM") and "fichero.sqlite" in line]
    assert "fichero restore FILE" in problem and "sign no phone out" in problem
    assert typed("backup", str(broken.parent / "another.backup")).code == 1
    restored = typed("restore", str(broken.parent.parent / "kept.backup"))
    assert restored.code == 0, restored.err
    again = typed("doctor")
    assert f"ok      store sqlite:///{broken} is sound" in again.out, again.out
    assert harm == "gone" or broken.with_name("fichero.sqlite.replaced").exists()


def log_of_use(path: Path) -> bytes:
    """A log as it lies beside a store that is in use: one page is newer in it."""
    with closing(sqlite3.connect(path)) as store:
        store.execute("PRAGMA journal_mode=wal")
        store.execute('UPDATE "sequence" SET "head" = "head" + 1')
        store.commit()
        return path.with_name(path.name + "-wal").read_bytes()


def test_what_a_damaged_store_still_holds_comes_back_by_the_line_that_the_doctor_prints(
    broken: Path, typed: Typed
) -> None:
    # Where the rows are, not in the first pages of the tables.
    flip(broken, 4, first=broken.stat().st_size // PAGE // 2)
    problem = next(line for line in typed("doctor").out.splitlines() if "is damaged" in line)
    first, _ = problem.split(" of it: ")[1].split(" && ")
    subprocess.run(first, shell=True, check=False, stderr=subprocess.DEVNULL)
    assert typed("restore", str(broken.parent / "rescued")).code == 0
    with opened(broken.parent.parent) as store:
        (business,) = store.businesses()
        found = [number for number in range(1, 301) if store.row(business["id"], "client", row_id(number))]
    assert len(found) > 150


def test_damage_met_while_serving_is_said_and_uses_nothing_up(broken: Path) -> None:
    folder = broken.parent.parent
    cast = found_business(folder)
    with opened(folder) as store:
        acknowledged(push(store, cast, [op(1, "client", 1, {"name": "Invented"})]))
    flip(broken, broken.stat().st_size // PAGE * 2 // 3)
    with opened(folder) as store:
        (said,) = push(store, cast, [op(2, "client", 2, {"name": "Invented too"})])
    assert isinstance(said, wire.Error) and said.code == "busy" and "fichero doctor" in said.text


def test_a_store_that_another_program_holds_is_named(broken: Path, typed: Typed) -> None:
    with closing(sqlite3.connect(broken, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        told = typed("doctor")
        assert told.code == 1 and f"fuser -v {broken}" in told.out
        refused = typed("restore", str(broken.parent.parent / "kept.backup"))
        assert refused.code == 1 and "Traceback" not in refused.err and "locked" in refused.err
        other.execute("ROLLBACK")
    assert "fuser" not in typed("doctor").out
