"""The one description of Fichero's tables, read from `tables.json`, and the check of every value against it.

A *cell* is named either by a plain word (`name`) or by a collection and a key (`phones.k3f9`, described as `phones.*`).
"""

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

MAX_TEXT = 10_000
MAX_INTEGER = 2**53
MAX_KEY = 64
MAX_INSTANT = 8_640_000_000_000_000
"""The last instant that a browser knows, in ms, and the first, before 1970: what lies beyond would break screens."""

Value = Any
"""A JSON value: None, bool, int, float, str, list or dict."""


class BadValue(ValueError):
    """A value that its cell cannot hold; the text says why and what would do."""


@dataclass(frozen=True)
class Cell:
    """One described cell, or one collection of cells.

    `type` is the type's name in `tables.json`; `sees` the sight a member needs (`money`, `contacts`) or "";
    `writer` is "" (anybody), `server` or `person`; `entry` says whether it is a collection.
    """

    name: str
    type: str
    sees: str = ""
    writer: str = ""
    entry: bool = False
    checks: tuple[Callable[[Value], Value], ...] = field(default=(), compare=False, repr=False)

    @property
    def refers_to(self) -> str:
        """The table that a reference points at, or ""."""
        kind, _, rest = self.type.partition(" ")
        return rest if kind == "reference" else ""

    def check(self, value: Value) -> Value:
        """The value as it is stored (integral floats become integers), or BadValue. None empties any cell."""
        if value is None:
            return None
        for check in self.checks[:-1]:
            try:
                return check(value)
            except BadValue:
                continue
        return self.checks[-1](value)


@dataclass(frozen=True)
class Table:
    """One described table. `hangs` names the cells whose rows it hangs from: when they are erased, so is it."""

    name: str
    cells: dict[str, Cell]
    hangs: tuple[str, ...] = ()
    single: bool = False
    insert_only: bool = False
    sees: str = ""
    writer: str = ""
    writers: str = ""
    own: tuple[str, ...] = ()

    def cell(self, name: str) -> Cell | None:
        """The description that a cell's full name falls under, or None when there is none."""
        found = self.cells.get(name)
        if found is not None:
            return None if found.entry else found
        head, dot, key = name.partition(".")
        if not dot or not key or len(key) > MAX_KEY or "\0" in key:
            return None
        return self.cells.get(head + ".*")

    def hangs_from(self, cell: str) -> str:
        """The table of the rows that one of the cells `hangs` points at; a pair names two clients."""
        return self.cells[cell].refers_to or "client"

    @property
    def columns(self) -> tuple[tuple[str, Cell], ...]:
        """Each cell or collection with the name of the column that holds it."""
        return tuple((name.removesuffix(".*"), cell) for name, cell in self.cells.items())


def _text(value: Value) -> str:
    if not isinstance(value, str):
        raise BadValue("must be text")
    if len(value) > MAX_TEXT:
        raise BadValue(f"is longer than {MAX_TEXT:,} characters: shorten it")
    if "\0" in value:
        raise BadValue("holds a NUL character: remove it")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise BadValue("holds half of a surrogate pair: remove it or send the whole") from None
    return value


def _integer(value: Value) -> int:
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadValue("must be a whole number")
    if abs(value) > MAX_INTEGER:
        raise BadValue("is beyond 2^53: send it as text where the cell takes that, else a smaller one")
    return value


def _number(value: Value) -> int | float:
    if isinstance(value, float) and not value.is_integer():
        return value
    return _integer(value)


def _boolean(value: Value) -> bool:
    if not isinstance(value, bool):
        raise BadValue("must be true or false")
    return value


def _pattern(shape: str, parse: Callable[[str], object], example: str) -> Callable[[Value], str]:
    matches = re.compile(shape, re.ASCII).fullmatch

    def check(value: Value) -> str:
        if isinstance(value, str) and matches(value):
            try:
                parse(value)
                return value
            except ValueError:
                pass
        raise BadValue(f"must look like {example}")

    return check


