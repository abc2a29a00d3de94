"""What differs between SQLite and PostgreSQL, and must not: writers at once, readers among them, durability, moving."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import psycopg
import pytest

from sync import wire
from sync.backup import backup, restore
from sync.log import Log
from sync.store import Store
from tests.postgres import Postgres
from tests.store.desk import Desk, Device, row_id
from tests.store.shop import until

CLIENT = row_id(1)


@pytest.fixture
def desk(database: str, tmp_path: Path) -> Iterator[Desk]:
    """A business on each engine."""
    desk = Desk(database, tmp_path)
    yield desk
    desk.store.close()


def at_once(*works: Callable[[], object]) -> None:
    """Run each work in a thread of its own; the first fault of any is raised here."""
    faults: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def everything(store: Store, device: Device) -> dict[tuple[str, str], wire.Row]:
    """All rows that a device is paged from the beginning."""
    rows: dict[tuple[str, str], wire.Row] = {}
    cursor = 0
    while frame := store.rows(device.seat, cursor):
        rows |= {(row.t, row.i): row for row in frame.rows}
        cursor = frame.to
    return rows


def test_no_row_is_lost_to_a_reader_among_writers(desk: Desk) -> None:
    """I4: a reader that pages while six devices write has every row in its last version."""
    writers = [desk.join(f"Made-up {number}", "staff") for number in range(6)]
    held: dict[tuple[str, str], wire.Row] = {}
    done = threading.Event()

    def write(place: int, device: Device) -> Callable[[], None]:
        def work() -> None:
            for number in range(25):
                device.write("client", row_id(number % 5), {f"custom.{place}": number})
                device.write("note", row_id(1000 * place + number + 100), {"body": "made up"})

        return work

    def read() -> None:
        cursor = 0
        while True:
            last = done.is_set()
            while frame := desk.store.rows(desk.olga.seat, cursor):
                assert frame.from_ == cursor < frame.to
                held.update({(row.t, row.i): row for row in frame.rows})
                cursor = frame.to
            if last:
                return

    reader = threading.Thread(target=read)
    reader.start()
    try:
        at_once(*(write(place, device) for place, device in enumerate(writers)))
    finally:
        done.set()
        reader.join()
    assert held == everything(desk.store, desk.olga)
    assert len(held) >= 6 * 25 + 5


def test_pushes_of_one_device_at_once_are_taken_once_and_in_order(desk: Desk) -> None:
    """I3: a phone that reconnects while its old connection still sends; the pushes overlap."""
    for _ in range(10):
        ops = [desk.olga.op("client", CLIENT, {"name": f"name {number}"}) for number in range(4)]
        at_once(*(partial(desk.olga.send, *ops[:count]) for count in (1, 2, 3, 4, 4)))
        (ack,) = desk.olga.send(*ops)
        assert ack.n == desk.olga.n and not ack.refused
        assert desk.value("client", CLIENT, "name") == "name 3"
    history = desk.store.history(desk.olga.seat, "client", CLIENT)
    by_n = sorted(history, key=lambda entry: entry.n)
    assert [entry.n for entry in by_n] == list(range(1, desk.olga.n + 1))
    assert [entry.stamp for entry in by_n] == sorted(entry.stamp for entry in by_n)


def test_a_push_that_lost_a_race_is_answered_as_if_it_had_not(tmp_path: Path, postgres: Postgres) -> None:
    """PostgreSQL ends one of two transactions that wait for each other: here the push, which is run again."""
    address = postgres.database()
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute(f"ALTER DATABASE {owner.info.dbname} SET deadlock_timeout = '20ms'")
    desk = Desk(address, tmp_path)
    desk.olga.write("client", CLIENT, {"name": "Ana"})
    op = desk.olga.op("client", CLIENT, {"name": "Ana Made-up", "telepathy": True})
    counter = 'SELECT 1 FROM "sequence" FOR UPDATE'
    with closing(desk.store), psycopg.connect(address) as first, psycopg.connect(address) as other:
        # Whoever waits last finds that it is in vain: the push, since nobody else looks in time.
        other.execute("SET deadlock_timeout = '1h'")
        first.execute(counter)
        other.execute('SELECT 1 FROM "client" WHERE "id" = %s FOR UPDATE', (CLIENT,))
        answers: list[wire.ServerMessage] = []
        push = threading.Thread(target=lambda: answers.extend(desk.olga.send(op)))
        rival = threading.Thread(target=lambda: other.execute(counter))
        for place, thread in enumerate((push, rival), 1):
            thread.start()
            until(lambda place=place: waiting(address) == place)
        first.rollback()
        rival.join()
        other.rollback()
        push.join()
    (ack,) = answers
    assert [refused.cell for refused in ack.refused] == ["telepathy"]


def waiting(address: str) -> int:
    """How many of a database's transactions wait for a lock."""
    with psycopg.connect(address) as watcher:
        sql = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        return watcher.execute(sql).fetchone()[0]


def test_a_backup_moves_to_either_engine(desk: Desk, tmp_path: Path, postgres: Postgres) -> None:
    """Rows, history and known ops are the same on the other side."""
    op = desk.olga.write("client", CLIENT, {"name": "Ана", "blocked": True, "custom.size": 1.5, "labels.vip": None})
    desk.mark.write("client", CLIENT, {"name": "Ana"})
    file = tmp_path / "moved.backup"
    backup(desk.store.db, file)
    for number, url in enumerate((f"sqlite:///{tmp_path}/other.db", postgres.database())):
        folder = tmp_path / str(number)
        folder.mkdir()
        other = Store(url, folder, desk.clock)
        restore(other.db, folder, file, desk.time)
        try:
            assert everything(other, desk.olga) == everything(desk.store, desk.olga)
            theirs, ours = (store.history(desk.olga.seat, "client", CLIENT) for store in (other, desk.store))
            assert theirs == ours and op["o"] in {entry.o for entry in theirs}
        finally:
            other.close()


