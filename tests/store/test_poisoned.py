"""Poisoned values: each is refused with field, reason and mend, or comes to another device as it was sent."""

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import msgspec
import pytest

from sync import wire
from sync.tables import MAX_INSTANT, TABLES, canonical
from tests.store.desk import Desk, Device, row_id

POISONS = (
    'null', 'true', '""', '" "', '"\\u0000"', '"a\\u0000b"', '{"\\u0000":1}',
    '"\\u202eevil\\u2066"', '"\\u200b\\ufeff"', '"\U0001f469\u200d\U0001f469\u200d\U0001f467"',
    '"\u05d0\u05d1 Z\u0310"',
    f'"{"x" * 10_000}"', f'"{"x" * 10_001}"', f'"{"é" * 10_000}"', f'["{"x" * 10_001}"]', f'{{"k":"{"x" * 10_001}"}}',
    '"__proto__"', '"constructor"', '"<script>1</script>"', "\"'; DROP TABLE client; --\"", '"%s%n"', '"\\\\"',
    "0", "-0", "-0.0", "1.0", "-1", "0.1", "1e-400", "5e-324", "1e308", "1e400", "-1e400", "9007199254740992",
    "9007199254740993", "-9007199254740993", "1" + "0" * 400,
    str(MAX_INSTANT), str(MAX_INSTANT + 1), str(-MAX_INSTANT - 1),
    "[]", "{}", "[[]]", '{"":1}', '{"__proto__":{"x":1}}', '{"constructor":{"prototype":1}}', '{"a":1,"a":2}',
    "[" * 9 + "]" * 9, "[" * 10 + "]" * 10, '{"a":' * 12 + "1" + "}" * 12,
    '"2026-02-30"', '"2026-02-28"', '"0000-01-01"', '"9999-12-31"', '"2026-99-99T99:99"', '"2026-02-28T24:00"',
    '"2026-03-29T02:30"', '"2026-02-28T09:30:59"', '"２０２６-02-28"', '"2026-02-28\\n"',
    '{"start":"2026-02-30T09:30","minutes":60,"zone":"Europe/Madrid"}',
    '{"start":"2026-02-28T09:30","minutes":60,"zone":"Nowhere/None","__proto__":[1]}',
    '{"start":"2026-02-28T09:30","minutes":9007199254740992,"zone":"Europe/Madrid"}',
    '{"amount":1,"currency":"ZZZ"}', '{"amount":1,"currency":"not money"}', '{"amount":0.5,"currency":"EUR"}',
    '{"amount":9007199254740992,"currency":""}', '{"amount":-0,"currency":"EUR"}',
    '{"amount":1}', '{"amount":null,"currency":null}',
    '{"date":"2026-02-30"}', '{"date":"2026-02-28","time":"99:99","zone":"Nowhere/None"}', '{"lat":1e308,"lon":-0.0}',
    '{"kept":"x","merged":"y"}', '"01900000-0000-7000-8000-00000000000G"', f'"{row_id(1).upper()}"', f'"{"f" * 64}"',
)  # fmt: skip
"""JSON texts."""

UNREADABLE = (
    "NaN", "[NaN]", "Infinity", "-Infinity", "01", "+1", ".5", "0x1", "nul", "", '"unended', "{]", '"\\ud800"',
    '"\\udc00\\ud800"', '{"\\ud800":1}', "[" * 2_000 + "]" * 2_000,
)  # fmt: skip
"""What is no JSON text, or holds what UTF-8 cannot say."""

KEYS = ("__proto__", "constructor", "hasOwnProperty", "a.b", " ", "\U0001f43e", "\u202e", "k" * 64)


def cells() -> list[tuple[str, str]]:
    """A (table, cell) of every type that people write."""
    found: dict[str, tuple[str, str]] = {}
    for table in TABLES.values():
        if not (table.single or table.writer or table.insert_only or table.writers):
            for cell in table.cells.values():
                if cell.name not in ("deleted", "erased") and cell.name not in table.hangs:
                    found.setdefault(cell.type + ".*" * cell.entry, (table.name, cell.name))
    return list(found.values())


@pytest.fixture
def desk(database: str, tmp_path: Path) -> Iterator[Desk]:
    """A business on each engine."""
    desk = Desk(database, tmp_path)
    yield desk
    desk.store.close()


def held(device: Device) -> dict[tuple[str, str], dict]:
    """The cells of every row as the wire gives them to a device."""
    found, cursor = {}, 0
    while frame := device.rows(cursor):
        for row in json.loads(wire.encode(frame))["rows"]:
            found[row["t"], row["i"]] = row["v"]
        cursor = frame.to
    return found


def push(desk: Desk, texts: list[str]) -> wire.ServerMessage:
    """What the server answers to a push of the owner's ops as they stand here."""
    ops = [msgspec.Raw(text.encode()) for text in texts]
    (answer,) = desk.store.push(
        desk.olga.seat, wire.Push(desk.olga.id, desk.store.state(desk.business)[0], desk.time, ops), None
    )
    return answer


def test_what_is_sent_is_refused_with_its_field_reason_and_mend_or_comes_out_as_it_went_in(desk: Desk) -> None:
    rows, sent, whole = count(100), {}, {}
    for table, cell in cells():
        for place, poison in enumerate(POISONS):
            name = cell.replace("*", KEYS[place % len(KEYS)])
            row = row_id(next(rows))
            op = json.dumps(desk.olga.op(table, row, {name: None, "deleted": False}), ensure_ascii=False)
            sent[table, row] = (name, poison, desk.olga.n)
            whole[table, row] = op.replace("null", poison, 1)
    texts = list(whole.values())
    refused: dict[int, list[wire.Refused]] = {}
    for start in range(0, len(texts), 64):
        for entry in push(desk, texts[start : start + 64]).refused:
            refused.setdefault(entry.n, []).append(entry)
    there = held(desk.mark)
    for key, (name, poison, n) in sent.items():
        if n in refused:
            (entry,) = refused[n]
            assert entry.text and entry.code in ("bad-value", "bad-message", "too-large"), (key, poison, entry)
            if entry.cell is not msgspec.UNSET:
                assert entry.cell == name and entry.text.startswith(name), entry
                assert ":" in entry.text or "must" in entry.text, entry.text
                assert name not in there[key] and there[key]["deleted"] is False, (key, poison)
        else:
            assert canonical(there[key][name]) == canonical(json.loads(poison)), (key, name, poison)
    assert desk.olga.refused("client", row_id(1), {"phones.\0": None, "phones.": None, "phones." + "k" * 65: None}) == [
        ("phones.\0", "unknown"), ("phones.", "unknown"), ("phones." + "k" * 65, "unknown"),
    ]  # fmt: skip


@pytest.mark.parametrize("poison", UNREADABLE)
def test_a_push_that_cannot_be_read_says_where_and_uses_nothing_up(desk: Desk, poison: str) -> None:
    op = desk.olga.op("client", row_id(1), {"name": None})
    answer = push(desk, [json.dumps(op).replace("null", poison, 1)])
    assert isinstance(answer, wire.Error) and answer.code == "bad-message" and "$.ops[0]" in answer.text
    assert push(desk, [json.dumps(op | {"v": {"name": "Ana"}})]).n == op["n"]
    assert desk.value("client", row_id(1), "name") == "Ana"
