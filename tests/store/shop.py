"""A store with one table, those who write to it from threads, and another program's eye on the file."""

import sqlite3
import threading
import time

from sync.database import connect
from sync.writer import Writer


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
        Caller(self.writer, lambda: self.writer.submit(lambda: busy.set() or free.wait()))
        assert busy.wait(10)
        return free

    def queue(self, work, turn: str = "", long: bool = False) -> "Caller":
        """Submit in a thread of its own; returns once the submission waits."""
        return self._queued(lambda: self.writer.submit(work, turn, long))

    def queue_among(self, work, share, size: int = 1) -> "Caller":
        """The same of a share of work that is done at once for many."""
        return self._queued(lambda: self.writer.submit_among(work, share, size))

    def _queued(self, submit) -> "Caller":
        caller = Caller(self.writer, submit)
        until(lambda: self.writer._inbox.qsize() > caller.before)
        return caller


class Caller(threading.Thread):
    """A thread that submits, and what came of it."""

    def __init__(self, writer: Writer, submit):
        super().__init__(daemon=True)
        self.before = writer._inbox.qsize()
        self.outcome: object = None
        self._submit = submit
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
