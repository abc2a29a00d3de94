"""What a browser loads: the shell for every path of the app, the built files, the service worker and the manifest."""

import hashlib
import mimetypes
import re
from pathlib import Path

import msgspec
from flask import Flask, Response, abort, render_template, request, send_file

from server.built import STATIC, NotBuilt, build_list
from server.businesses import any_business
from server.errors import Fault, answer
from sync.store import Store

_NAME = re.compile(r"(?:[\w-][\w.-]{0,99}/){0,4}[\w-][\w.-]{0,99}", re.ASCII)
_HASHED = re.compile(r"-[0-9A-Z]{8}\.[a-z]+$")
_IMMUTABLE = "public, max-age=31536000, immutable"
_SMALLER = (("br", ".br"), ("gzip", ".gz"))
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json"}


class Alive(msgspec.Struct, forbid_unknown_fields=True):
    """It answers."""

    ok: bool


def install(app: Flask, store: Store) -> None:
    """Add the routes. Every GET path that nothing else answers is the app's."""

    @app.get("/healthz")
    def alive() -> Response:
        """The process answers."""
        return answer(Alive(True))

    @app.get("/readyz")
    def ready() -> Response:
        """The store answers too."""
        any_business(store)
        return answer(Alive(True))

    @app.get("/static/<path:name>")
    def static(name: str) -> Response:
        """A built file; its name changes with its content."""
        if not _HASHED.search(name):
            abort(404)
        return _built(name, _IMMUTABLE)

    @app.get("/sw.js")
    def service_worker() -> Response:
        """The service worker, asked for anew at every check for updates."""
        return _built("sw.js", "no-cache")

    @app.get("/manifest.json")
    def manifest() -> Response:
        """The web app manifest."""
        return _built("manifest.json", "no-cache")

    @app.get("/")
    @app.get("/<path:path>")
    def shell(path: str = "") -> Response:
        """The app, which reads the path itself. Without any business: how to begin."""
        if "." in path.rsplit("/", 1)[-1]:
            abort(404)
        if not any_business(store):
            return _page(render_template("first.html"))
        try:
            return _page(render_template("shell.html", **build_list()))
        except NotBuilt as missing:
            raise Fault(503, "not-built", str(missing)) from None


def _page(html: str) -> Response:
    """A page that the browser may keep but asks about at every use."""
    response = Response(html, mimetype="text/html")
    response.set_etag(hashlib.sha256(html.encode()).hexdigest()[:32])
    response.headers["Cache-Control"] = "no-cache"
    return response.make_conditional(request)


def _built(name: str, keep: str) -> Response:
    """A built file, in the smallest encoding that the browser takes."""
    if not _NAME.fullmatch(name) or name.endswith((".br", ".gz")) or not (path := STATIC / name).is_file():
        abort(404)
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    accepted = request.accept_encodings
    for encoding, ending in _SMALLER:
        smaller = path.with_name(path.name + ending)
        if accepted[encoding] > 0 and smaller.is_file():
            response = send_file(smaller, mimetype=kind, conditional=True, etag=_etag(smaller))
            response.headers["Content-Encoding"] = encoding
            break
    else:
        response = send_file(path, mimetype=kind, conditional=True, etag=_etag(path))
    response.headers["Cache-Control"] = keep
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _etag(path: Path) -> str:
    about = path.stat()
    return f"{about.st_mtime_ns:x}-{about.st_size:x}"
