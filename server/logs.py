"""The server's log on stderr: for people (`FICHERO_LOG=text`) what goes wrong, for programs (`json`) every event.

Nothing in it is about anybody: no names, addresses, numbers, tokens, nor values of cells. An exception is told by its
type and where it came from; its text only where it is the system's or a database's own and cannot quote what was
written. What belongs to one request bears the same `request`, which its answer has as `X-Request-ID`.
"""

import json
import logging
import re
import sqlite3
import sys
import time
import traceback
from datetime import UTC, datetime
from typing import Any

import gevent
import psycopg
from flask import Flask, Response, g, has_request_context, request
from gunicorn.glogging import Logger as GunicornLogger

from sync.stamp import random_name

FORMS = ("text", "json")
TEXT, JSON = FORMS

log = logging.getLogger("fichero")

_OPENLY = (OSError, sqlite3.OperationalError, psycopg.OperationalError)
"""Their texts name files, tables and hosts at most."""

_GIVEN = re.compile(r"[\w-]{8,64}", re.ASCII)
_USUAL = set(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def configure(form: str) -> None:
    """Write this process's log in one of FORMS."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if form == JSON else _Text())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO if form == JSON else logging.WARNING)


def event(name: str, **about: Any) -> None:
    """Log one event; `about` are counts, codes and seconds."""
    log.info(name, extra=about)


def watch_greenlets() -> None:
    """Log what ends a greenlet, where gevent would print it with all that it says."""

    def failed(context: object, kind: Any, error: Any, trace: Any) -> None:
        if kind is not None and not issubclass(kind, hub.NOT_ERROR):
            log.error("a greenlet failed", exc_info=(kind, error, trace))
        if kind is not None and issubclass(kind, hub.SYSTEM_ERROR):
            hub.handle_system_error(kind, error, trace)

    hub = gevent.get_hub()
    hub.handle_error = failed


def install(app: Flask, behind_proxy: bool) -> None:
    """Name every request, and log how it ended. A proxy in front may have named it already."""

    @app.before_request
    def name() -> None:
        given = request.headers.get("X-Request-ID", "") if behind_proxy else ""
        g.request = given if _GIVEN.fullmatch(given) else random_name(12)
        g.began = time.monotonic()

    @app.after_request
    def tell(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.request
        event(
            "request",
            method=request.method,
            # Not the path: it may hold whatever somebody typed.
            route=request.url_rule.rule if request.url_rule else "",
            status=response.status_code,
            ms=round(1000 * (time.monotonic() - g.began), 1),
        )
        return response


class Logger(GunicornLogger):
    """gunicorn's own log, in the same place and form as ours."""

    def setup(self, cfg: Any) -> None:
        """Leave the writing to the root."""
        for each in (self.error_log, self.access_log):
            each.handlers = []
            each.propagate = True
        self.error_log.setLevel(logging.WARNING)


class _Json(logging.Formatter):
    """One line, one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """The record: `at level event process`, what it is about, and `error` where there was one."""
        about = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            "process": record.process,
        }
        about |= _request() | {name: value for name, value in vars(record).items() if name not in _USUAL}
        if record.exc_info and record.exc_info[1]:
            about["error"] = _told(record.exc_info[1])
        return json.dumps(about, ensure_ascii=False, default=lambda value: type(value).__name__)


class _Text(logging.Formatter):
    """A line, and an indented one for each frame of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as people read it."""
        at = datetime.fromtimestamp(record.created).astimezone().isoformat(" ", "seconds")
        line = f"{at} {record.levelname.lower()}: {record.getMessage()}"
        if named := _request():
            line += f" (request {named['request']})"
        if record.exc_info and record.exc_info[1]:
            told = _told(record.exc_info[1])
            text = f": {told['text']}" if "text" in told else ""
            line += f"\n  {told['type']}{text}" + "".join(f"\n    {frame}" for frame in told["frames"])
        return line


def _request() -> dict[str, str]:
    return {"request": g.request} if has_request_context() and "request" in g else {}


def _told(error: BaseException) -> dict[str, Any]:
    """What may be told of an exception."""
    inner = getattr(error, "orig", None) or error.__cause__ or error
    told: dict[str, Any] = {"type": type(inner).__name__}
    if isinstance(inner, _OPENLY):
        told["text"] = str(inner).split("\n")[0]
    elif state := getattr(inner, "sqlstate", None):
        told["text"] = f"SQLSTATE {state}"
    trace = traceback.extract_tb(error.__traceback__)
    told["frames"] = [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in trace]
    return told
