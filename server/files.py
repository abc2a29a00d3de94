"""Files by the SHA-256 of their content: uploads that go on where they were cut, and downloads for who may see them.

`PUT /files/<sha256>` with the whole content, or with `Content-Range: bytes <first>-<last>/<total>` for a part of it, or
with `bytes */<total>` and no body to ask how much is there. Answers: 201 (it is complete now), 200 (it was already),
202 `{"have":bytes}` (go on from there), 416 `{"have":bytes}` (this part does not follow), 422 (another hash).
"""

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import BinaryIO

import msgspec
from flask import Blueprint, Flask, Response, g, request, send_file
from gevent import get_hub

from server.errors import Fault, Problem, answer
from server.signin import signed_in, store
from sync import leftovers
from sync.database import reading
from sync.durable import make_folder, put_in_place
from sync.records import Record, find
from sync.scope import Seat
from sync.tables import TABLES

MAX_FILE = 32 * 1024 * 1024
"""Bytes that one file may have."""

MOST_PARTS = 16
"""Files that one session may have begun and not finished."""

RESERVE = 256 * 1024 * 1024
"""Bytes of the disk that files leave to the store."""

_PIECE = 64 * 1024
_RANGE = re.compile(r"bytes (?:(\d{1,15})-(\d{1,15})|\*)/(\d{1,15})", re.ASCII)
_SHOWN = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif"),
          (b"RIFF", "image/webp"), (b"%PDF-", "application/pdf"))  # fmt: skip

routes = Blueprint("files", __name__)


def install(app: Flask) -> None:
    """Add the routes."""
    app.register_blueprint(routes)


class Have(msgspec.Struct, forbid_unknown_fields=True):
    """How many bytes of a file are there."""

    have: int


@routes.put("/files/<name>")
@signed_in
def put(name: str) -> Response:
    """Take a file or a part of it."""
    request.max_content_length = MAX_FILE
    path = _path(g.seat, name)
    first, size = _part()
    # That a file is there is not told to whom no row shows it, unless it may be their own that no row names yet.
    if path.exists() and (_seen(g.seat, name) or not _naming(g.seat, name)) and _spare(path):
        return answer(Have(path.stat().st_size))
    part = leftovers.part(path.parent, name, g.seat.session)
    make_folder(part.parent)
    _room_for(part, size)
    with _alone(part) as file:
        have = file.seek(0, os.SEEK_END)
        if first is None:
            return answer(Have(have), 202)
        if first > have:
            return answer(Problem("bad-range", f"Go on from byte {have}.", have=have), 416)
        file.seek(first)
        _receive(file, size - first)
        have = max(have, file.tell())
        if have < size:
            return answer(Have(have), 202)
        _keep(file, part, path, size)
    return answer(Have(size), 201)


@routes.get("/files/<name>")
@signed_in
def get(name: str) -> Response:
    """A file of the asker's business that a row within their sight names."""
    path = _path(g.seat, name)
    if not path.is_file() or not _seen(g.seat, name):
        raise Fault(404, "not-found", "There is no such file.")
    with open(path, "rb") as file:
        start = file.read(16)
    kind = next((kind for magic, kind in _SHOWN if start.startswith(magic)), "application/octet-stream")
    as_file = not kind.startswith("image/")
    response = send_file(path, mimetype=kind, conditional=True, etag=name, as_attachment=as_file, download_name=name)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _path(seat: Seat, name: str) -> Path:
    if not re.fullmatch("[0-9a-f]{64}", name):
        raise Fault(404, "not-found", "A file's name is its SHA-256 in 64 hexadecimal digits.")
    return store().files(seat.business) / name


def _part() -> tuple[int | None, int]:
    """The first byte that the request brings (None: it only asks) and the size of the whole file."""
    given = request.headers.get("Content-Range")
    if given is None:
        first, size = 0, request.content_length
        if size is None:
            raise Fault(411, "bad-range", "Say the size, in Content-Length or Content-Range.")
    else:
        found = _RANGE.fullmatch(given)
        if not found or (found[1] and not int(found[1]) <= int(found[2]) < int(found[3])):
            raise Fault(400, "bad-range", "Content-Range must look like bytes 0-65535/200000 or bytes */200000.")
        first, size = int(found[1]) if found[1] else None, int(found[3])
    if size > MAX_FILE:
        raise Fault(413, "too-large", f"A file may have {MAX_FILE // 2**20} MiB at most.")
    return first, size


@contextmanager
def _alone(part: Path) -> Iterator[BinaryIO]:
    """What has come of a file in this session, for one request at a time."""
    with open(os.open(part, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Fault(503, "busy", "This file is being sent by another request.") from None
        yield file


def _receive(file: BinaryIO, most: int) -> None:
    """Write the body as it comes, so that what arrived before a cut is there for the next attempt."""
    while most > 0 and (piece := request.stream.read(min(_PIECE, most))):
        file.write(piece)
        most -= len(piece)


def _keep(file: BinaryIO, part: Path, path: Path, size: int) -> None:
    """Check the hash and give the file its name, safely on disk. Another hash: Fault 422, and it begins anew."""
    file.truncate(size)
    file.flush()
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
        # Let others have their turn.
        sleep(0)
    if digest.hexdigest() != path.name:
        part.unlink()
        raise Fault(422, "bad-value", "The content has another SHA-256 than its address: send it again.")
    # One that it was not told of, or that came meanwhile, is the same.
    if _spare(path):
        part.unlink()
    else:
        # Flushing many megabytes takes seconds, in which no other connection may wait.
        get_hub().threadpool.apply(put_in_place, (part, path))


def _spare(path: Path) -> bool:
    """Keep a file from an erasure of who shows it, until the row of who was told that it is there has come.

    False when there is no such file.
    """
    return get_hub().threadpool.apply(leftovers.touch, (path,))


def _room_for(part: Path, size: int) -> None:
    """Refuse one more file where a session began so many already, and what would take the store's own room."""
    if not part.exists() and len(list(part.parent.glob("*" + part.name[64:]))) >= MOST_PARTS:
        raise Fault(429, "too-many", f"{MOST_PARTS} files were begun and not finished: finish one first.")
    if shutil.disk_usage(part.parent).free < RESERVE + size:
        raise Fault(507, "storage-full", "The server's disk is nearly full: free some space and send the file again.")


def _naming(seat: Seat, name: str) -> list[Record]:
    """The rows that name the file, whoever may see them."""
    with reading(store().db):
        return [
            record
            for table in TABLES.values()
            for column, cell in table.columns
            if cell.type == "file"
            for record in find(store().db, seat.business, table.name, f'"{column}" = ?', (name,))
        ]


def _seen(seat: Seat, name: str) -> bool:
    """Whether a row that the member may see names the file."""
    with reading(store().db):
        return bool(store().scope(seat.business, seat.member).visible(store().db, _naming(seat, name)))
