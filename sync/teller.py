"""Brings the news of a business to its connections: what is new is read and encoded once for all who see the same.

A poke wakes one greenlet, which asks the store once for a hundred connections: which of their sessions and members
are still welcome, what each may see, and the next rows after the cursors at which they stand. It never waits for a
slow reader, and nobody else waits for it. Whatever is not plain news is left to the conversation, which it wakes.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable
from itertools import islice
from typing import NamedTuple, Protocol

import gevent

from sync import wire
from sync.database import reading
from sync.records import by_id
from sync.rows import rows_after
from sync.scope import Scope, Seat, scope_of
from sync.seen import hear_all, living
from sync.socket import framed
from sync.store import Store

TOGETHER = 100
"""How many connections are told between two turns of everybody else."""

LOOK_SECONDS = 30
"""How often all are asked for without a poke: it is only a hint, and other programs write too."""

_FRAMES = 8
"""How many frames are kept for those who come to the same cursor a moment later."""

log = logging.getLogger(__name__)


class Listener(Protocol):
    """A connection as the teller sees it. No call waits."""

    seat: Seat

    def place(self) -> tuple[int, int] | None:
        """The cursor after which rows may follow now, and the seq as of which its view was begun; None: no rows."""

    def take_rows(self, cursor: int, news: "News") -> None:
        """Send the rows after `cursor`, if that is still its place."""

    def look(self) -> None:
        """Find out by yourself what is new: something other than rows is."""


class News(NamedTuple):
    """The rows after a cursor: their end, how many rows and rows that are gone, and the frame as it goes out."""

    to: int
    rows: int
    frame: bytes


class Tellers:
    """The tellers of a store, one for each business that has connections."""

    def __init__(self, store: Store):
        self._store = store
        self._tellers: dict[str, Teller] = {}

    def join(self, listener: Listener) -> "Teller":
        """Begin to tell a connection; `Teller.leave` ends it."""
        business = listener.seat.business
        teller = self._tellers.get(business)
        if teller is None:
            teller = self._tellers[business] = Teller(self._store, business, lambda: self._tellers.pop(business))
        teller.join(listener)
        return teller


class Teller:
    """The connections of one business, and those of them that are to be told."""

    def __init__(self, store: Store, business: str, on_empty: Callable[[], object]):
        self.head = 0
        """No news lie beyond it, as far as this process has heard."""
        self._store = store
        self._business = business
        self._on_empty = on_empty
        self._listeners: dict[Listener, None] = {}
        self._waiting: dict[Listener, None] = {}
        self._telling: gevent.Greenlet | None = None
        self._frames: OrderedDict[tuple[int, str, int], News] = OrderedDict()
        self._token = store.hub.join(business, self._poked)
        self._looking = gevent.spawn_later(LOOK_SECONDS, self._look)

    def join(self, listener: Listener) -> None:
        """Tell a connection from here on."""
        self._listeners[listener] = None

    def leave(self, listener: Listener) -> None:
        """Tell it no more."""
        self._listeners.pop(listener, None)
        self._waiting.pop(listener, None)
        if not self._listeners:
            self._store.hub.leave(self._token)
            self._looking.kill(block=False)
            self._on_empty()

    def want(self, listener: Listener) -> None:
        """Tell one connection, if there is news after its cursor."""
        place = listener.place()
        if place is not None and place[0] < self.head:
            self._waiting[listener] = None
            self._wake()

    def _poked(self, seq: int) -> None:
        self.head = max(self.head, seq)
        self._waiting |= self._listeners
        self._wake()

    def _wake(self) -> None:
        if self._telling is None:
            self._telling = gevent.spawn(self._tell_all)

    def _tell_all(self) -> None:
        try:
            while self._waiting:
                some = list(islice(self._waiting, TOGETHER))
                for listener in some:
                    del self._waiting[listener]
                try:
                    self._tell(some)
                except Exception as fault:  # each conversation meets it by itself, and knows what to say
                    log.debug("telling business %s failed: %s", self._business, fault)
                    for listener in some:
                        listener.look()
                if self._waiting:
                    gevent.sleep(0)
        finally:
            self._telling = None

    def _tell(self, some: list[Listener]) -> None:
        db, business = self._store.db, self._business
        news = []
        with reading(db):
            welcome = living(db, [listener.seat.session for listener in some])
            ids = list({listener.seat.member for listener in some})
            members = by_id(db, business, "member", ids)
            sights = self._store.sights(business, ids)
            head = self._store.head(business)
            scopes = {member: scope_of(business, members.get(member), member) for member in ids}
            for listener in some:
                seat = listener.seat
                member = members.get(seat.member)
                place = listener.place()
                if seat.session not in welcome or member is None or member.cells.get("deleted"):
                    news.append((listener, 0, None))
                elif place is not None and place[0] < head:
                    cursor, since = place
                    changed = 0 < max(cursor, since) < sights.get(seat.member, 0)
                    rows = None if changed else self._rows(head, scopes[seat.member], cursor)
                    news.append((listener, cursor, rows))
        self.head = max(self.head, head)
        for listener, cursor, rows in news:
            if rows is None:
                listener.look()
            else:
                listener.take_rows(cursor, rows)

    def _rows(self, head: int, scope: Scope, cursor: int) -> News:
        """The rows after a cursor. Whatever a member sees changes with the head alone."""
        key = (head, scope.view, cursor)
        if key not in self._frames:
            rows = rows_after(self._store.db, scope, cursor)
            self._frames[key] = News(rows.to, len(rows.rows) + len(rows.gone), framed(wire.encode(rows)))
            if len(self._frames) > _FRAMES:
                self._frames.popitem(last=False)
        return self._frames[key]

    def _look(self) -> None:
        """Now and then: ask for all, and note which sessions were heard of."""
        self._frames.clear()
        self._poked(0)
        listeners = list(self._listeners)
        for start in range(0, len(listeners), TOGETHER):
            try:
                hear_all(self._store, [each.seat.session for each in listeners[start : start + TOGETHER]])
            except Exception:
                log.exception("noting which sessions of business %s live failed", self._business)
            gevent.sleep(0)
        if self._listeners:
            self._looking = gevent.spawn_later(LOOK_SECONDS, self._look)
