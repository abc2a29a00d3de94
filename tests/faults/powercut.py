"""A power cut, acted out: what a disk may hold after it, given what a program did to the disk until then.

Only what was flushed is sure: a file's content by a flush of the file, its name by a flush of its folder. Of what came
later a file keeps any part, down to single sectors of 512 bytes, in any order; a folder keeps the first of its changes
up to any one, since file systems write names in order. A rename within a folder is done or not done; one into another
folder is a change of each, so that until both are flushed the file may be under either name, under both, or under none.
What was not written to keeps the time of its last change.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.faults.disk import Event, Kind

SECTOR = 512


@dataclass
class _File:
    sure: bytes = b""
    later: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Writes (offset, data) and truncations (size, None) that were not flushed."""
    changed: int | None = None
    """When it was last written to, in ns UTC, if that was before the program began."""

    def change(self, offset: int, data: bytes | None) -> None:
        self.later.append((offset, data))
        self.changed = None

    def flush(self) -> None:
        content = bytearray(self.sure)
        for change in self.later:
            _apply(content, *change)
        self.sure, self.later = bytes(content), []

    def survives(self, dice: Random) -> bytes:
        content = bytearray(self.sure)
        kept = dice.choice(["none", "all", "first", "any", "any"])
        upto = {"none": 0, "first": dice.randint(0, len(self.later))}.get(kept, len(self.later))
        for offset, data in self.later[:upto]:
            if kept != "any":
                _apply(content, offset, data)
            elif data is None:
                if dice.random() < 0.5:
                    _apply(content, offset, None)
            else:
                all_of_it = dice.random() < 0.4
                for start in range(0, len(data), SECTOR):
                    if all_of_it or dice.random() < 0.5:
                        _apply(content, offset + start, data[start : start + SECTOR])
        return bytes(content)


@dataclass
class _Folder:
    sure: dict[str, "_File | _Folder"] = field(default_factory=dict)
    later: list[tuple[str, str, "_File | _Folder | None"]] = field(default_factory=list)
    """Changes that were not flushed: (name, a name that is freed by it, what bears the name from then on)."""

    def now(self, upto: int | None = None) -> dict[str, "_File | _Folder"]:
        entries = dict(self.sure)
        for name, freed, what in self.later[:upto]:
            entries.pop(freed, None)
            if what is None:
                entries.pop(name, None)
            else:
                entries[name] = what
        return entries

    def flush(self) -> None:
        self.sure, self.later = self.now(), []


class Machine:
    """The disk under one folder, from how it was when its program began."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._files: dict[int, _File] = {}
        self._root = self._read(folder)

    def _read(self, folder: Path) -> _Folder:
        read = _Folder()
        for path in folder.iterdir():
            if path.is_dir():
                read.sure[path.name] = self._read(path)
            else:
                about = path.stat()
                file = _File(path.read_bytes(), changed=about.st_mtime_ns)
                read.sure[path.name] = self._files[about.st_ino] = file
        return read

    def take(self, event: Event) -> None:
        """What the program did next."""
        match event.kind:
            case Kind.WRITE:
                self._files[event.file].change(event.offset, event.data)
            case Kind.TRUNCATE:
                self._files[event.file].change(event.offset, None)
            case Kind.SYNC:
                found = self._find(event.path)
                if not isinstance(found, _Folder):
                    # It may have been given another name since it was opened, or none.
                    found = self._files[event.file]
                found.flush()
            case Kind.CREATE:
                self._files[event.file] = _File()
                self._change(event.path, what=self._files[event.file])
            case Kind.MKDIR:
                self._change(event.path, what=_Folder())
            case Kind.UNLINK | Kind.RMDIR:
                self._change(event.path, what=None)
            case Kind.LINK:
                self._change(event.data.decode(), what=self._find(event.path))
            case Kind.RENAME:
                old, new = event.path, event.data.decode()
                if os.path.dirname(old) == os.path.dirname(new):
                    self._change(new, what=self._find(old), freed=os.path.basename(old))
                else:
                    self._change(new, what=self._find(old))
                    self._change(old, what=None)

    def cut(self, dice: Random, into: Path) -> None:
        """Write one of the states that the disk may be in if the power went at this moment."""
        _write(self._root, dice, into)

    def _parts(self, path: str) -> list[str]:
        return [part for part in path[len(str(self.folder)) :].split("/") if part]

    def _find(self, path: str) -> _File | _Folder | None:
        found: _File | _Folder | None = self._root
        for part in self._parts(path):
            found = found.now().get(part) if isinstance(found, _Folder) else None
        return found

    def _change(self, path: str, what: _File | _Folder | None, freed: str = "") -> None:
        parent = self._find(os.path.dirname(path))
        assert isinstance(parent, _Folder), path
        parent.later.append((os.path.basename(path), freed, what))


def _apply(content: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del content[offset:]
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    if data is not None:
        content[offset : offset + len(data)] = data


def _write(folder: _Folder, dice: Random, into: Path) -> None:
    into.mkdir()
    upto = dice.choice([0, len(folder.later), dice.randint(0, len(folder.later))])
    for name, what in folder.now(upto).items():
        if isinstance(what, _Folder):
            _write(what, dice, into / name)
        else:
            (into / name).write_bytes(what.survives(dice))
            if what.changed is not None:
                os.utime(into / name, ns=(what.changed, what.changed))
