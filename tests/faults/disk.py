"""The tests' side of `disk.c`: building it, the plan that it follows, and the record that it keeps.

The record is a row of events, each five 64-bit numbers (kind, inode, offset, bytes of the path, bytes of the data), the
path, then the data: what was written, the other name of a rename or link, or what was marked or sent.
"""

import ctypes
import mmap
import struct
import subprocess
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from tests.machine import compiler

SOURCE = Path(__file__).with_name("disk.c")
_HEAD = struct.Struct("=5q")


class Kind(IntEnum):
    """What an event did."""

    WRITE = 1
    TRUNCATE = 2
    SYNC = 3
    CREATE = 4
    RENAME = 5
    UNLINK = 6
    LINK = 7
    MKDIR = 8
    RMDIR = 9
    SEND = 10
    MARK = 11


@dataclass(frozen=True)
class Event:
    """One thing that a program did to the disk, sent, or marked. `offset` is the new size of a TRUNCATE."""

    kind: Kind
    file: int
    offset: int
    path: str
    data: bytes


class _Numbers(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_int64)
        for name in (
            "steps", "die_at", "torn", "whole", "write_errno", "sync_errno", "room", "clock_ms", "remove_errno"
        )
    ]  # fmt: skip


class Plan:
    """What a program under `disk.c` is to meet; changes tell at once. The fields are those of its `struct plan`."""

    def __init__(self, path: Path):
        self.path = path
        path.write_bytes(bytes(ctypes.sizeof(_Numbers)))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), 0)
        self.numbers = _Numbers.from_buffer(self._shared)

    def set(self, **numbers: int) -> None:
        """Change some fields."""
        for name, number in numbers.items():
            setattr(self.numbers, name, number)

    @property
    def steps(self) -> int:
        """How many steps were taken."""
        return self.numbers.steps


def build(folder: Path) -> Path:
    """Compile `disk.c`; the library to preload."""
    made = folder / "disk.so"
    subprocess.run([compiler(), "-shared", "-fPIC", "-O1", "-o", made, SOURCE, "-ldl"], check=True)
    return made


def events(record: Path) -> list[Event]:
    """What a program did, in its order; a last event that is cut short is left out."""
    content, at, found = record.read_bytes(), 0, []
    while at + _HEAD.size <= len(content):
        kind, file, offset, path_size, size = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        path, data = content[at : at + path_size], content[at + path_size : at + path_size + size]
        at += path_size + size
        if at <= len(content):
            found.append(Event(Kind(kind), file, offset, path.decode(), data))
    return found
