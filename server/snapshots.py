"""Sends a snapshot in the encoding that the browser takes, from any line on."""

import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from time import sleep

import brotli
from flask import Response, request

from sync.snapshot import Snapshot

_PIECE = 64 * 1024


def stream(snapshot: Snapshot, line: int) -> Response:
    """A snapshot without its first `line` lines: as it lies on disk where that is possible, else encoded anew."""
    accepted = request.accept_encodings
    encoding = next((name for name in ("br", "gzip") if accepted[name] > 0), "identity")
    if encoding == "br" and not line:
        pieces = _file(snapshot)
    else:
        pieces = _encode(islice(snapshot.lines(), line, None), encoding)
    response = Response(pieces, mimetype="application/x-ndjson")
    response.headers["Vary"] = "Accept-Encoding"
    if encoding != "identity":
        response.headers["Content-Encoding"] = encoding
    return response


def _file(snapshot: Snapshot) -> Iterator[bytes]:
    with snapshot.path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


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
        if piece := pack(line):
            yield piece
        # Let others have their turn: a snapshot is seconds of work in small pieces.
        sleep(0)
    if piece := finish():
        yield piece
