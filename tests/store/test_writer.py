"""The writer: durable when it returns, one flush for many, fair, and clean after any failure."""

import multiprocessing
import resource
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time

import pytest
from peewee import IntegrityError

from sync.database import connect
from sync.faults import Busy, StorageFull
from sync.writer import DRAIN_SECONDS, Writer


class Shop:
    """A store with one table, its writer, and another program's eye on the file."""

    def __init__(self, path):
        self.path = path
        self.db = connect(f"sqlite:///{path}")
        self.writer = Writer(self.db)
        self.statements: list[str] = []
        self.writer.submit(self._prepare)

    def _prepare(self):
        self.db.execute_sql("CREATE TABLE pet (name TEXT PRIMARY KEY)")
        self.db.execute_sql("CREATE TABLE visit (pet TEXT REFERENCES pet (name) DEFERRABLE INITIALLY DEFERRED)")

    def listen(self):
        """Keep every statement of the writer's connection."""
        self.writer.submit(lambda: self.db.connection().set_trace_callback(self.statements.append))
        self.statements.clear()

    def commits(self) -> int:
        return self.statements.count("COMMIT")

    def add(self, name: str, turn: str = "") -> str:
        def work():
            self.db.execute_sql("INSERT INTO pet VALUES (?)", (name,))
            return name

        return self.writer.submit(work, turn)

    def names(self) -> set[str]:
        with sqlite3.connect(self.path) as other:
            return {name for (name,) in other.execute("SELECT name FROM pet")}

    def hold(self) -> threading.Event:
        """Occupy the writer until the event is set; returns once it is occupied."""
        busy, free = threading.Event(), threading.Event()
        Caller(self.writer, lambda: busy.set() or free.wait(), "")
        assert busy.wait(10)
        return free

    def queue(self, work, turn: str = "") -> "Caller":
        """Submit in a thread of its own; returns once the submission waits."""
        caller = Caller(self.writer, work, turn)
        until(lambda: self.writer._inbox.qsize() > caller.before)
        return caller


class Caller(threading.Thread):
    """A thread that submits, and what came of it."""

    def __init__(self, writer: Writer, work, turn: str):
        super().__init__(daemon=True)
        self.before = writer._inbox.qsize()
        self.outcome: object = None
        self._submit = lambda: writer.submit(work, turn)
        self.start()

    def run(self):
        try:
            self.outcome = self._submit()
        except Exception as error:
            self.outcome = error

    def result(self):
        self.join(10)
        assert not self.is_alive()
        return self.outcome


def start(call, *args) -> threading.Thread:
    thread = threading.Thread(target=call, args=args, daemon=True)
    thread.start()
    return thread


def until(condition):
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.001)


@pytest.fixture
def shop(tmp_path):
    shop = Shop(tmp_path / "shop.db")
    yield shop
    shop.writer.close()


def test_a_write_is_committed_when_it_returns(shop):
    assert shop.add("Toby") == "Toby"
    assert shop.names() == {"Toby"}


