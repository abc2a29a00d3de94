"""The edits that the benches of the server push: of bookings that exist, two cells each, as an office makes them.

Every edit names as its base what it saw, so that nothing is a conflict: a device keeps to rows of its own, whose
later values are its own writes.
"""

from typing import Any

from sync.records import Record

BULK = 500
"""Ops of a large push: what a phone sends that was away for weeks."""

Edit = tuple[str, dict[str, Any], dict[str, str]]
"""A row's id, its new cells, and the stamps that were seen of them."""


def edits(rows: list[Record], number: int, count: int) -> list[Edit]:
    """The edits of push `number`, of so many rows after those of the push before."""
    chosen = [rows[(number * count + at) % len(rows)] for at in range(count)]
    return [edit(row, {"note": f"made up {number}.{at}", "status": "confirmed"}) for at, row in enumerate(chosen)]


def edit(row: Record, cells: dict[str, Any]) -> Edit:
    """One edit of a row as it was read."""
    return row.id, cells, {name: row.stamps[name] for name in cells if name in row.stamps}
