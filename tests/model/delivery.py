"""A push on its way through the store: in pieces, the model taking each as well, and something else between two.

The store's own cut is watched, not replaced: when it asks for the next piece, what came of the one before is durable.
"""

import json
from collections.abc import Callable, Iterator
from unittest.mock import patch

import sync.intake
import sync.pieces
from sync import wire
from sync.pieces import Sent
from sync.scope import Seat
from tests.model.devices import Op
from tests.model.reference import Answer, Reference


class Killed(Exception):
    """The server dies between two pieces."""


class Delivery:
    """One push to a store whose pieces have `size` ops at most; `clock` is the server's, in ms."""

    def __init__(self, model: Reference, message: wire.Push, cursor: int | None, clock: int, size: int):
        self.ops: list[Op] = [json.loads(bytes(raw)) for raw in message.ops]
        self.said = Answer("ack")
        """The model's answer, refusals of every piece in it."""
        self.acked = (0, "")
        """The op that an ack names, as the model has it."""
        self.killed = False
        self.latest = clock
        """The latest ms at which the server could stamp."""
        self._model, self._message, self._cursor, self._clock, self._size = model, message, cursor, clock, size
        self._given: list[Op] = []
        self._rest = list(self.ops)

    def push(
        self, take: Callable[..., list[wire.ServerMessage]], seat: Seat, meanwhile: Callable[[], None] | None
    ) -> list[wire.ServerMessage]:
        """What `take`, the store's `push`, answers; nothing when the server was killed. `meanwhile` is done once,
        after the first of several pieces."""
        cut = sync.pieces.pieces

        def pieces(sent: list[Sent]) -> Iterator[list[Sent]]:
            nonlocal meanwhile
            for piece in cut(sent):
                self._taken()
                if self._rest != self.ops and meanwhile:
                    between, meanwhile = meanwhile, None
                    between()
                self._given, self._rest = self._rest[: len(piece)], self._rest[len(piece) :]
                yield piece

        with patch.object(sync.pieces, "PIECE_OPS", self._size), patch.object(sync.intake, "pieces", pieces):
            try:
                return take(seat, self._message, self._cursor)
            except Killed:
                self.killed = True
                return []

    def end(self) -> None:
        """The model takes the piece after which the store asked for no more."""
        self._taken()

    def _taken(self) -> None:
        given, self._given = self._given, []
        if not given:
            return
        model, device = self._model, self._message.device
        self.latest = max(self.latest, model.issued)
        before = model.devices[device].n
        said = model.push(device, self._message.now, given, self._clock, self._cursor)
        copy = model.devices[device]
        if said.kind == "ack" or copy.n > before:
            self.acked = (copy.n, copy.o)
        self.said = said._replace(refused=self.said.refused + said.refused)
