"""The journal beside the store: erasures and revocations, kept outside backups.

`restore` applies it, so that nothing erased and nobody revoked comes back with an older copy. One JSON object a line:
`{"business":…,"erased":[[table,id],…],"files":[SHA-256,…],"at":ms UTC}` or `{"revoked":session hash}`.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sync.durable import keep, make_folder


class Journal:
    """The file `journal.jsonl` in the data folder."""

    def __init__(self, folder: Path):
        self.path = folder / "journal.jsonl"

    def erased(self, business: str, rows: Iterable[tuple[str, str]], files: Iterable[str], at: int) -> None:
        """Note rows about to be erased, and the files that they name; on disk when it returns."""
        entry = {"business": business, "erased": [list(row) for row in rows], "files": sorted(files), "at": at}
        self._add(entry)

    def revoked(self, session: str) -> None:
        """Note a session about to be revoked, by its hash; on disk when it returns."""
        self._add({"revoked": session})

    def _add(self, entry: dict[str, Any]) -> None:
        line = json.dumps(entry, separators=(",", ":")).encode() + b"\n"
        make_folder(self.path.parent)
        with self.path.open("ab", buffering=0) as file:
            # Another worker's line may be half-way.
            fcntl.flock(file, fcntl.LOCK_EX)
            if file.tell() and not self._ends_whole():
                line = b"\n" + line
            # A disk that is nearly full takes the beginning of it, without an error.
            while line:
                line = line[file.write(line) :]
            os.fsync(file.fileno())
        keep(self.path.parent)

    def _ends_whole(self) -> bool:
        """Whether the last line was written whole; a crash may have cut it."""
        with self.path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"

    def entries(self) -> Iterator[dict[str, Any]]:
        """Every entry, oldest first; a line that a crash cut is passed over."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            for line in file:
                try:
                    yield json.loads(line)
                except ValueError:
                    continue
