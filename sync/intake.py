"""Taking in pushes: each goes through the writer in pieces, and each piece is durable and told on before the next."""

import time
from collections.abc import Callable
from functools import partial

from peewee import Database

from sync import merge, wire
from sync.batch import Batch
from sync.database import fetch
from sync.device import Device
from sync.faults import Busy
from sync.hub import Hub
from sync.journal import Journal
from sync.pieces import Sent, pieces, read_ops
from sync.push import Pushing
from sync.scope import Seat, scope_of
from sync.writer import Writer


class Intake:
    """Takes pushes. `drop_erased` removes what an erasure leaves outside the tables; `clock` gives ms UTC."""

    def __init__(
        self,
        db: Database,
        writer: Writer,
        hub: Hub,
        journal: Journal,
        drop_erased: Callable[[Batch], None],
        clock: Callable[[], int],
    ):
        self._db = db
        self._writer = writer
        self._hub = hub
        self._journal = journal
        self._drop_erased = drop_erased
        self._clock = clock

    def push(self, seat: Seat, push: wire.Push, cursor: int | None = None) -> list[wire.ServerMessage]:
        """Take a device's edits. What is acknowledged is on disk.

        `cursor` is what the pushing connection has confirmed, if it has. Answers ack, ack and gap, fork, reset (another
        epoch; nothing happens) or error. Nothing is used up by an error; before one that came half-way through a large
        push, what was written by then is acknowledged.
        """
        if seat.revoked:
            return [wire.Wipe()]
        meter = self._writer.meter
        done: list[wire.ServerMessage] = []
        refused: list[wire.Refused] = []
        began, conflicts = time.perf_counter(), 0
        try:
            sent = read_ops(push)
            skew = merge.skew_of(push.now, self._clock())
            for piece in pieces(sent):
                (answer, *gap), made = self._push_piece(seat, push, piece, skew, cursor, len(piece) < len(sent))
                conflicts += made
                if isinstance(answer, wire.Ack):
                    meter.refused(each.code for each in answer.refused)
                    answer.refused = refused = refused + answer.refused
                    done = [answer, *gap]
                    if not gap:
                        continue
                elif isinstance(answer, wire.Gap):
                    done.append(answer)
                else:
                    done = [answer]
                break
            meter.pushed(time.perf_counter() - began, len(sent), conflicts)
        except (wire.Refusal, Busy) as refusal:
            meter.refused([refusal.code])
            done.append(wire.Error(refusal.code, refusal.text if isinstance(refusal, wire.Refusal) else str(refusal)))
        return done

    def _push_piece(
        self, seat: Seat, push: wire.Push, piece: list[Sent], skew: int, cursor: int | None, long: bool
    ) -> tuple[list[wire.ServerMessage], int]:
        """Write one piece of a push, durable when this returns, and tell whoever listens.

        Returns what to answer and how many conflicts were made.
        """

        def work() -> tuple[list[wire.ServerMessage], Batch, int]:
            # The batch takes the business's counter row first: what is read after it no other push can change.
            batch = Batch(self._db, seat.business, self._clock())
            before = batch.head
            device = Device(self._db, seat.business, push.device)
            if device.session != seat.session:
                raise wire.Refusal("forbidden", "this device was not given to this session: say hello, or fork")
            if push.epoch != batch.epoch:
                return [wire.Reset()], batch, before
            member = batch.get("member", seat.member)
            if member is None or member.cells.get("deleted") or self._ended(seat.session):
                raise wire.Refusal("forbidden", "this device was signed out meanwhile: nothing was taken")
            scope = scope_of(seat.business, member, seat.member)
            answers = Pushing(batch, scope, device, cursor, partial(self._note_erased, batch)).take(piece, skew)
            for answer in answers:
                if isinstance(answer, wire.Ack):
                    answer.seq = batch.head
            return answers, batch, before

        answers, batch, before = self._writer.submit(work, seat.member, long)
        if batch.head > before:
            self._hub.poke(seat.business, batch.head, batch.written())
        if batch.erasing:
            self._drop_erased(batch)
        return answers, batch.conflicts

    def _note_erased(self, batch: Batch, rows: list[tuple[str, str]], files: set[str]) -> None:
        self._journal.erased(batch.business, rows, files, self._clock())

    def _ended(self, session: str) -> bool:
        """Whether a session is over, however it ended."""
        return bool(fetch(self._db, 'SELECT 1 FROM "session" WHERE "hash" = ? AND "ended" IS NOT NULL', (session,)))
