"""`GET /openapi.json`: what every HTTP route takes and answers, as OpenAPI 3.1 made of the types that are sent.

An answer that a route may give is listed by its status; 500 is not, for no request may cause one. How the messages of
sync follow each other stands in `docs/protocol.md`.
"""

import re
from importlib.metadata import version
from typing import Any

import msgspec
from flask import Flask, Response

from server.config import Config
from server.errors import Problem
from server.files import Have
from server.pages import Alive
from server.security import cookie_name
from server.signin import Devices, Link, NewLink, Rename, Session, SignIn
from server.sync_routes import Changes
from sync import wire

_INSTANT = {"minimum": 0, "maximum": 2**53}
_OP_NAME = {
    "n": {"type": "integer", "minimum": 1, "maximum": 2**53},
    "o": {"type": "string", "pattern": "^[0-9a-z]{12}$"},
}
_DEVICE = {"pattern": "^[0-9a-z]{8}$"}

_STRICTER: dict[str, dict[str, dict[str, Any]]] = {
    "Op": _OP_NAME,
    "Push": {
        "device": _DEVICE,
        "now": _INSTANT,
        "ops": {
            "items": {"anyOf": [
                {"$ref": "#/components/schemas/Op"},
                {"type": "object", "required": ["n", "o"], "properties": _OP_NAME,
                 "description": "What has a name but is no Op is refused by itself, in the ack."},
            ]}
        },
    },
}  # fmt: skip
"""What `wire.py` checks beside its types."""

_WHAT = {
    200: "Done.", 101: "The conversation begins.", 201: "The file is complete.", 202: "A part is there.",
    204: "Done.", 206: "A part of it.", 304: "As it was.", 400: "It cannot be read.", 401: "Nobody is signed in.",
    403: "Not from here, or not by you; `wipe` where the session was revoked.", 404: "There is none within reach.",
    409: "Another history, or another sight: take a new snapshot.", 410: "There is a newer one: begin again.",
    411: "Its size is not said.", 413: "It is too large.", 416: "That part does not follow.",
    422: "The content has another SHA-256.", 429: "Too many: wait, or end some.", 503: "Busy: try again.",
    507: "The disk is full: nothing was saved.",
}  # fmt: skip

_ANY, _TEXT, _JSON = "*/*", "text/html", "application/json"
_FILE = (206, 304, 404, 416)
_FORBIDDEN = (Problem, wire.Wipe)
_SESSION = (401, 403, 503)
_WRITE = (403, 503, 507)

_ROUTES: dict[tuple[str, str], dict[str, Any]] = {
    # takes: the body's type. gives: the types of answers by status; else a media type. open: needs no session.
    ("post", "/session"): {"open": True, "takes": SignIn, "gives": {200: Session}, "refuses": (400, 401, 413, 429)},
    ("get", "/session"): {"gives": {200: Session}},
    ("delete", "/session"): {"gives": {204: None}},
    ("post", "/links"): {"takes": NewLink, "gives": {200: Link}, "refuses": (400, 404, 413, 429)},
    ("get", "/devices"): {"gives": {200: Devices}},
    ("patch", "/devices/{device}"): {"takes": Rename, "gives": {204: None}, "refuses": (400, 404, 413)},
    ("delete", "/devices/{device}"): {"gives": {204: None}, "refuses": (404,)},
    # What asks for no WebSocket gets the app, as at every path.
    ("get", "/sync"): {"open": True, "gives": {101: None, 200: _TEXT}, "refuses": (304, 400, 401, 403, 503)},
    ("post", "/sync/push"): {
        "takes": wire.Push, "gives": {200: wire.Ack | wire.Gap | wire.Fork}, "refuses": (400, 409, 413),
    },
    ("get", "/sync/rows"): {
        "query": {"epoch": (True, {"type": "string"}), "cursor": (True, {"type": "integer"} | _INSTANT)},
        "gives": {200: wire.Rows}, "refuses": (400, 409),
    },
    ("get", "/sync/snapshot"): {
        "query": {"head": (False, {"type": "integer"} | _INSTANT), "line": (False, {"type": "integer"} | _INSTANT)},
        "gives": {200: "application/x-ndjson"}, "refuses": (400, 410),
    },
    ("get", "/history/{table}/{row}"): {"gives": {200: Changes}, "refuses": (404,)},
    ("put", "/files/{name}"): {
        "takes": "application/octet-stream", "gives": {200: Have, 201: Have, 202: Have},
        "headers": {"Content-Range": {"type": "string", "pattern": r"^bytes (\d{1,15}-\d{1,15}|\*)/\d{1,15}$"}},
        "refuses": (400, 404, 411, 413, 416, 422, 429),
    },
    ("get", "/files/{name}"): {"gives": {200: _ANY}, "refuses": _FILE},
    ("get", "/healthz"): {"open": True, "gives": {200: Alive}},
    ("get", "/readyz"): {"open": True, "gives": {200: Alive}, "refuses": (503,)},
    ("get", "/openapi.json"): {"open": True, "gives": {200: _JSON}},
    ("get", "/static/{name}"): {"open": True, "gives": {200: _ANY}, "refuses": _FILE},
    ("get", "/sw.js"): {"open": True, "gives": {200: "text/javascript"}, "refuses": _FILE},
    ("get", "/manifest.json"): {"open": True, "gives": {200: _JSON}, "refuses": _FILE},
    ("get", "/"): {"open": True, "gives": {200: _TEXT}, "refuses": (304, 503)},
    ("get", "/{path}"): {"open": True, "gives": {200: _TEXT}, "refuses": (304, 404, 503)},
}  # fmt: skip


