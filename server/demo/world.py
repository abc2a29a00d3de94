"""What every part of the made-up business shares: its words, its dice, its clock and the edits made so far."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from server.demo.words import Words

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class Edit(NamedTuple):
    """One row written once, at `w` (ms UTC)."""

    w: int
    table: str
    id: str
    cells: dict[str, Any]


@dataclass
class World:
    """A business in the making. The same seed at the same `now` (ms UTC) makes the same business."""

    words: Words
    dice: Random
    now: int
    business: str
    edits: list[Edit] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.zone = ZoneInfo(self.words.zone)
        self.today: date = datetime.fromtimestamp(self.now / 1000, self.zone).date()
        self._dates: dict[int, int] = {}
        self._keys = 0

    def add(self, w: int, table: str, cells: dict[str, Any], id: str = "") -> str:
        """Write a row, at the latest now; cells that are None are left out. Returns its id."""
        w = min(w, self.now)
        id = id or self.id(w)
        self.edits.append(Edit(w, table, id, {name: value for name, value in cells.items() if value is not None}))
        return id

    def id(self, ms: int) -> str:
        """A UUIDv7 of that time."""
        bits = self.dice.getrandbits(74)
        number = f"{ms:012x}7{bits & 0xFFF:03x}{8 + (bits >> 12 & 3):x}{bits >> 14:015x}"
        return f"{number[:8]}-{number[8:12]}-{number[12:16]}-{number[16:20]}-{number[20:]}"

    def key(self) -> str:
        """The key of an entry in a collection: sorts after those made before it and before any that the app makes."""
        self._keys += 1
        return f"00{self._keys:07x}"

    def likely(self, chance: float) -> bool:
        """True that often."""
        return self.dice.random() < chance

    def day(self, offset: int) -> date:
        """The day so many days from today."""
        return self.today + timedelta(days=offset)

    def instant(self, offset: int, minutes: int) -> int:
        """ms UTC of a time of a day: days from today, minutes since midnight on the business's clock."""
        if offset not in self._dates:
            noon = datetime.combine(self.day(offset), time(12), self.zone)
            self._dates[offset] = int(noon.timestamp() * 1000) - 12 * HOUR
        return self._dates[offset] + minutes * MINUTE
