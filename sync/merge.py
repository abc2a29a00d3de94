"""The rules by which ops become rows, as pure functions: no database, no clock of their own.

`docs/protocol.md` tells them in words, *Time*, *Merge* and *Deletes*.
"""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID, uuid5

from sync.records import Record
from sync.stamp import SERVER_DEVICE, ZERO, Moment, device_of, moment_of, write
from sync.tables import same
from sync.wire import Op

IGNORED_SKEW = 2_000
"""A device's clock may differ from the server's by this many ms before it counts as wrong."""


def now_of(system: int, issued: int) -> int:
    """The server's now in ms: never before a stamp that it has issued, whatever its clock does."""
    return max(system, issued)


def skew_of(device_now: int, system: int) -> int:
    """By how many ms a device's clock is ahead of the server's."""
    skew = device_now - system
    return 0 if abs(skew) < IGNORED_SKEW else skew


def issue(written: int, skew: int, now: int, last: str, bases: Iterable[str | None], device: str) -> str:
    """The stamp of an op written at `written` (ms by the device's clock).

    It lies at the time of writing as the server sees it, never in the future, after the device's last stamp and after
    every base; a base from the future counts as now.
    """
    moment = Moment(min(max(written - skew, 0), now), 0)
    if last:
        moment = max(moment, moment_of(last).after())
    greatest = max((base for base in bases if base), default="")
    if greatest:
        seen = moment_of(greatest)
        moment = max(moment, (Moment(now, 0) if seen.ms > now else seen).after())
    return write(moment, device)


def wins(stamp: str, current: str | None) -> bool:
    """Whether a value with this stamp takes the cell."""
    return current is None or stamp > current


def foreign(stamp: str | None, lineage: frozenset[str]) -> bool:
    """Whether a value was written by a device other than this one and those it was forked from."""
    return stamp is not None and device_of(stamp) not in lineage and device_of(stamp) != SERVER_DEVICE


def overwrites_unseen(record: Record, cell: str, value: object, base: str | None, lineage: frozenset[str]) -> bool:
    """Whether a write and the cell's current value were made without knowing of each other, and differ."""
    current = record.stamps.get(cell)
    return foreign(current, lineage) and base != current and not same(record.cells[cell], value)


def hidden(record: Record) -> bool:
    """Whether a row is deleted: `deleted` is true and no cell that a person set to a value is newer."""
    if record.cells.get("deleted") is not True:
        return False
    at = record.stamps["deleted"]
    return not any(
        stamp > at and record.cells[cell] is not None and device_of(stamp) != SERVER_DEVICE
        for cell, stamp in record.stamps.items()
        if cell != "deleted"
    )


def unseen_edits(
    record: Record, op: Op, lineage: frozenset[str], row_was_seen: bool, sees: Callable[[str], bool], stamp: str
) -> dict[str, str]:
    """The values, with their stamps, that a deleting op, which gets `stamp`, had not seen.

    Its bases name what it saw, and when they name cells that it does not write, all that it saw of those that the
    deleter `sees`. Of other cells `row_was_seen` tells, unless a cell is newer than the delete: a device may get rows
    before it sends what it did earlier.
    """
    names_all = not op.b.keys() <= op.v.keys()

    def seen(cell: str, held: str) -> bool:
        if cell in op.b:
            return op.b[cell] == held
        return row_was_seen and held < stamp and not (names_all and sees(cell))

    return {
        cell: held
        for cell, held in record.stamps.items()
        if cell != "deleted"
        and cell not in op.v
        and record.cells[cell] is not None
        and foreign(held, lineage)
        and not seen(cell, held)
    }


def revives_unseen(record: Record, op: Op, lineage: frozenset[str]) -> bool:
    """Whether an edit meets a delete, by another device, that its author had not seen."""
    deleted = record.stamps.get("deleted")
    return (
        record.cells.get("deleted") is True
        and "deleted" not in op.v
        and foreign(deleted, lineage)
        and op.b.get("deleted") != deleted
        and any(value is not None for value in op.v.values())
    )


def conflict_id(row: str, cell: str, losing: str) -> str:
    """The id of the conflict that a losing op makes on a cell; `losing` is that op's `o`."""
    return str(uuid5(UUID(row), f"{cell}:{losing}"))


def server_stamp(record: Record, after: str) -> str:
    """A stamp for cells that the server writes because of an op with stamp `after`."""
    moment = moment_of(after)
    newest = max((moment_of(stamp) for stamp in record.stamps.values()), default=ZERO)
    return write(newest.after() if newest >= moment else moment, SERVER_DEVICE)


def edited(cells: Mapping[str, object], stamps: Mapping[str, str], stamp: str) -> dict[str, object]:
    """The cells that bear one stamp: what a single op left on a row."""
    return {cell: cells[cell] for cell, at in stamps.items() if at == stamp and cell != "deleted"}