def describe(app: Flask, config: Config) -> dict[str, Any]:
    """The description of an app whose routes are all there. What a route is for is the first line of its docstring."""
    schemas, components = _components()
    told = {}
    for rule in app.url_map.iter_rules():
        summary = (app.view_functions[rule.endpoint].__doc__ or "The WebSocket of sync.").split("\n")[0]
        told |= {(method.lower(), path_of(rule.rule)): summary for method in rule.methods or ()}
    paths: dict[str, dict[str, Any]] = {}
    for method, path in _ROUTES:
        paths.setdefault(path, {})[method] = _operation(method, path, told[method, path], schemas, config)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Fichero", "version": version("fichero"), "description": __doc__},
        "servers": [{"url": config.address}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": cookie_name(config)}},
        },
    }


def path_of(rule: str) -> str:
    """A rule of Flask as OpenAPI writes it: `/files/<path:name>` is `/files/{name}`."""
    return rule.replace("<path:", "<").replace("<", "{").replace(">", "}")


def _components() -> tuple[dict[Any, Any], dict[str, Any]]:
    """The schema of every type that a route takes or gives, and what those refer to, by name."""
    named = [kind for route in _ROUTES.values() for kind in (route.get("takes"), *route["gives"].values())]
    types = [kind for kind in named if kind and not isinstance(kind, str)] + [Problem, wire.Wipe, wire.Op]
    schemas, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    for name, cells in _STRICTER.items():
        for cell, more in cells.items():
            components[name]["properties"][cell] |= more
    known = dict(zip(types, schemas, strict=True))
    return known | {_FORBIDDEN: {"anyOf": [known[Problem], known[wire.Wipe]]}}, components


def _operation(method: str, path: str, summary: str, schemas: dict[Any, Any], config: Config) -> dict[str, Any]:
    """One route as OpenAPI tells it."""
    route = _ROUTES[method, path]
    writes, private = method != "get", not route.get("open")
    body = lambda kind: {"content": _content(kind, schemas)} if kind else {}  # noqa: E731
    answers = {status: {"description": _WHAT[status]} | body(kind) for status, kind in route["gives"].items()}
    refusals = {*route.get("refuses", ()), *(_SESSION if private else ()), *(_WRITE if writes else ())}
    for status in refusals:
        kind = None if status == 304 else _ANY if status == 206 else _FORBIDDEN if status == 403 else Problem
        answers[status] = {"description": _WHAT[status]} | body(kind)
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for name in re.findall(r"{(\w+)}", path)
    ]
    for name, (required, schema) in route.get("query", {}).items():
        parameters.append({"name": name, "in": "query", "required": required, "schema": schema})
    for name, schema in route.get("headers", {}).items():
        parameters.append({"name": name, "in": "header", "required": False, "schema": schema})
    if writes:
        origin = {"type": "string", "const": config.address}
        parameters.append({"name": "Origin", "in": "header", "required": True, "schema": origin})
    told: dict[str, Any] = {"summary": summary, "security": [{"session": []}] if private else []}
    if parameters:
        told["parameters"] = parameters
    if takes := route.get("takes"):
        told["requestBody"] = {"required": True} | body(takes)
    return told | {"responses": {str(status): answers[status] for status in sorted(answers)}}


def _content(kind: Any, schemas: dict[Any, Any]) -> dict[str, Any]:
    """A body: JSON of a type, or whatever a media type holds."""
    return {kind: {}} if isinstance(kind, str) else {_JSON: {"schema": schemas[kind]}}


def install(app: Flask, config: Config) -> None:
    """Add the route. Call it when all others are there."""

    @app.get("/openapi.json")
    def description() -> Response:
        """This description."""
        return Response(body, mimetype=_JSON)

    body = msgspec.json.encode(describe(app, config))