def test_every_commit_is_flushed_to_disk(shop):
    synchronous, mode = shop.writer.submit(
        lambda: [shop.db.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")]
    )
    assert (synchronous, mode) == (2, "wal")


def test_what_waits_together_is_committed_together(shop):
    shop.listen()
    free = shop.hold()
    callers = [
        shop.queue(lambda i=i: shop.db.execute_sql("INSERT INTO pet VALUES (?)", (f"pet {i}",)) and i)
        for i in range(40)
    ]
    free.set()
    assert [caller.result() for caller in callers] == list(range(40))
    assert len(shop.names()) == 40
    assert shop.commits() <= 2


def test_nothing_is_told_before_the_commit(shop):
    told: list[bool] = []
    free = shop.hold()
    first = shop.queue(lambda: shop.db.execute_sql("INSERT INTO pet VALUES ('Luna')") and None)
    second = shop.queue(lambda: told.append(first.is_alive()))
    free.set()
    second.result()
    assert told == [True]
    assert shop.names() == {"Luna"}


def test_an_exception_undoes_only_its_own_writes(shop):
    def fails():
        shop.db.execute_sql("INSERT INTO pet VALUES ('ghost')")
        raise LookupError("no such client")

    free = shop.hold()
    callers = [shop.queue(lambda: shop.db.execute_sql("INSERT INTO pet VALUES ('Rex')") and None), shop.queue(fails)]
    free.set()
    assert callers[0].result() is None
    assert isinstance(callers[1].result(), LookupError)
    shop.add("Milo")
    assert shop.names() == {"Rex", "Milo"}


def test_devices_are_served_in_turns(shop):
    order: list[str] = []
    free = shop.hold()
    turns = ["flood"] * 5 + ["van", "office"]
    callers = [shop.queue(lambda turn=turn: order.append(turn), turn) for turn in turns]
    free.set()
    for caller in callers:
        caller.result()
    assert order == ["flood", "van", "office", "flood", "flood", "flood", "flood"]


def test_one_commit_does_not_wait_for_endless_work(shop):
    shop.listen()
    free = shop.hold()

    def long():
        end = time.monotonic() + DRAIN_SECONDS
        while time.monotonic() < end:
            shop.db.execute_sql("SELECT 1")

    callers = [shop.queue(long) for _ in range(4)]
    free.set()
    for caller in callers:
        caller.result()
    assert shop.commits() >= 4


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
    callers = [Caller(shop.writer, lambda: None, str(i)) for i in range(20)]
    assert all(isinstance(caller.result(), Busy) for caller in callers)
    assert time.monotonic() - began < 2
    other.execute("ROLLBACK")
    shop.add("Zoe")
    assert shop.names() == {"Zoe"}
    other.close()


def test_work_within_work_belongs_to_it(shop):
    def outer():
        shop.add("inner")
        raise LookupError

    with pytest.raises(LookupError):
        shop.writer.submit(outer)
    assert shop.names() == set()


def test_atomic_within_work_is_a_savepoint(shop):
    def work():
        shop.db.execute_sql("INSERT INTO pet VALUES ('kept')")
        with pytest.raises(ZeroDivisionError), shop.db.atomic():
            shop.db.execute_sql("INSERT INTO pet VALUES ('undone')")
            raise ZeroDivisionError

    shop.writer.submit(work)
    assert shop.names() == {"kept"}


def test_closing_writes_what_waits_and_takes_no_more(shop):
    free = shop.hold()
    callers = [
        shop.queue(lambda i=i: shop.db.execute_sql("INSERT INTO pet VALUES (?)", (f"{i}",)) and None) for i in range(5)
    ]
    closing = start(shop.writer.close)
    until(lambda: shop.writer._closed)
    free.set()
    closing.join(10)
    assert [caller.result() for caller in callers] == [None] * 5
    assert len(shop.names()) == 5
    with pytest.raises(Busy):
        shop.add("late")
    shop.writer.close()


def test_a_forked_process_gets_a_thread_of_its_own(shop):
    shop.add("parent")
    child = multiprocessing.get_context("fork").Process(target=shop.add, args=("child",))
    child.start()
    child.join(10)
    assert child.exitcode == 0
    assert shop.names() == {"parent", "child"}


GREENLETS = """
    from gevent import monkey
    monkey.patch_all()
    import sys
    import gevent
    from gevent.monkey import get_original
    from sync.database import connect
    from sync.writer import Writer

    sleep = get_original("time", "sleep")
    db = connect("sqlite:///" + sys.argv[1])
    writer = Writer(db)
    writer.submit(lambda: db.execute_sql("CREATE TABLE pet (name TEXT)") and None)

    beats = 0
    def beat():
        global beats
        while True:
            gevent.sleep(0.001)
            beats += 1
    heart = gevent.spawn(beat)

    def insert(i):
        sleep(0.005)
        db.execute_sql("INSERT INTO pet VALUES (?)", (str(i),))
        return i
    before = beats
    many = [gevent.spawn(writer.submit, lambda i=i: insert(i), str(i % 7)) for i in range(50)]
    impatient = gevent.spawn(writer.submit, lambda: insert(50))
    gevent.sleep(0)
    impatient.kill()
    gevent.joinall(many)
    assert [one.get() for one in many] == list(range(50))
    assert beats - before > 20, beats

    try:
        writer.submit(lambda: 1 // 0)
    except ZeroDivisionError:
        pass
    heart.kill()
    # Nothing else is in the loop: the writer's answer alone must wake the main greenlet.
    assert writer.submit(lambda: insert(51)) == 51
    writer.close()
    print("done", db.execute_sql("SELECT count(*) FROM pet WHERE name <> '50'").fetchone()[0])
"""


def test_greenlets_sleep_while_the_writer_works(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(GREENLETS), tmp_path / "shop.db"],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.stdout == "done 51\n", done.stderr
    assert done.stderr == ""


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

    callers = [Caller(writer, lambda: cross("Toby", "Luna"), ""), Caller(writer, lambda: cross("Luna", "Toby"), "")]
    assert [caller.result() for caller in callers] == [None, None]
    assert len(runs) == 3
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
