"""One device's conversation over one socket, as `docs/protocol.md` says.

A single loop: whatever comes is answered before the next message is taken, so pushes are acknowledged in order, a
sender faster than the store is slowed by TCP, and a connection holds no more than `guard.Limits` allows and one frame
of rows. No database connection is held between two messages.
"""

import time

from peewee import PeeweeException

from sync import wire
from sync.database import fetch, reading
from sync.faults import Busy, understood
from sync.scope import Seat
from sync.seen import hear
from sync.socket import POLICY, Socket
from sync.stamp import is_device
from sync.store import Store

HELLO_SECONDS = 10
"""How long a device may take to say hello."""

LOOK_SECONDS = 30
"""How often an idle connection looks for news by itself: a poke is only a hint, and other programs write too."""


def converse(store: Store, seat: Seat, socket: Socket) -> None:
    """Speak with a device until the session ends. Raises `socket.Closed` when the connection does."""
    Conversation(store, seat, socket).run()


class Conversation:
    """Where one connection stands: what it said, what it was sent, what it has confirmed."""

    def __init__(self, store: Store, seat: Seat, socket: Socket):
        self._store = store
        self._seat = seat
        self._socket = socket
        self._hello: wire.Hello | None = None
        self._device = ""
        self._cursor = 0
        """What the device has confirmed to hold."""
        self._anew = 0
        """The head when it began its copy from nothing: rows before it are seen as its member saw them then."""
        self._heard: tuple[int, int | None] = (0, None)
        """When the session was last heard of, and when it ended."""
        self._sent: int | None = None
        """The end of the frame of rows that it has yet to confirm."""
        self._feeding = False
        """Whether rows follow by themselves."""
        self._welcomed = False
        self._outdated = False

    def run(self) -> None:
        """Until the end."""
        store, socket = self._store, self._socket
        if self._seat.revoked:
            self._say(wire.Wipe())
            return
        token = store.hub.join(self._seat.business, lambda seq: socket.nudge())
        store.meter.connected(1)
        try:
            if self._await_hello():
                while self._look_around():
                    frame = socket.receive(LOOK_SECONDS)
                    if frame is not None:
                        self._take(frame)
        finally:
            store.meter.connected(-1)
            store.hub.leave(token)

    def _await_hello(self) -> bool:
        """Take messages until one is a hello; false when none came in time."""
        end = time.monotonic() + HELLO_SECONDS
        while self._hello is None:
            left = end - time.monotonic()
            if left <= 0:
                self._refuse("bad-message", f"say hello within {HELLO_SECONDS} seconds")
                self._socket.close(POLICY, "no hello")
                return False
            frame = self._socket.receive(left)
            if frame is not None:
                self._take(frame)
        return True

    def _look_around(self) -> bool:
        """Send what is new. False when the session is over, and its device was told so."""
        answer: wire.ServerMessage | None = None
        try:
            with reading(self._store.db):
                standing = self._standing()
                if standing == "living" and self._feeding and self._sent is None:
                    answer = self._news()
        except PeeweeException as error:
            self._excuse(error)
            return True
        if standing == "revoked":
            answer = wire.Wipe()
        if standing != "left":
            hear(self._store, self._seat.session, *self._heard, gone=standing == "revoked")
        if answer is not None:
            self._say(answer)
        return standing == "living"

    def _standing(self) -> str:
        """`living`, `revoked` (signed out from elsewhere: the copy is to be wiped) or `left`."""
        with reading(self._store.db):
            sessions = fetch(
                self._store.db, 'SELECT "seen", "ended", "why" FROM "session" WHERE "hash" = ?', (self._seat.session,)
            )
            seen, ended, why = sessions[0] if sessions else (0, 0, "left")
            self._heard = (seen, ended)
            if why == "revoked" or self._store.member(self._seat.business, self._seat.member) is None:
                return "revoked"
            return "living" if ended is None else "left"

    def _news(self) -> wire.ServerMessage | None:
        """The next rows, or reset once the member's role shows other rows than this copy was begun with."""
        if self._store.needs_reset(self._seat, max(self._cursor, self._anew)):
            self._feeding = False
            return wire.Reset()
        rows = self._store.rows(self._seat, self._cursor)
        if rows is not None:
            self._sent = rows.to
        return rows

    def _take(self, frame: str | bytes) -> None:
        """Answer one message. What is wrong with it is said, and the conversation goes on."""
        try:
            if isinstance(frame, bytes):
                raise wire.Refusal("bad-message", "messages are text frames of JSON, not binary ones")
            self._answer(wire.decode(frame))
        except wire.Refusal as refusal:
            self._refuse(refusal.code, refusal.text)
        except (Busy, PeeweeException) as error:
            self._excuse(error)

    def _answer(self, message: wire.ClientMessage) -> None:
        if isinstance(message, wire.Hello):
            self._begin(message)
        elif self._hello is None:
            raise wire.Refusal("bad-message", "say hello first - at `$.type`")
        elif self._outdated:
            self._begin(self._hello)
        elif isinstance(message, wire.Push):
            self._push(message)
        elif isinstance(message, wire.Got):
            self._got(message.cursor)
        elif isinstance(message, wire.Pull):
            self._pull(message.cursor)
        else:
            self._fork()

    def _begin(self, hello: wire.Hello) -> None:
        if hello.device and not is_device(hello.device):
            raise wire.Refusal("bad-message", "device must be 8 base-36 characters, or empty - at `$.device`")
        self._device, self._cursor, self._sent = hello.device, hello.cursor, None
        self._feeding = self._welcomed = self._outdated = False
        for answer in self._store.hello(self._seat, hello):
            if isinstance(answer, wire.Forked):
                self._device = answer.device
            elif isinstance(answer, wire.Welcome):
                self._welcomed = True
                self._anew = 0 if hello.cursor else answer.head
                # Rows of another history would not fit: the device takes a snapshot and pulls.
                self._feeding = hello.epoch in ("", answer.epoch)
            elif isinstance(answer, wire.Reset | wire.Fork):
                self._feeding = False
            elif isinstance(answer, wire.Upgrade):
                self._outdated = True
            self._say(answer)
        self._hello = hello

    def _push(self, push: wire.Push) -> None:
        if not is_device(push.device):
            raise wire.Refusal("bad-message", "device must be 8 base-36 characters - at `$.device`")
        if self._standing() != "living":
            # What was signed out writes no more; the next look around says so.
            return
        for answer in self._store.push(self._seat, push, self._cursor):
            self._say(answer)

    def _got(self, cursor: int) -> None:
        if self._sent is not None and cursor >= self._sent:
            self._cursor, self._sent = self._sent, None

    def _pull(self, cursor: int) -> None:
        if cursor == 0:
            self._anew = self._store.head(self._seat.business)
        self._cursor, self._sent, self._feeding = cursor, None, True

    def _fork(self) -> None:
        """A new id. A device that was not welcomed under its old one is welcomed under the new."""
        if self._welcomed:
            forked = self._store.fork(self._seat, self._device)
            self._device = forked.device
            self._say(forked)
        else:
            self._begin(wire.Hello("", self._hello.epoch, self._hello.cursor, self._hello.schema, self._hello.now))

    def _excuse(self, error: Exception) -> None:
        """Say that the store is busy or full; any other error of the database is raised again."""
        told = understood(error)
        if not isinstance(told, Busy):
            raise error
        self._refuse(told.code, str(told))

    def _refuse(self, code: str, text: str) -> None:
        self._say(wire.Error(code, text))

    def _say(self, message: wire.ServerMessage) -> None:
        meter = self._store.meter
        meter.sending(1)
        try:
            self._socket.send(wire.encode(message))
        finally:
            meter.sending(-1)
        if isinstance(message, wire.Rows):
            meter.sent(len(message.rows) + len(message.gone))
