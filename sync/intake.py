"""Taking in pushes: each goes through the writer in pieces, and each piece is durable and told on before the next.

Pieces of several pushes that wait for the writer are taken together: what they will ask of the store is read at once,
each is merged as if it came alone, and what all have changed is written at once.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from peewee import Database

from sync import merge, wire
from sync.batch import Batch
from sync.database import fetch, in_lists
from sync.faults import Busy
from sync.hub import Hub
from sync.journal import Journal
from sync.pieces import Sent, pieces, read_ops
from sync.push import Pushing, look_ahead
from sync.scope import Seat, scope_of
from sync.views import Crossings
from sync.writer import Writer


@dataclass(slots=True)
class _Piece:
    """One piece of a push; `skew` as `merge.skew_of` has it, `cursor` what the pushing connection has confirmed."""

    seat: Seat
    push: wire.Push
    sent: list[Sent]
    skew: int
    cursor: int | None


@dataclass(slots=True)
class _Taken:
    """What became of a piece: the answers, how many conflicts it made, and whether it erased anything."""

    batch: Batch
    answers: list[wire.ServerMessage]
    conflicts: int = 0
    erased: bool = False


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
                taken = self._submit(_Piece(seat, push, piece, skew, cursor), len(piece) < len(sent))
                (answer, *gap) = taken.answers
                conflicts += taken.conflicts
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

    def _submit(self, piece: _Piece, long: bool) -> _Taken:
        """Write one piece of a push, durable when this returns, and tell whoever listens."""
        taken = self._writer.submit_among(self._take, piece, len(piece.sent), piece.seat.member, long)
        batch = taken.batch
        if batch.news:
            # Whoever of those that share the batch comes first tells for all.
            batch.news = False
            self._hub.poke(batch.business, batch.head, batch.written())
        if taken.erased:
            self._drop_erased(batch)
        return taken

    def _take(self, waiting: list[_Piece]) -> list[_Taken | wire.Refusal]:
        """Inside the writer's transaction: what becomes of each piece, in the order in which they came."""
        of: dict[str, list[_Piece]] = {}
        for piece in waiting:
            of.setdefault(piece.seat.business, []).append(piece)
        taken = {business: iter(self._take_all(some)) for business, some in of.items()}
        return [next(taken[piece.seat.business]) for piece in waiting]

    def _take_all(self, some: list[_Piece]) -> list[_Taken | wire.Refusal]:
        """Take pieces of one business."""
        # The batch takes the business's counter row first: what is read after it no other push can change.
        batch = Batch(self._db, some[0].seat.business, self._clock())
        before = batch.head
        batch.load_devices({piece.push.device for piece in some})
        batch.read({("member", piece.seat.member) for piece in some})
        over = self._over({piece.seat.session for piece in some})
        look_ahead(batch, [one for piece in some for one in piece.sent])
        crossings = Crossings(batch)
        taken = [self._take_one(piece, batch, crossings, piece.seat.session in over) for piece in some]
        batch.flush()
        batch.news = batch.head > before
        return taken

    def _take_one(self, piece: _Piece, batch: Batch, crossings: Crossings, over: bool) -> _Taken | wire.Refusal:
        seat, push = piece.seat, piece.push
        device = batch.device(push.device)
        if device.session != seat.session:
            return wire.Refusal("forbidden", "this device was not given to this session: say hello, or fork")
        if push.epoch != batch.epoch:
            return _Taken(batch, [wire.Reset()])
        member = batch.get("member", seat.member)
        if member is None or member.cells.get("deleted") or over:
            return wire.Refusal("forbidden", "this device was signed out meanwhile: nothing was taken")
        journal = partial(self._note_erased, batch)
        scope = scope_of(seat.business, member, seat.member)
        conflicts, batch.erasing = batch.conflicts, False
        answers = Pushing(crossings, scope, device, piece.cursor, journal).take(piece.sent, piece.skew)
        return _Taken(batch, answers, batch.conflicts - conflicts, batch.erasing)

    def _note_erased(self, batch: Batch, rows: list[tuple[str, str]], files: set[str]) -> None:
        self._journal.erased(batch.business, rows, files, self._clock())

    def _over(self, sessions: set[str]) -> set[str]:
        """Those of some sessions that are over, however they ended."""
        over: set[str] = set()
        for listed, some in in_lists(list(sessions)):
            sql = f'SELECT "hash" FROM "session" WHERE "hash" IN ({listed}) AND "ended" IS NOT NULL'
            over |= {session for (session,) in fetch(self._db, sql, some)}
        return over
