"""What the server took, as `recorded.py` writes it down, and the reference model that takes the same."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from sync import wire
from sync.database import fetch, reading
from sync.scope import Seat
from sync.store import Store
from tests.model.devices import Key, cells_of
from tests.model.held import moment_of
from tests.model.reference import Copy, Reference

Event = dict[str, Any]


@dataclass
class Replayed:
    """The model, what it refused (by the name of an op its cells; None: the whole op), and the pushes."""

    model: Reference
    refused: dict[str, set[str | None]]
    sent: list[tuple[Seat, wire.Push]]


class Taken:
    """One business's part of what is written down from now on."""

    def __init__(self, data: Path):
        self._file = data / "taken.jsonl"
        self._lines = len(self._written())
        self.business = ""
        self.events: list[Event] = []
        """What the server took and did not lose."""

    def _written(self) -> list[str]:
        return self._file.read_text().splitlines() if self._file.exists() else []

    def read(self) -> None:
        """Take what the server has written down since."""
        lines = self._written()
        new = [json.loads(line) for line in lines[self._lines :]]
        self._lines = len(lines)
        self.events += [event for event in new if event["business"] == self.business]

    def forget_what_is_not_in(self, store: Store) -> None:
        """Only what is in the store has happened: a push is whole there or not at all."""
        with reading(store.db):
            sql = 'SELECT "id", "n" FROM "device" WHERE "business" = ?'
            reached = dict(fetch(store.db, sql, (self.business,)))

        def is_in(event: Event) -> bool:
            if event["kind"] == "device":
                return event["device"] in reached
            acks = [answer["n"] for answer in event.get("answers", ()) if answer["type"] == "ack"]
            return event["kind"] == "restored" or max(acks, default=0) <= reached.get(event["device"], -1)

        self.events = [event for event in self.events if is_in(event)]

    def replayed(self, first: dict[Key, wire.Row]) -> Replayed:
        """The reference model after all that the server took, from its first rows on. Raises AssertionError where its
        answers were others."""
        model, refused, sent = Reference(), {}, []
        for (table, id), row in first.items():
            held = cells_of(row)
            model.adopt(table, id, {c: v for c, (v, _) in held.items()}, {c: s for c, (_, s) in held.items()})
        for event in self.events:
            if event["kind"] == "restored":
                model = model.restored([tuple(key) for key in event["erased"]])
            elif event["kind"] == "device":
                _add_device(model, event)
            else:
                now = event["clock"] + event["skew"]
                said = model.push(event["device"], now, event["ops"], event["clock"], event["cursor"])
                _compare(event, said, refused)
                ops = [msgspec.Raw(json.dumps(op).encode()) for op in event["ops"]]
                push = wire.Push(event["device"], "", now, ops)
                sent.append((Seat(self.business, event["member"], ""), push))
        return Replayed(model, refused, sent)


def _compare(event: Event, said: Any, refused: dict[str, set[str | None]]) -> None:
    answer = event["answers"][-1]
    assert answer["type"] == said.kind, f"the server says {answer} where the model says {said}, of {event}"
    names = {op["n"]: op["o"] for op in event["ops"]}
    for answer in event["answers"]:
        if answer["type"] == "ack":
            told = {(r["n"], r.get("cell"), r["code"]) for r in answer["refused"]}
            assert told == set(said.refused), f"refused {told} where the model refuses {said.refused}"
            for n, cell, _ in told:
                refused.setdefault(names[n], set()).add(cell)


def _add_device(model: Reference, event: Event) -> None:
    """A device goes on from the stamp that its parent had reached when it was forked."""
    device, parent = event["device"], model.devices.get(event["parent"])
    lineage = parent.lineage if parent else frozenset()
    made = model.devices[device] = Copy(event["member"], lineage | {device})
    if event["stamp"]:
        made.last = moment_of(event["stamp"])
