"""What was written a moment ago, kept in memory, so that telling of it reads nothing back."""

from collections import deque
from typing import NamedTuple

from sync.records import LAYOUTS, Record

MOST_LETTERS = 32 * 1024
"""How much text is kept of a business: a frame of rows, in letters of two bytes."""

MOST_WRITES = 64
"""How many writes are kept of a business."""


class Written(NamedTuple):
    """One durable write that gave each seq after `start` up to `to` to a row, and did nothing else that is told."""

    start: int
    to: int
    rows: dict[tuple[str, str], tuple]
    """The rows as they were written, by (table, id): what goes into a table's columns."""
    letters: int
    """About how much text they hold."""


class Fresh:
    """The latest writes of one business, without a gap between them."""

    def __init__(self) -> None:
        self._writes: deque[Written] = deque()
        self._letters = 0

    def add(self, written: Written | None) -> None:
        """Keep one more; None: there was one that nothing is known of."""
        if written is None or (self._writes and self._writes[-1].to != written.start):
            self._writes.clear()
            self._letters = 0
        if written is None:
            return
        self._writes.append(written)
        self._letters += written.letters
        while self._letters > MOST_LETTERS or len(self._writes) > MOST_WRITES:
            self._letters -= self._writes.popleft().letters

    def since(self, cursor: int, head: int) -> list[Record] | None:
        """The rows changed after `cursor` up to `head`, by seq, as they are at `head`; None when that is not known."""
        if not self._writes or self._writes[-1].to != head:
            return None
        rows: dict[tuple[str, str], tuple] = {}
        for written in reversed(self._writes):
            rows = written.rows | rows
            if written.start <= cursor:
                break
        else:
            return None
        if written.start != cursor:
            return None
        found = [LAYOUTS[table].read(row[1:]) for (table, _), row in rows.items()]
        return sorted(found, key=lambda record: record.seq)
