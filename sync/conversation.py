"""One device's conversation over one socket, as `docs/protocol.md` says.

A single loop: whatever comes is answered before the next message is taken, so pushes are acknowledged in order, a
sender faster than the store is slowed by TCP, and a connection holds no more than `guard.Limits` allows and one frame
of rows. No database connection is held between two messages. Rows that follow by themselves come from the business's
`teller`, which knows at which cursor the device stands.
"""

import time

import gevent
from peewee import PeeweeException

from sync import wire
from sync.database import reading
from sync.faults import Busy, understood
from sync.scope import Seat
from sync.seen import hear, standing
from sync.socket import POLICY, Socket
from sync.stamp import is_device
from sync.store import Store
from sync.teller import News, Tellers

HELLO_SECONDS = 10
"""How long a device may take to say hello."""


def converse(store: Store, tellers: Tellers, seat: Seat, socket: Socket) -> None:
    """Speak with a device until the session ends. Raises `socket.Closed` when the connection does."""
    Conversation(store, tellers, seat, socket).run()


class Conversation:
    """Where one connection stands: what it said, what it was sent, what it has confirmed."""

    def __init__(self, store: Store, tellers: Tellers, seat: Seat, socket: Socket):
        self.seat = seat
        self._store = store
        self._tellers = tellers
        self._socket = socket
        self._hello: wire.Hello | None = None
        self._device = ""
        self._cursor = 0
        """What the device has confirmed to hold."""
        self._anew = 0
        """The head when it began its copy from nothing: rows before it are seen as its member saw them then."""
        self._sent: int | None = None
        """The end of the frame of rows that it has yet to confirm."""
        self._sending: gevent.Greenlet | None = None
        """Who sends that frame, where the reader is slow."""
        self._feeding = False
        """Whether rows follow by themselves."""
        self._welcomed = False
        self._outdated = False

    def run(self) -> None:
        """Until the end."""
        if self.seat.revoked:
            self._say(wire.Wipe())
            return
        teller = self._teller = self._tellers.join(self)
        self._store.meter.connected(1)
        try:
            goes_on = self._await_hello()
            while goes_on:
                self._await_reader()
                teller.want(self)
                frame = self._socket.receive()
                if frame is None:
                    goes_on = self._look_around()
                else:
                    self._take(frame)
        finally:
            self._store.meter.connected(-1)
            teller.leave(self)

    def place(self) -> tuple[int, int] | None:
        """For the teller: the cursor after which rows may follow now, and the seq as of which the view was begun."""
        ready = self._feeding and self._sent is None and self._sending is None
        return (self._cursor, self._anew) if ready else None

    def take_rows(self, cursor: int, news: News) -> None:
        """For the teller: send the rows after `cursor`, if that is still the place."""
        if self.place() is not None and self._cursor == cursor:
            self._sent = news.to
            self._sending = self._socket.offer(news.frame)
            self._store.meter.sent(news.rows)

    def _await_reader(self) -> None:
        """Take nothing more from a device that has yet to take its rows: each message may ask for more of them."""
        if self._sending is not None:
            self._store.meter.sending(1)
            try:
                self._sending.join()
            finally:
                self._store.meter.sending(-1)
            self._sending = None

    def look(self) -> None:
        """For the teller: something other than rows is new."""
        self._socket.nudge()

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
                state, *heard = standing(self._store.db, self.seat)
                if state == "living" and self._feeding and self._sent is None:
                    answer = self._news()
        except PeeweeException as error:
            self._excuse(error)
            return True
        if state == "revoked":
            answer = wire.Wipe()
        if state != "left":
            hear(self._store, self.seat.session, *heard, gone=state == "revoked")
        if answer is not None:
            self._say(answer)
        return state == "living"

    def _news(self) -> wire.ServerMessage | None:
        """The next rows, or reset once the member's role shows other rows than this copy was begun with."""
        if self._store.needs_reset(self.seat, max(self._cursor, self._anew)):
            self._feeding = False
            return wire.Reset()
        rows = self._store.rows(self.seat, self._cursor)
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
        if not self._living():
            # Nothing more to wait for: a look around ends it.
            self._hello = hello
            return
        self._device, self._cursor, self._sent = hello.device, hello.cursor, None
        self._feeding = self._welcomed = self._outdated = feeding = False
        for answer in self._store.hello(self.seat, hello):
            if isinstance(answer, wire.Forked):
                self._device = answer.device
            elif isinstance(answer, wire.Welcome):
                self._welcomed = True
                self._anew = 0 if hello.cursor else answer.head
                # Rows of another history would not fit: the device takes a snapshot and pulls.
                feeding = hello.epoch in ("", answer.epoch)
                self._teller.head = max(self._teller.head, answer.head)
            elif isinstance(answer, wire.Reset | wire.Fork):
                feeding = False
            elif isinstance(answer, wire.Upgrade):
                self._outdated = True
            self._say(answer)
        self._hello = hello
        self._feeding = feeding

    def _push(self, push: wire.Push) -> None:
        if not is_device(push.device):
            raise wire.Refusal("bad-message", "device must be 8 base-36 characters - at `$.device`")
        self._teller.last(self)
        answers = self._store.push(self.seat, push, self._cursor)
        if not isinstance(answers[-1], wire.Error) or self._living():
            for answer in answers:
                self._say(answer)

    def _living(self) -> bool:
        """Whether the session may be answered. What was signed out is told nothing more but that, by a look around."""
        state, *_ = standing(self._store.db, self.seat)
        if state != "living":
            self.look()
        return state == "living"

    def _got(self, cursor: int) -> None:
        if self._sent is not None and cursor >= self._sent:
            self._cursor, self._sent = self._sent, None

    def _pull(self, cursor: int) -> None:
        head = self._store.head(self.seat.business)
        if cursor == 0:
            self._anew = head
        self._cursor, self._sent, self._feeding = cursor, None, True
        self._teller.head = max(self._teller.head, head)

    def _fork(self) -> None:
        """A new id. A device that was not welcomed under its old one is welcomed under the new."""
        if self._welcomed:
            forked = self._store.fork(self.seat, self._device)
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
