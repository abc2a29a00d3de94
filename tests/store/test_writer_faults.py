"""The writer when something fails: nobody is told of success, and the next write finds it clean."""

import resource
import sqlite3
import threading
import time

import pytest
from peewee import IntegrityError

from sync.database import connect
from sync.faults import Busy, StorageFull
from sync.writer import Writer
from tests.store.shop import Caller


def test_a_failing_commit_is_told_to_all_who_wait(shop):
    free = shop.hold()
    callers = [
        shop.queue(lambda: shop.db.execute_sql("INSERT INTO pet VALUES ('Nala')") and None),
        shop.queue(lambda: shop.db.execute_sql("INSERT INTO visit VALUES ('nobody')") and None),
        shop.queue(lambda: 1 // 0),
    ]
    free.set()
    outcomes = [caller.result() for caller in callers]
    assert [type(outcome) for outcome in outcomes] == [IntegrityError, IntegrityError, ZeroDivisionError]
    assert shop.names() == set()
    shop.add("Kira")
    assert shop.names() == {"Kira"}


def test_a_full_disk_is_told_as_such(shop):
    shop.add("Bruno")
    pages = shop.writer.submit(lambda: shop.db.execute_sql("PRAGMA page_count").fetchone()[0])
    shop.writer.submit(lambda: shop.db.execute_sql(f"PRAGMA max_page_count = {pages + 1}") and None)
    free = shop.hold()
    callers = [
        shop.queue(lambda: shop.db.execute_sql("INSERT INTO pet VALUES ('small')") and None),
        shop.queue(lambda: shop.db.execute_sql("INSERT INTO pet VALUES (?)", ("x" * 100_000,)) and None),
    ]
    free.set()
    outcomes = [caller.result() for caller in callers]
    assert isinstance(outcomes[1], StorageFull)
    # Whether SQLite undid the whole transaction or one statement: who was told of success has succeeded.
    assert ("small" in shop.names()) == (outcomes[0] is None)
    shop.writer.submit(lambda: shop.db.execute_sql("PRAGMA max_page_count = 1000000") and None)
    shop.add("Otto")
    assert {"Bruno", "Otto"} <= shop.names()


def test_an_io_error_at_commit_is_told_to_all_and_leaves_nothing(shop):
    shop.add("Coco")
    size = shop.path.with_name("shop.db-wal").stat().st_size
    free = shop.hold()
    callers = [
        shop.queue(lambda i=i: shop.db.execute_sql("INSERT INTO pet VALUES (?)", (f"{i}" * 3000,)) and None)
        for i in range(3)
    ]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 1000, hard))
    try:
        free.set()
        outcomes = [caller.result() for caller in callers]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert all(isinstance(outcome, Busy) for outcome in outcomes), outcomes
    assert shop.names() == {"Coco"}
    shop.add("Simba")
    assert shop.names() == {"Coco", "Simba"}


def test_a_store_held_by_another_program_is_busy_for_all_at_once(shop):
    shop.writer.submit(lambda: shop.db.execute_sql("PRAGMA busy_timeout = 200") and None)
    other = sqlite3.connect(shop.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    callers = [Caller(shop.writer, lambda i=i: shop.writer.submit(lambda: None, str(i))) for i in range(20)]
    assert all(isinstance(caller.result(), Busy) for caller in callers)
    assert time.monotonic() - began < 2
    other.execute("ROLLBACK")
    shop.add("Zoe")
    assert shop.names() == {"Zoe"}
    other.close()


def test_transactions_that_lose_a_race_on_postgresql_are_run_again(postgres):
    db = connect(postgres.database())
    writer = Writer(db)
    writer.submit(lambda: db.execute_sql("CREATE TABLE pet (name TEXT PRIMARY KEY, visits INTEGER)") and None)
    writer.submit(lambda: db.execute_sql("INSERT INTO pet VALUES ('Toby', 0), ('Luna', 0)") and None)
    both = threading.Barrier(2)
    runs: list[str] = []

    def cross(first: str, second: str) -> None:
        """Two of these lock each other out at their first run."""
        runs.append(first)
        db.execute_sql("UPDATE pet SET visits = visits + 1 WHERE name = %s", (first,))
        if len(runs) <= 2:
            both.wait(10)
        db.execute_sql("UPDATE pet SET visits = visits + 1 WHERE name = %s", (second,))

    moves = [lambda: cross("Toby", "Luna"), lambda: cross("Luna", "Toby")]
    callers = [Caller(writer, lambda move=move: writer.submit(move)) for move in moves]
    assert [caller.result() for caller in callers] == [None, None]
    # The one that lost ran again, and may have met the other once more.
    assert len(runs) >= 3
    counts = writer.submit(lambda: db.execute_sql("SELECT DISTINCT visits FROM pet").fetchall())
    assert counts == [(2,)]
    assert db.is_closed()


def test_an_exception_on_postgresql_undoes_its_writes(postgres):
    db = connect(postgres.database())
    writer = Writer(db)
    writer.submit(lambda: db.execute_sql("CREATE TABLE pet (name TEXT PRIMARY KEY)") and None)

    def fails():
        db.execute_sql("INSERT INTO pet VALUES ('ghost')")
        raise LookupError

    with pytest.raises(LookupError):
        writer.submit(fails)
    assert writer.submit(lambda: db.execute_sql("SELECT count(*) FROM pet").fetchone()) == (0,)


def test_a_postgresql_that_does_not_answer_is_busy(tmp_path):
    writer = Writer(connect(f"postgresql://nobody@/nothing?host={tmp_path}"))
    with pytest.raises(Busy):
        writer.submit(lambda: None)
