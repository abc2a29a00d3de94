"""Frames that begin as an honest device's and were then spoilt: by seed, so that one number is one frame."""

import json
import random
from copy import deepcopy
from typing import Any

from uuid_utils import uuid7

from sync.stamp import random_name
from sync.tables import TABLES

STRANGE: tuple[Any, ...] = (
    None, True, False, 0, -0.0, -1, 1.5, 2**53, 2**53 + 1, -(2**63), 2**64, 10**400, 1e308, 5e-324, "", " ", "\0",
    "a\0b",
    "\ud800", "\udfff\ud800", "\u202e", "é" * 300, "x" * 10_001, "__proto__", "constructor", "../../etc/passwd",
    "' OR 1=1 --",
    "%s%n", "zzzzzzzzz-zzz-zzzzzzzz", "00000000", [], {}, [[]], {"": {}}, {"__proto__": {"x": 1}}, [None] * 50,
)  # fmt: skip
RAW = (
    "NaN",
    "Infinity",
    "-Infinity",
    "-0",
    "1e999",
    "1e-999",
    "01",
    "0x1",
    '"\\ud800"',
    '"\\u0000"',
    "[" * 3_000,
    "{",
    "",
)
"""Texts that Python would not write as JSON, put in place of a value."""


def valid(dice: random.Random, device: str, epoch: str, n: int) -> dict[str, Any]:
    """A frame that an honest device might send; `n` is the number of its next op."""
    kind = dice.choice(("hello", "push", "push", "push", "push", "got", "pull", "fork"))
    if kind == "hello":
        return {"type": kind, "device": device, "epoch": epoch, "cursor": dice.randrange(9), "schema": 1, "now": 1}
    if kind in ("got", "pull"):
        return {"type": kind, "cursor": dice.randrange(9)}
    if kind == "fork":
        return {"type": kind}
    ops = [op(dice, n + place) for place in range(dice.randrange(1, 4))]
    return {"type": kind, "device": device, "epoch": epoch, "now": 1, "ops": ops}


def op(dice: random.Random, n: int) -> dict[str, Any]:
    """One edit of some cells of any table, each with a value of some kind."""
    table = dice.choice(list(TABLES))
    cells = dice.sample(list(TABLES[table].cells), min(len(TABLES[table].cells), dice.randrange(1, 4)))
    named = {cell.replace("*", dice.choice(("k1", "é", "a.b", "__proto__"))): value(dice) for cell in cells}
    bases = {cell: dice.choice((None, "000000001-000-aaaaaaaa", "zzzzzzzzz-zzz-zzzzzzzz")) for cell in named}
    return {
        "n": n,
        "o": random_name(12),
        "w": dice.randrange(2**53),
        "t": table,
        "i": str(uuid7()),
        "v": named,
        "b": bases,
    }


def value(dice: random.Random) -> Any:
    """A value that fits some cell."""
    return dice.choice(
        ("text", 7, True, "2026-11-21", str(uuid7()), {"amount": 1, "currency": "EUR"}, "0" * 64, None,
         {"kept": str(uuid7()), "merged": str(uuid7())},
         {"start": "2026-11-21T09:30", "minutes": 60, "zone": "UTC"}, {"kind": "x", "value": "y"}, "active")
    )  # fmt: skip


def spoilt(dice: random.Random, frame: dict[str, Any]) -> bytes:
    """The frame as bytes, changed in some places or none."""
    for _ in range(dice.randrange(3)):
        places = list(_places(frame))
        holder, key = dice.choice(places)
        what = dice.randrange(5)
        if what == 0:
            del holder[key]
        elif what == 1 and isinstance(holder, dict):
            holder[dice.choice(("extra", "type", "", "\0", "x" * 300))] = deepcopy(dice.choice(STRANGE))
        elif what == 2:
            holder[key] = nested = []
            for _ in range(dice.choice((5, 20, 300))):
                nested.append([])
                nested = nested[0]
        else:
            holder[key] = deepcopy(dice.choice(STRANGE))
        if not frame:
            break
    text = json.dumps(frame)
    if dice.random() < 0.1:
        text = text.replace("1", dice.choice(RAW), 1)
    if dice.random() < 0.05:
        text = text.replace("{", '{"type":"push",', 1)
    data = text.encode()
    if dice.random() < 0.1:
        at = dice.randrange(len(data) + 1)
        data = dice.choice((data[:at], data[:at] + dice.randbytes(3) + data[at:], data + data, b"\xef\xbb\xbf" + data))
    return data


def _places(holder: Any) -> Any:
    """Every place within a message where a value stands: what holds it, and its key there."""
    for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
        yield holder, key
        if isinstance(holder[key], dict | list) and holder[key]:
            yield from _places(holder[key])
