"""Has snapshots made without holding up anybody else, and sends them as the browser takes them, from any line on."""

import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from time import sleep

import brotli
from flask import Response, request
from gevent.threadpool import ThreadPool

from sync.scope import Seat
from sync.snapshot import Snapshot
from sync.store import Store

_PIECE = 64 * 1024


@cache
def _maker() -> ThreadPool:
    """One native thread: a snapshot is seconds of work, and no other connection may wait for it."""
    return ThreadPool(1)


def take(store: Store, seat: Seat) -> Snapshot:
    """A snapshot of all that a member may see."""
    # One that is kept must not wait behind one that is being made for others.
    if kept := store.kept_snapshot(seat):
        return kept
    made = _maker().apply(store.snapshot, (seat,))
    if made.seconds is not None:
        store.meter.snapshot(made.seconds)
    return made


def stream(snapshot: Snapshot, line: int) -> Response:
    """A snapshot without its first `line` lines: as it lies on disk where that is possible, else encoded anew."""
    accepted = request.accept_encodings
    encoding = next((name for name in ("br", "gzip") if accepted[name] > 0), "identity")
    if encoding == "br" and not line:
        pieces = snapshot.pieces()
    else:
        pieces = _encode(islice(snapshot.lines(), line, None), encoding)
    response = Response(pieces, mimetype="application/x-ndjson")
    # A browser that is gone before the first byte reads nothing.
    response.call_on_close(snapshot.file.close)
    response.headers["Vary"] = "Accept-Encoding"
    if encoding != "identity":
        response.headers["Content-Encoding"] = encoding
    return response


def _encode(lines: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    if encoding == "br":
        packer = brotli.Compressor(quality=4)
        pack, finish = packer.process, packer.finish
    elif encoding == "gzip":
        squeezer = zlib.compressobj(6, zlib.DEFLATED, 31)
        pack, finish = squeezer.compress, squeezer.flush
    else:
        pack, finish = bytes, bytes
    for line in lines:
        for start in range(0, len(line), _PIECE):
            if piece := pack(line[start : start + _PIECE]):
                yield piece
            # Let others have their turn.
            sleep(0)
    if piece := finish():
        yield piece
