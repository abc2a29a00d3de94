"""News between the processes of one store: a poke that left one worker reaches the connections of the others.

Only hints travel, after the commit; the cursor is the truth. What a lost line kept back nobody misses: when it stands
again everybody is poked once, and `teller.py` asks the store for all connections now and then.
"""

import logging
import random
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Protocol

log = logging.getLogger(__name__)

Hear = Callable[[str, int], None]
"""Called with a business and the seq up to which it has news; ("", 0): anybody may have missed something."""

_PAYLOAD = 7_000
"""The most bytes of one message; PostgreSQL takes fewer than 8,000."""

_BACK_OFF = (0.1, 5.0)
"""Seconds before the first and, at most, before any later attempt to connect again."""

_FAREWELL = 2.0
"""Seconds that closing waits for what is not sent yet."""


class Fanout(Protocol):
    """How pokes reach other processes. No call waits for the network."""

    def publish(self, business: str, seq: int) -> None:
        """Tell the other processes that a business has rows up to `seq`."""

    def listen(self, hear: Hear) -> None:
        """From here on, call `hear` with what the others publish; it must return at once."""

    def close(self) -> None:
        """Send what waits, within two seconds, and listen no more."""


class Alone:
    """The fan-out of a store that one process serves: there is nobody else to tell."""

    def publish(self, business: str, seq: int) -> None:
        """Nobody is told."""

    def listen(self, hear: Hear) -> None:
        """Nothing will be heard."""

    def close(self) -> None:
        """Nothing is open."""


class Line(Protocol):
    """One connection to what carries the news."""

    def send(self, message: str) -> None:
        """Send a message to all who receive."""

    def receive(self) -> Iterator[str]:
        """What is sent by anybody; an empty message whenever it has begun to listen. Raises when the line is lost."""

    def close(self) -> None:
        """Let go of the connection."""


class Relay:
    """Fan-out by what can carry messages between processes; `connect` opens a line to it.

    One thread (in the server a greenlet) sends what has gathered meanwhile in one message, another listens; each
    makes its own connection again when it is lost. Both start when first needed, so after the fork.
    """

    def __init__(self, connect: Callable[[], Line]):
        self._connect = connect
        self._me = secrets.token_hex(4)
        self._guard = threading.Lock()
        self._news: dict[str, int] = {}
        self._rung = threading.Event()
        self._closed = threading.Event()
        self._sender: threading.Thread | None = None
        self._listening = False

    def publish(self, business: str, seq: int) -> None:
        """Tell the other processes, as soon as there is a line."""
        with self._guard:
            self._news[business] = max(seq, self._news.get(business, 0))
            self._start_sender()
        self._rung.set()

    def listen(self, hear: Hear) -> None:
        """Call `hear` with what the others publish, and with ("", 0) at each new connection."""
        self._listening = True
        threading.Thread(target=self._keep, args=(lambda line: self._listen(line, hear),), daemon=True).start()

    def close(self) -> None:
        """Send what waits, and a last word that the own ear hears, too, and lets go."""
        with self._guard:
            self._closed.set()
            if self._listening:
                self._start_sender()
        self._rung.set()
        if self._sender:
            self._sender.join(_FAREWELL)

    def _start_sender(self) -> None:
        if self._sender is None:
            self._sender = threading.Thread(target=self._keep, args=(self._send,), daemon=True)
            self._sender.start()

    def _keep(self, work: Callable[[Line], None]) -> None:
        """Do `work` on a line, on a new one when that is lost, until closed."""
        wait = _BACK_OFF[0]
        while True:
            try:
                with closing(self._connect()) as line:
                    wait = _BACK_OFF[0]
                    work(line)
            except Exception as lost:  # whatever a driver raises: the line is made again
                if not self._closed.is_set():
                    log.warning("fan-out lost its connection and makes another: %s", type(lost).__name__)
            if self._closed.wait(random.uniform(wait / 2, wait)):
                return
            wait = min(2 * wait, _BACK_OFF[1])

    def _send(self, line: Line) -> None:
        while True:
            self._rung.wait()
            self._rung.clear()
            with self._guard:
                news, self._news = self._news, {}
            try:
                for message in self._written(news):
                    line.send(message)
            except BaseException:
                with self._guard:
                    self._news = {key: max(news.get(key, 0), self._news.get(key, 0)) for key in news | self._news}
                self._rung.set()
                raise
            if self._closed.is_set():
                line.send(self._me)
                return

    def _written(self, news: dict[str, int]) -> Iterator[str]:
        """The news as messages: who sends, then `business:seq` one after another."""
        message = self._me
        for business, seq in news.items():
            word = f" {business}:{seq}"
            if len(message) + len(word) > _PAYLOAD:
                yield message
                message = self._me
            message += word
        if news:
            yield message

    def _listen(self, line: Line, hear: Hear) -> None:
        for message in line.receive():
            if self._closed.is_set():
                return
            if not message:
                hear("", 0)
                continue
            sender, *words = message.split(" ")
            if sender != self._me:
                for word in words:
                    business, _, seq = word.rpartition(":")
                    hear(business, int(seq))


def open_fanout(database: str, fanout: str = "") -> Fanout:
    """The fan-out of a store at `database`: by Redis where `fanout` is its address, else by PostgreSQL itself."""
    if fanout:
        from sync.fanout_redis import RedisLine

        return Relay(lambda: RedisLine(fanout))
    if database.startswith("sqlite:"):
        return Alone()
    from sync.fanout_postgres import PostgresLine

    return Relay(lambda: PostgresLine(database))
