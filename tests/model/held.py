"""What the reference model holds: moments and stamps, rows and their cells, and which rows hang from which."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sync.tables import TABLES

SERVER = "00000000"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Moment(NamedTuple):
    """The part of a stamp that is time: ms, and a counter within them."""

    ms: int
    count: int

    def after(self) -> "Moment":
        """The next moment; a full counter carries into the next millisecond."""
        return Moment(self.ms + (self.count == 36**3 - 1), (self.count + 1) % 36**3)

    def stamp(self, device: str) -> str:
        """`mmmmmmmmm-ccc-dddddddd`."""
        return f"{_base36(self.ms, 9)}-{_base36(self.count, 3)}-{device}"


def moment_of(stamp: str) -> Moment:
    """The moment of a stamp."""
    return Moment(int(stamp[:9], 36), int(stamp[10:13], 36))


def _base36(number: int, width: int) -> str:
    return "".join(_DIGITS[number // 36**place % 36] for place in reversed(range(width)))


def equal(one: Any, other: Any) -> bool:
    """Rule 2: values are equal when their JSON is, keys sorted, integral floats as integers, true unlike 1."""
    return _json(one) == _json(other)


def _json(value: Any) -> str:
    def whole(item: Any) -> Any:
        if isinstance(item, float) and item.is_integer():
            return int(item)
        if isinstance(item, dict):
            return {key: whole(member) for key, member in item.items()}
        return [whole(member) for member in item] if isinstance(item, list) else item

    return json.dumps(whole(value), sort_keys=True)


@dataclass(frozen=True)
class Held:
    """A cell's current value with its stamp, and who wrote it by which op."""

    value: Any
    stamp: str
    device: str = SERVER
    o: str = ""
    member: str | None = None


@dataclass
class Row:
    """One record: its cells, and its place in the business's order of changes."""

    table: str
    id: str
    cells: dict[str, Held] = field(default_factory=dict)
    seq: int = 0

    def value(self, cell: str) -> Any:
        """The current value of a cell, None where it has none."""
        return self.cells[cell].value if cell in self.cells else None

    @property
    def hidden(self) -> bool:
        """Rule 4: `deleted` is true and no cell that a person set to a value is newer."""
        deleted = self.cells.get("deleted")
        if deleted is None or deleted.value is not True:
            return False
        return not any(held.stamp > deleted.stamp for held in self.edits())

    def edits(self) -> Iterable[Held]:
        """The cells, but for `deleted`, that a person set to a value."""
        return (
            held
            for cell, held in self.cells.items()
            if cell != "deleted" and held.value is not None and held.device != SERVER
        )


def hung_from(table: str, value: Callable[[str], Any]) -> list[tuple[str, str]]:
    """The rows that a row with these values hangs from: when one of them is erased, so is it."""
    above = []
    for name in TABLES[table].hangs if table in TABLES else ():
        found = value(name)
        if isinstance(found, dict):
            above += [("client", id) for id in found.values() if isinstance(id, str)]
        elif isinstance(found, str):
            above.append((TABLES[table].cells[name].refers_to, found))
    return above
