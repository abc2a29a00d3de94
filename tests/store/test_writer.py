"""The writer: durable when it returns, one flush for many, and fair."""

import multiprocessing
import subprocess
import sys
import textwrap
import time

import pytest
from peewee import IntegrityError

from sync.faults import Busy
from sync.writer import DRAIN_SECONDS, TOGETHER
from tests.store.shop import start, until


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


def test_short_work_goes_first_and_is_committed_with_one_piece_of_what_is_long(shop):
    shop.listen()
    free = shop.hold()
    lines = [("van", True), ("van", True), ("office", True), ("phone", False), ("desk", False)]
    callers = [
        shop.queue(lambda at=at: shop.db.execute_sql(f"SELECT {at}") and None, turn, long)
        for at, (turn, long) in enumerate(lines)
    ]
    free.set()
    for caller in callers:
        caller.result()
    order = [line for line in shop.statements if line == "COMMIT" or line.startswith("SELECT")]
    assert order == ["SELECT 3", "SELECT 4", "SELECT 0", "COMMIT", "SELECT 2", "SELECT 1", "COMMIT"]


def test_what_is_long_is_not_held_up_by_endless_short_work(shop):
    order: list[str] = []

    def endless():
        order.append("short")
        if "long" not in order and len(order) < 1_000_000:
            shop.queue(endless, str(len(order)))

    free = shop.hold()
    piece = shop.queue(lambda: order.append("long"), "van", True)
    shop.queue(endless)
    free.set()
    piece.result()
    assert "long" in order


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


def test_what_wants_the_same_is_done_at_once_and_a_fault_of_one_is_not_the_others(shop):
    calls: list[list[str]] = []

    def insert(names: list[str]) -> list[str | Exception]:
        calls.append(names)
        for name in names:
            shop.db.execute_sql("INSERT INTO pet VALUES (?)", (name,))
        return [LookupError(name) if name == "ghost" else name.upper() for name in names]

    shop.add("Rex")
    free = shop.hold()
    callers = [shop.queue_among(insert, name) for name in ("Toby", "Rex", "ghost", "Luna")]
    free.set()
    results = [caller.result() for caller in callers]
    assert calls == [["Toby", "Rex", "ghost", "Luna"], ["Toby"], ["Rex"], ["ghost"], ["Luna"]]
    assert (results[0], results[3]) == ("TOBY", "LUNA")
    assert isinstance(results[1], IntegrityError) and isinstance(results[2], LookupError)
    assert shop.names() == {"Rex", "Toby", "ghost", "Luna"}


def test_what_wants_something_else_keeps_its_turn(shop):
    calls: list[list[str]] = []
    note = lambda shares: calls.append(shares) or shares  # noqa: E731
    other = lambda shares: calls.append([]) or shares  # noqa: E731
    free = shop.hold()
    callers = [shop.queue_among(note, "Toby"), shop.queue_among(other, ""), shop.queue_among(note, "Luna")]
    free.set()
    assert [caller.result() for caller in callers] == ["Toby", "", "Luna"]
    assert calls == [["Toby"], [], ["Luna"]]


def test_only_so_much_is_done_at_once(shop):
    calls: list[int] = []
    note = lambda shares: calls.append(len(shares)) or shares  # noqa: E731
    free = shop.hold()
    callers = [shop.queue_among(note, number, TOGETHER // 4) for number in range(10)]
    free.set()
    assert [caller.result() for caller in callers] == list(range(10))
    assert calls == [4, 4, 2]


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
