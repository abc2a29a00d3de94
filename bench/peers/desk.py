"""A tiny HTTP server from which the peers pull documents: a page, its script, and batch N of a table, made before."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec

from sync.records import Record

BATCH = 500
"""Documents of one answer."""

_PAGE = b'<!doctype html><meta charset="utf-8"><title>Peers</title><script src="/page.js"></script>'


@contextmanager
def desk(tables: dict[str, list[Record]], script: Path) -> Iterator[str]:
    """Serve those rows and the page's script on a free port of this machine; gives the address.

    `GET /batch/TABLE/N` answers a JSON list of at most BATCH documents, `[]` after the last.
    """
    answers = {"/": ("text/html", _PAGE), "/page.js": ("text/javascript", script.read_bytes())}
    for table, rows in tables.items():
        documents = [document(row) for row in rows]
        for number, start in enumerate(range(0, len(rows) + BATCH, BATCH)):
            body = msgspec.json.encode(documents[start : start + BATCH])
            answers[f"/batch/{table}/{number}"] = "application/json", body

    class Desk(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            kind, body = answers.get(self.path, ("application/json", b"[]"))
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Desk) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def document(row: Record) -> dict[str, object]:
    """A row as a document: its id and the cells that it has."""
    return {"id": row.id} | {name: value for name, value in row.cells.items() if value is not None}
