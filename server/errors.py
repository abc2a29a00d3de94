"""Every error as JSON `{"code","text"[,"field"]}`, and the reading of request bodies that can cause one.

No stack trace and no HTML leaves the server: what was not foreseen is logged here and answered by `fault`.
"""

import re
from typing import Any, TypeVar

import msgspec
from flask import Flask, Response, request
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import HTTPException

from sync.faults import Busy, StorageFull, understood
from sync.wire import Refusal

T = TypeVar("T", bound=msgspec.Struct)


class Problem(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True):
    """Any error: a word for programs, a text for people, the field at fault, and what else that error tells."""

    code: str
    text: str
    field: str | msgspec.UnsetType = msgspec.UNSET
    have: int | msgspec.UnsetType = msgspec.UNSET
    """With 416 of an upload: how many bytes are there."""
    type: str | msgspec.UnsetType = msgspec.UNSET
    """`reset`, with 409 of sync."""


STATUS = {
    "bad-message": 400,
    "too-large": 413,
    "unknown": 404,
    "bad-value": 422,
    "append-only": 409,
    "forbidden": 403,
    "busy": 503,
    "storage-full": 507,
}
_NAMES = {400: "bad-message", 401: "signed-out", 403: "forbidden", 404: "not-found", 405: "bad-method",
          409: "epoch", 410: "gone", 413: "too-large", 416: "bad-range", 429: "too-many", 503: "busy"}  # fmt: skip


class Fault(Exception):
    """An answer other than success: HTTP status, code, a text for people, and the field at fault if there is one."""

    def __init__(self, status: int, code: str, text: str, field: str = "", **more: Any):
        super().__init__(f"{code}: {text}")
        self.status = status
        self.problem = Problem(code, text, field or msgspec.UNSET, **more)


def answer(body: object, status: int = 200) -> Response:
    """A JSON answer of any message or plain value."""
    return Response(msgspec.json.encode(body), status, mimetype="application/json")


def read(kind: type[T]) -> T:
    """The request's JSON body as a struct; unknown keys are refused. Raises Fault 400 that names the field."""
    try:
        return msgspec.json.decode(request.get_data(cache=False), type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as bad:
        text = str(bad)
        named = re.search(r"`\$\.(\w+)|field `(\w+)`", text)
        raise Fault(400, "bad-message", text, next(filter(None, named.groups())) if named else "") from None


def whole_number(name: str, least: int = 0, most: int = 2**53) -> int:
    """A number of the query. Raises Fault 400 when it is missing or no number within the bounds."""
    text = request.args.get(name, "")
    if text.isascii() and text.isdigit() and len(text) < 17 and least <= int(text) <= most:
        return int(text)
    raise Fault(400, "bad-message", f"{name} must be a whole number from {least} to {most}", name)


def install(app: Flask) -> None:
    """Give the app its error answers."""

    @app.errorhandler(Fault)
    def _fault(fault: Fault) -> Response:
        return answer(fault.problem, fault.status)

    @app.errorhandler(Refusal)
    def _refusal(refusal: Refusal) -> Response:
        position = re.search(r"`\$\.([\w.\[\]]+)`", refusal.text)
        problem = Problem(refusal.code, refusal.text, position[1] if position else msgspec.UNSET)
        return answer(problem, STATUS.get(refusal.code, 400))

    @app.errorhandler(ParseException)
    def _unreadable(error: ParseException) -> Response:
        return answer(Problem("bad-message", f"The request's body cannot be read: {error}"), 400)

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        status = error.code or 500
        code = _NAMES.get(status, f"http-{status}")
        response = answer(Problem(code, error.description or error.name), status)
        kept = ("Allow", "Retry-After", "Content-Range", "Location")
        response.headers.extend({name: value for name, value in error.get_headers() if name in kept})
        return response

    @app.errorhandler(Exception)
    def _unforeseen(error: Exception) -> Response:
        meant = understood(error)
        if isinstance(meant, Busy):
            code = "storage-full" if isinstance(meant, StorageFull) else "busy"
            app.logger.error("%s: %s", code, error)
            return answer(Problem(code, _STORAGE[code]), STATUS[code])
        app.logger.exception("unforeseen fault in %s %s", request.method, request.url_rule or "")
        return answer(Problem("fault", "Something went wrong on the server; it is in the server's log."), 500)


_STORAGE = {
    "busy": "The store is busy: try again.",
    "storage-full": "The server's disk is full: nothing was saved. Free some space and try again.",
}