def test_every_store_that_a_restore_replaced_is_kept(tmp_path: Path) -> None:
    """The wrong backup was restored first: what was there before is not lost to the second try."""
    path = tmp_path / "fichero.db"
    desk = Desk(f"sqlite:///{path}", tmp_path)
    backup(desk.store.db, tmp_path / "empty.backup")
    desk.olga.write("client", CLIENT, {"name": "Ana"})
    desk.store.close()
    for _ in range(2):
        restore(desk.store.db, tmp_path, tmp_path / "empty.backup", desk.time)
    kept = [path.with_name("fichero.db" + ending) for ending in ("", ".replaced", ".replaced.2")]
    names = []
    for file in kept:
        with closing(sqlite3.connect(file)) as store:
            names.append([name for (name,) in store.execute("SELECT name FROM client")])
    assert names == [[], ["Ana"], []]


def test_a_commit_on_sqlite_is_on_disk(tmp_path: Path) -> None:
    """I2: the write-ahead log is flushed at every commit."""
    desk = Desk(f"sqlite:///{tmp_path}/fichero.db", tmp_path)
    pragmas = desk.store.writer.submit(
        lambda: [desk.store.db.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")]
    )
    assert pragmas == [2, "wal"]
    desk.store.close()


def test_nothing_of_the_erased_is_left_in_the_files(tmp_path: Path) -> None:
    """I8: neither in free pages nor in the log nor in a snapshot."""
    desk = Desk(f"sqlite:///{tmp_path}/fichero.db", tmp_path)
    desk.olga.write("client", CLIENT, {"name": "Unforgettable", "custom.note": "Unforgettable"})
    desk.mark.write("client", CLIENT, {"name": "Unforgettable too"})
    desk.store.snapshot(desk.olga.seat)
    desk.olga.write("client", CLIENT, {"erased": True})
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in files if b"Unforgettable" in path.read_bytes()] == []
    assert not list((tmp_path / "snapshots").glob("*"))
    desk.store.close()


def test_a_reader_does_not_keep_the_erased_in_the_log(tmp_path: Path) -> None:
    """The log is folded once the reader is done; the eraser does not wait for it."""
    path = tmp_path / "fichero.db"
    desk = Desk(f"sqlite:///{path}", tmp_path)
    desk.olga.write("client", CLIENT, {"name": "Unforgettable"})
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM client").fetchall()
        desk.olga.write("client", CLIENT, {"erased": True})
        desk.olga.write("client", row_id(2), {"name": "Ana"})
        log = path.with_name("fichero.db-wal")
        assert b"Unforgettable" in log.read_bytes()
        reader.execute("COMMIT")
    until(lambda: b"Unforgettable" not in log.read_bytes() + path.read_bytes())
    desk.store.close()


def test_one_thread_folds_the_log_however_many_erase(tmp_path: Path) -> None:
    path = tmp_path / "fichero.db"
    desk = Desk(f"sqlite:///{path}", tmp_path)
    desk.olga.send(*[desk.olga.op("client", row_id(number), {"name": "Unforgettable"}) for number in range(20)])
    before = len(os.listdir("/proc/self/task"))
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM client").fetchall()
        for number in range(20):
            desk.olga.write("client", row_id(number), {"erased": True})
        assert len(os.listdir("/proc/self/task")) <= before + 1
    until(lambda: b"Unforgettable" not in path.with_name("fichero.db-wal").read_bytes() + path.read_bytes())
    desk.store.close()


def test_a_log_that_cannot_be_folded_for_a_while_is_folded_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The folder that the store is in cannot be reached: nobody who erases is held up."""
    monkeypatch.setattr("sync.log.FAULT_SECONDS", 0.01)
    made, there = tmp_path / "made", tmp_path / "there"
    made.mkdir()
    with closing(sqlite3.connect(made / "fichero.db")) as store:
        store.execute("PRAGMA journal_mode=wal")
        store.execute("CREATE TABLE pet (name TEXT)")
        folding = Log(str(there / "fichero.db"))
        folding.fold()
        assert "unable to open" in caplog.text
        made.rename(there)
        until(lambda: (there / "fichero.db-wal").stat().st_size == 0)
        folding.close()


def test_a_snapshot_that_an_erasure_missed_is_not_served(tmp_path: Path) -> None:
    """The server was killed between the commit and the dropping."""
    desk = Desk(f"sqlite:///{tmp_path}/fichero.db", tmp_path)
    desk.olga.write("client", CLIENT, {"name": "Unforgettable"})
    left = desk.store.snapshot(desk.olga.seat).path
    held = left.read_bytes()
    desk.olga.write("client", CLIENT, {"erased": True})
    left.write_bytes(held)
    assert not any(b"Unforgettable" in line for line in desk.store.snapshot(desk.olga.seat).lines())
    left.write_bytes(held)
    desk.store.migrate()
    assert not left.exists()
    desk.store.close()


def test_a_snapshot_that_was_given_is_read_to_its_end_though_an_erasure_dropped_it(tmp_path: Path) -> None:
    """Between being given and its first byte somebody erases a client."""
    desk = Desk(f"sqlite:///{tmp_path}/fichero.db", tmp_path)
    desk.olga.write("client", CLIENT, {"name": "Ana"})
    held = list(desk.store.snapshot(desk.olga.seat).lines())
    given = desk.store.snapshot(desk.olga.seat)
    desk.olga.write("client", row_id(2), {"erased": True})
    assert not given.path.exists()
    assert list(given.lines()) == held
    desk.store.close()
