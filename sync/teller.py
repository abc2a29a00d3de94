"""Brings the news of a business to its connections: what is new is read and encoded once for all who see the same.

A poke wakes one greenlet, which asks the store once for a hundred connections: which of their sessions and members
are still welcome, and what each may see. The rows after the cursors at which they stand are those that were just
written, or else are read, too. It never waits for a slow reader, and nobody else waits for it. Whatever is not plain
news is left to the conversation, which it wakes.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable
from itertools import islice
from typing import NamedTuple, Protocol

import gevent
from gevent.event import Event

from sync import wire
from sync.database import fetch, is_sqlite, places, reading
from sync.fresh import Fresh, Written
from sync.rows import rows_after
from sync.scope import Scope, Seat, granted
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


class _Forgotten(Exception):
    """The rows must be read."""


class _Standing(NamedTuple):
    """How a business and some of its members stand, in one view of the store."""

    epoch: str
    head: int
    members: dict[str, tuple[Scope, int]]
    """What each member who is still there may see, and the seq at which that last changed."""


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
        self._telling = False
        self._rung = Event()
        self._fresh = Fresh()
        self._frames: OrderedDict[tuple[int, str, int], News] = OrderedDict()
        self._token = store.hub.join(business, self._poked)
        self._looking = gevent.spawn_later(LOOK_SECONDS, self._look)
        gevent.spawn(self._run)

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
            self._rung.set()
            self._on_empty()

    def last(self, listener: Listener) -> None:
        """Tell this one after all others: it makes the news."""
        self._listeners.pop(listener, None)
        self._listeners[listener] = None

    def want(self, listener: Listener) -> None:
        """Tell one connection, if there is news after its cursor."""
        place = listener.place()
        if place is not None and place[0] < self.head:
            self._waiting[listener] = None
            self._rung.set()

    def _poked(self, seq: int, written: Written | None = None) -> None:
        self.head = max(self.head, seq)
        if seq:
            self._fresh.add(written)
        self._waiting |= self._listeners
        self._rung.set()

    def _run(self) -> None:
        """Tell whoever waits, until nobody listens any more. A greenlet for each poke would open a connection anew."""
        while self._listeners:
            self._rung.wait()
            self._rung.clear()
            while self._waiting:
                self._telling = True
                self._tell_some()
                self._telling = False
                if self._waiting:
                    gevent.sleep(0)

    def _tell_some(self) -> None:
        some = list(islice(self._waiting, TOGETHER))
        for listener in some:
            del self._waiting[listener]
        try:
            self._tell(some)
        except Exception as fault:  # each conversation meets it by itself, and knows what to say
            log.debug("telling business %s failed: %s", self._business, fault)
            for listener in some:
                listener.look()

    def _tell(self, some: list[Listener]) -> None:
        db = self._store.db
        with db.connection_context():
            try:
                news = self._news(some)
            except _Forgotten:
                # Nobody may be told rows that are newer than what is known of their sight.
                with reading(db):
                    news = self._news(some, read=True)
        for listener, cursor, rows in news:
            if rows is None:
                listener.look()
            else:
                listener.take_rows(cursor, rows)

    def _news(self, some: list[Listener], read: bool = False) -> list[tuple[Listener, int, News | None]]:
        """What each is to be told at which cursor, None to look by itself; who has everything is left out.

        Raises _Forgotten where rows must be read, unless it may.
        """
        welcome = living(self._store.db, [listener.seat.session for listener in some])
        standing = self._standing(list({listener.seat.member for listener in some}))
        news: list[tuple[Listener, int, News | None]] = []
        for listener in some:
            place = listener.place()
            if listener.seat.session not in welcome or listener.seat.member not in standing.members:
                news.append((listener, 0, None))
            elif place is not None and place[0] < standing.head:
                scope, changed = standing.members[listener.seat.member]
                if 0 < max(place) < changed:
                    news.append((listener, place[0], None))
                else:
                    news.append((listener, place[0], self._rows(standing, scope, place[0], read)))
        self.head = max(self.head, standing.head)
        return news

    def _standing(self, members: list[str]) -> _Standing:
        sql = (
            'SELECT q."epoch", q."head", m."id", m."role", m."sees", s."seq" FROM "sequence" AS q '
            f'LEFT JOIN "member" AS m ON m."business" = q."business" AND m."id" IN ({places(len(members))}) '
            'AND m."deleted" IS NOT TRUE '
            'LEFT JOIN "sight" AS s ON s."business" = q."business" AND s."member" = m."id" WHERE q."business" = ?'
        )
        found = fetch(self._store.db, sql, (*members, self._business))
        there = {
            member: (granted(self._business, member, role, wire.json_value(sees) if sees else {}), changed or 0)
            for _, _, member, role, sees, changed in found
            if member
        }
        return _Standing(*found[0][:2], there)

    def _rows(self, standing: _Standing, scope: Scope, cursor: int, read: bool) -> News:
        """The rows after a cursor. Whatever a member sees changes with the head alone."""
        db = self._store.db
        # In the only process that writes, nothing acknowledged lies beyond what was heard of: the poke comes first.
        end = self.head if scope.others and is_sqlite(db) else standing.head
        key = end, scope.view, cursor
        if key in self._frames:
            return self._frames[key]
        # Whose a row is, others may decide: for those who do not see them all it must be read.
        records = self._fresh.since(cursor, end) if scope.others else None
        if records is not None:
            shown = [scope.show(record) for record in scope.visible(db, records)]
            return self._keep(key, wire.Rows(standing.epoch, cursor, end, shown, []))
        if not read:
            raise _Forgotten
        key = standing.head, scope.view, cursor
        return self._frames.get(key) or self._keep(key, rows_after(db, scope, cursor))

    def _keep(self, key: tuple[int, str, int], rows: wire.Rows) -> News:
        """A frame, for whoever comes to the same cursor a moment later, too."""
        made = News(rows.to, len(rows.rows) + len(rows.gone), framed(wire.encode(rows)))
        self._frames[key] = made
        if len(self._frames) > _FRAMES:
            self._frames.popitem(last=False)
        return made

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
