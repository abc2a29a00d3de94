"""Pushes that wait for the writer are taken together, and what comes of it is what came of them one by one."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sync import wire
from sync.database import fetch, reading
from sync.models import Session
from sync.store import Store
from tests.store.desk import Desk, Device, row_id
from tests.store.shop import start, until

TABLES = ("client", "booking", "task", "member", "conflict", "erased", "left", "sight", "history", "op", "device")
TABLES += ("sequence",)

Push = tuple[str, list[dict[str, Any]]]


def _store(folder: Path) -> Desk:
    """A business in which somebody sees only their own clients, and three clients stand."""
    desk = Desk(f"sqlite:///{folder / 'store.db'}", folder)
    for number in range(3):
        desk.olga.write("client", row_id(number), {"name": f"Made up {number}"})
    return desk


def _plain(desk: Desk) -> list[Push]:
    """Edits of the same rows, with conflicts, a refused cell, and an op that two devices bring."""
    desk.time += 1_000
    olga, mark, sam, at = desk.olga, desk.mark, desk.sam, desk.time
    wins = mark.op("client", row_id(0), {"name": "By Mark"}, at=at - 1)
    same = mark.op("client", row_id(1), {"name": "Brought twice"})
    return [
        ("olga", [olga.op("client", row_id(0), {"name": "By Olga", "company": 7}, at=at - 3)]),
        ("mark", [wins, same]),
        ("sam", [sam.op("client", row_id(0), {"name": "By Sam", "language": "es"}, at=at - 2), same | {"n": 2}]),
        ("olga", [olga.op("client", row_id(2), {"company": "Made up"})]),
    ]


def _erasing(desk: Desk) -> list[Push]:
    """A client is erased between two edits of it."""
    return [
        ("mark", [desk.mark.op("task", row_id(8), {"client": row_id(0), "description": "Made up"})]),
        ("olga", [desk.olga.op("client", row_id(0), {"erased": True})]),
        ("sam", [desk.sam.op("client", row_id(0), {"name": "Too late"})]),
        ("mark", [desk.mark.op("client", row_id(1), {"name": "Another"})]),
    ]


def _narrow(desk: Desk) -> list[Push]:
    """Sam may no longer see others' clients; one goes out of his sight, one comes into it."""
    sam, mark = desk.sam.seat.member, desk.mark.seat.member
    made = {"when": {"start": "2026-11-23T09:30", "minutes": 60, "zone": "Europe/Madrid"}, "status": "confirmed"}
    return [
        ("olga", [desk.olga.op("member", sam, {"sees.others": False})]),
        ("mark", [desk.mark.op("booking", row_id(8), made | {"client": row_id(0), "member": mark})]),
        ("sam", [desk.sam.op("client", row_id(0), {"name": "Out of sight"})]),
        ("mark", [desk.mark.op("booking", row_id(8), {"member": sam})]),
        ("sam", [desk.sam.op("client", row_id(0), {"name": "In sight"})]),
    ]


@pytest.mark.parametrize("scene", [_plain, _erasing, _narrow])
def test_together_is_as_one_by_one(scene: Callable[[Desk], list[Push]], tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    first = _store(tmp_path / "first")
    pushes = scene(first)
    first.store.close()
    shutil.copytree(tmp_path / "first", tmp_path / "second", dirs_exist_ok=True)
    seats = {name: getattr(first, name) for name in ("olga", "mark", "sam")}

    alone = _reopened(first, tmp_path / "first")
    apart = [_send(alone, seats[name], ops) for name, ops in pushes]
    together = _reopened(first, tmp_path / "second")
    at_once = _all_at_once(together, seats, pushes)
    assert at_once == apart
    for table in TABLES:
        assert _rows(together, table) == _rows(alone, table), table
    assert scene is not _plain or _rows(together, "conflict")
    alone.store.close()
    together.store.close()


def test_a_session_that_is_over_is_refused_among_others(tmp_path: Path) -> None:
    desk = _store(tmp_path)
    pushes = _plain(desk)
    left = {"business": desk.business, "member": desk.mark.seat.member, "label": "made up", "created": 0, "seen": 0}
    desk.store.writer.submit(lambda: Session.create(hash=desk.mark.seat.session, ended=desk.time, why="left", **left))
    answers = _all_at_once(desk, {name: getattr(desk, name) for name in ("olga", "mark", "sam")}, pushes)
    codes = [answer[0].code if isinstance(answer[0], wire.Error) else "" for answer in answers]
    assert codes == ["", "forbidden", "", ""]
    assert desk.value("client", row_id(0), "name") == "By Sam"
    desk.store.close()


def _reopened(desk: Desk, folder: Path) -> Desk:
    """A store on a folder with the businesses and devices of `desk`."""
    other = object.__new__(Desk)
    other.__dict__ |= desk.__dict__
    other.store = Store(f"sqlite:///{folder / 'store.db'}", folder, desk.clock)
    return other


def _send(desk: Desk, device: Device, ops: list[dict[str, Any]]) -> list[wire.ServerMessage]:
    raw = [msgspec.Raw(wire.encode(op)) for op in ops]
    epoch, _ = desk.store.state(desk.business)
    return desk.store.push(device.seat, wire.Push(device.id, epoch, desk.time, raw), 0)


def _all_at_once(desk: Desk, seats: dict[str, Device], pushes: list[Push]) -> list[list[wire.ServerMessage]]:
    """What each is answered when all wait for the writer before any is taken, in this order."""
    writer, taken, sizes = desk.store.writer, {}, []
    busy, free = threading.Event(), threading.Event()
    take = desk.store._intake._take_all
    desk.store._intake._take_all = lambda some: sizes.append(len(some)) or take(some)
    held = start(lambda: writer.submit(lambda: busy.set() or free.wait()))
    assert busy.wait(10)
    threads = []
    for at, (name, ops) in enumerate(pushes):
        threads.append(start(lambda at=at, name=name, ops=ops: taken.update({at: _send(desk, seats[name], ops)})))
        until(lambda at=at: writer._inbox.qsize() > at)
    free.set()
    for thread in (held, *threads):
        thread.join(10)
    assert sizes == [len(pushes)]
    return [taken[at] for at in range(len(pushes))]


def _rows(desk: Desk, table: str) -> list[tuple]:
    with reading(desk.store.db):
        return sorted(fetch(desk.store.db, f'SELECT * FROM "{table}"'), key=repr)
