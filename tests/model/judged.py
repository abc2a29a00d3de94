"""What the invariants are asked of: a store, the reference models beside it, and phones when all is quiet."""

import json
import re
from typing import Any

from sync import wire
from sync.scope import Seat
from tests.model.devices import Key, Phone
from tests.model.reference import Reference


class Judged:
    """A business in motion, however it is moved: with simulated phones (`world.py`) or with real ones."""

    business: str
    """The one that is looked at; `models` may have neighbours."""
    store: Any
    """The real store."""
    models: dict[str, Reference]
    phones: list[Phone]
    sent: list[tuple[Seat, wire.Push]]
    """Every push that the server may have seen."""
    journal: dict[str, list[Key]]
    """What was erased, of each business."""
    refused: dict[str, set[str | None]]
    """By the name of an op its refused cells; None stands for the whole op."""

    def model(self, phone: Phone) -> Reference:
        """The reference of the phone's business."""
        return self.models[phone.seat.business]

    def erased_words(self, business: str) -> set[str]:
        """The made-up words that only erased rows held."""
        sent = [message for seat, message in self.sent if seat.business == business]
        ops = [json.loads(bytes(raw)) for message in sent for raw in message.ops]
        erased = self.models[business].erased
        held = repr([row.cells for model in self.models.values() for row in model.rows.values()])
        held += repr([model.history for model in self.models.values()])
        words = {word for op in ops if (op["t"], op["i"]) in erased for word in re.findall(r"word \d+", str(op["v"]))}
        return {word for word in words if word not in held}

    def one_phone_each(self) -> list[Phone]:
        """A phone of each member: what a server answers to one it answers to all."""
        return list({phone.seat.member: phone for phone in self.phones}.values())

    def rows_of(self, seat: Seat, cursor: int = 0) -> dict[Key, wire.Row]:
        """What the server pages to a seat after a cursor."""
        rows: dict[Key, wire.Row] = {}
        while frame := self.store.rows(seat, cursor):
            assert frame.from_ == cursor < frame.to
            rows |= {(row.t, row.i): row for row in frame.rows}
            cursor = frame.to
        return rows