_date = _pattern(r"\d{4}-\d\d-\d\d", date.fromisoformat, "2026-11-21")
_local = _pattern(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?", datetime.fromisoformat, "2026-11-21T09:30")
_reference = _pattern(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", str, "a lower-case UUID")
_file = _pattern(r"[0-9a-f]{64}", str, "a file's SHA-256 in 64 hexadecimal digits")


def _any(value: Value, depth: int = 0) -> Value:
    """Any JSON value, normalised: the leaves obey the rules of text and numbers."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int | float):
        return _number(value)
    if depth > 8:
        raise BadValue("is nested deeper than 8 levels: bring it into fewer")
    if isinstance(value, list):
        return [_any(item, depth + 1) for item in value]
    return {_text(key): _any(item, depth + 1) for key, item in value.items()}


def _object(value: Value) -> dict:
    if not isinstance(value, dict):
        raise BadValue("must be an object")
    return _any(value)


def _list(value: Value) -> list:
    if not isinstance(value, list):
        raise BadValue("must be a list")
    return _any(value)


def _scalar(value: Value) -> Value:
    if isinstance(value, dict | list):
        raise BadValue("must be text, a number, true or false")
    return _any(value)


def _choice(words: tuple[str, ...]) -> Callable[[Value], str]:
    def check(value: Value) -> str:
        if value not in words or not isinstance(value, str):
            raise BadValue("must be one of " + ", ".join(words))
        return value

    return check


def _between(least: int, most: int) -> Callable[[Value], int]:
    def check(value: Value) -> int:
        number = _integer(value)
        if not least <= number <= most:
            raise BadValue(f"must lie between {least} and {most}")
        return number

    return check


def _shape(members: dict[str, tuple[Callable[[Value], Value], ...]]) -> Callable[[Value], dict]:
    """An object whose described members are checked; members that are not described are kept as they are."""

    def check(value: Value) -> dict:
        value = _object(value)
        for name, (member, *_) in members.items():
            if value.get(name) is not None:
                try:
                    value[name] = member(value[name])
                except BadValue as bad:
                    raise BadValue(f"{name} {bad}") from None
        return value

    return check


_instant = _between(-MAX_INSTANT, MAX_INSTANT)

_PLAIN: dict[str, Callable[[Value], Value]] = {
    "text": _text,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "local": _local,
    "instant": _instant,
    "reference": _reference,
    "file": _file,
    "object": _object,
    "list": _list,
    "scalar": _scalar,
    "any": _any,
}


def _required(name: str, check: Callable[[Value], dict], members: tuple[str, ...]) -> Callable[[Value], dict]:
    def whole(value: Value) -> dict:
        value = check(value)
        for member in members:
            if value.get(member) is None:
                raise BadValue(f"needs {member}: send it with the others, since the cell is replaced whole")
        return value

    return whole if members else check


REQUIRED = {"money": ("amount", "currency"), "when": ("start", "minutes", "zone"), "pair": ("kept", "merged")}


def _checks(type_: str, shapes: dict[str, Callable]) -> tuple[Callable[[Value], Value], ...]:
    if type_.startswith("choice "):
        return (_choice(tuple(type_.split()[1:])),)
    if type_.startswith("reference"):
        return (_reference,)
    if type_.startswith("integer "):
        least, most = type_.split()[1].split("..")
        return (_between(int(least), int(most)),)
    return tuple(shapes.get(name) or _PLAIN[name] for name in type_.split("|"))


def _load() -> tuple[int, dict[str, Table]]:
    described = json.loads(Path(__file__).with_name("tables.json").read_text("utf-8"))
    shapes = {
        name: _required(name, _shape({key: _checks(kind, {}) for key, kind in members.items()}), REQUIRED.get(name, ()))
        for name, members in described["shapes"].items()
    }
    tables = {}
    for name, about in described["tables"].items():
        cells = dict(about["cells"])
        if not (about.get("single") or about.get("insert_only") or about.get("writer")):
            cells |= {"deleted": "boolean", "erased": "boolean"}
        table_cells = {}
        for cell, kind in cells.items():
            kind = {"type": kind} if isinstance(kind, str) else kind
            table_cells[cell] = Cell(cell, **kind, entry=cell.endswith(".*"), checks=_checks(kind["type"], shapes))
        rest = {key: tuple(value) if isinstance(value, list) else value for key, value in about.items()}
        tables[name] = Table(name, **(rest | {"cells": table_cells}))
    return described["schema"], tables


SCHEMA, TABLES = _load()


def is_row_id(text: Value) -> bool:
    """Whether a value may name a row: a UUID in its canonical lower-case form."""
    try:
        return bool(_reference(text))
    except BadValue:
        return False


def same(left: Value, right: Value) -> bool:
    """Whether two cell values are equal: as JSON with sorted keys, integral floats as integers, true unlike 1."""
    return left is right or canonical(left) == canonical(right)


def canonical(value: Value) -> str:
    """The one JSON text of a value: keys sorted, integral floats as integers."""
    return json.dumps(_integral(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _integral(value: Value) -> Value:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_integral(item) for item in value]
    if isinstance(value, dict):
        return {key: _integral(item) for key, item in value.items()}
    return value
