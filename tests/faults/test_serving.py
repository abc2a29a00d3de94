"""The real server on a bad disk, with a bad clock, out of handles; and killed between a push and its answer."""

import hashlib
import os
import resource
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from errno import EIO, ENOSPC, EROFS
from pathlib import Path
from random import Random

import pytest
from websockets.exceptions import ConnectionClosed

from tests.faults import disk
from tests.faults.disk import Kind, Plan
from tests.server.process import Answer, Fichero, Serving
from tests.socket.phone import Phone
from tests.socket.test_faults import worker_of
from tests.store.shop import until

STEPS = os.environ.get("FICHERO_STEPS", "4")
DAY_MS = 86_400_000


@dataclass
class Shimmed:
    """A server under `disk.c`, its plan and its record."""

    fichero: Fichero
    plan: Plan
    record: Path
    serving: Serving

    def phone(self) -> Phone:
        """A fresh phone of the owner, that holds all there is."""
        link = self.fichero.run("invite", "olga@example.com", "--role", "owner").out.strip()
        phone = Phone(self.serving, link)
        phone.catch_up(phone.hello())
        return phone

    def again(self) -> None:
        """Serve again after a kill, on the same port."""
        self.plan.set(die_at=0)
        self.serving.process.wait(20)
        self.serving = self.fichero.serve("--port", self.serving.address.rsplit(":", 1)[1])

    def log(self) -> str:
        """What the server wrote down; it is stopped for that."""
        self.serving.stop()
        return self.serving.process.stderr.read()


@pytest.fixture
def shimmed(shim: Path, data: Path, tmp_path: Path) -> Iterator[Shimmed]:
    """A server whose disk and clock do as the plan says; its commands are spared."""
    fichero = Fichero(data)
    assert fichero.run("invite", "olga@example.com", "--role", "owner").code == 0
    plan, record = Plan(tmp_path / "plan"), tmp_path / "record"
    usual = dict(fichero.environ)
    fichero.environ |= {"LD_PRELOAD": str(shim), "DISK_FOLDER": str(data), "DISK_PLAN": str(plan.path)}
    fichero.environ |= {"DISK_RECORD": str(record)}
    made = Shimmed(fichero, plan, record, fichero.serve())
    served, fichero.environ = fichero.environ, usual
    made_again = fichero.serve

    def serve(*words: str) -> Serving:
        fichero.environ = served
        try:
            return made_again(*words)
        finally:
            fichero.environ = usual

    fichero.serve = serve  # type: ignore[method-assign]
    yield made
    plan.set(die_at=0)
    fichero.close()


def answered(phone: Phone) -> dict:
    """The next ack or error, rows confirmed on the way."""
    while (message := phone.hear())["type"] == "rows":
        phone.say("got", cursor=message["to"])
    return message


def test_nothing_is_acknowledged_before_it_was_flushed(shimmed: Shimmed) -> None:
    phone = shimmed.phone()
    for number in range(3):
        before = len(disk.events(shimmed.record))
        phone.push(phone.op(name=f"Invented {number}"))
        assert answered(phone)["type"] == "ack"
        done = disk.events(shimmed.record)[before:]
        said = next(at for at, event in enumerate(done) if event.kind is Kind.SEND and b'"ack"' in event.data)
        flushed = [event.path for event in done[:said] if event.kind is Kind.SYNC]
        assert any(path.endswith("-wal") for path in flushed), [event.kind.name for event in done]


def test_killed_at_any_step_from_a_push_to_its_acknowledgement(shimmed: Shimmed) -> None:
    phone = shimmed.phone()
    before = shimmed.plan.steps
    edits = [phone.op(name="Invented 0")]
    phone.push(edits[0])
    answered(phone)
    steps = shimmed.plan.steps - before
    every = range(1, steps + 1)
    sample = every if STEPS == "all" else Random(os.environ.get("FICHERO_SEED", "1")).sample(every, 2)
    for step in sample:
        edits.append(phone.op(name=f"Invented, killed at {step}"))
        last = shimmed.plan.steps + step
        shimmed.plan.set(whole=1, die_at=last)
        heard: dict = {}
        try:
            phone.push(edits[-1])
            heard = answered(phone)
        except (ConnectionClosed, OSError):
            pass
        if shimmed.plan.steps < last:
            # How many steps there are depends on the moment: this push took fewer, and the kill comes after it.
            assert heard.get("type") == "ack", f"step {step} of {steps}: neither killed nor answered"
            os.killpg(shimmed.serving.process.pid, 9)
        shimmed.again()
        phone.serving = shimmed.serving
        phone.connect()
        welcome = phone.hello(cursor=0)
        assert heard.get("type") != "ack" or welcome["n"] == len(edits), f"step {step} of {steps}"
        assert welcome["n"] in (len(edits) - 1, len(edits))
        phone.push(*edits)
        held: dict = {}
        while (message := phone.hear())["type"] == "rows":
            held |= {row["i"]: row["v"] for row in message["rows"]}
            phone.say("got", cursor=message["to"])
        assert message["type"] == "ack" and message["n"] == len(edits)
        phone.hang_up()
        phone.connect()
        phone.catch_up(phone.hello(cursor=0))
    print(f"the server: killed at {len(sample)} of {steps} steps")


@pytest.mark.parametrize("why", [ENOSPC, EROFS, EIO] if STEPS == "all" else [ENOSPC])
def test_a_disk_that_takes_nothing_is_told_and_the_server_goes_on_once_it_does(shimmed: Shimmed, why: int) -> None:
    phone = shimmed.phone()
    kept = phone.op(name="Kept before")
    phone.push(kept)
    assert answered(phone)["type"] == "ack"
    edit, code = phone.op(name="Patient"), "storage-full" if why == ENOSPC else "busy"
    for room in (0, 700, 5000) if why == ENOSPC else (0,):
        shimmed.plan.set(write_errno=0 if why == EIO else why, sync_errno=why if why == EIO else 0, room=room)
        phone.push(edit)
        said = answered(phone)
        if said["type"] == "ack":
            # The room sufficed.
            edit = phone.op(name="Patient again")
            continue
        assert said["code"] == code, said
        assert "disk" in said["text"] or why == EIO
    erase = edit | {"v": {"erased": True}, "i": kept["i"]}
    phone.push(erase)
    said = answered(phone)
    assert said["code"] == code, said
    content = b"a photo of nobody" * 9000
    name = hashlib.sha256(content).hexdigest()
    upload = send(phone, name, content)
    assert (upload.status, upload.json["code"]) == ((507, code) if why == ENOSPC else (503, code)), upload
    rows = f"/sync/rows?epoch={phone.epoch}&cursor=0"
    for path in ("/healthz", "/readyz", "/today", "/session", rows):
        assert phone.serving.ask("GET", path, cookie=phone.cookie).status == 200, path
    assert kept["i"] in {row["i"] for row in phone.serving.ask("GET", rows, cookie=phone.cookie).json["rows"]}
    shimmed.plan.set(write_errno=0, sync_errno=0)
    phone.push(edit)
    assert answered(phone)["n"] == edit["n"]
    assert send(phone, name, content).status in (200, 201)
    held = phone.serving.ask("GET", rows, cookie=phone.cookie).json["rows"]
    assert {row["i"] for row in held} >= {kept["i"], edit["i"]}
    log = shimmed.log()
    assert "Traceback" not in log and code in log, log


def test_what_an_erasure_cannot_remove_is_removed_later(shimmed: Shimmed) -> None:
    phone = shimmed.phone()
    content = b"a photo of somebody"
    name = hashlib.sha256(content).hexdigest()
    assert send(phone, name, content).status == 201
    (file,) = (shimmed.fichero.data / "files").glob(f"*/{name}")
    # One that was just sent would be spared.
    os.utime(file, (0, 0))
    kept = phone.op(name="Somebody Invented", photo=name)
    phone.push(kept)
    assert answered(phone)["type"] == "ack"
    assert phone.serving.ask("GET", "/sync/snapshot", cookie=phone.cookie).status == 200
    shimmed.plan.set(remove_errno=EIO)
    erase = phone.op(row=kept["i"], erased=True)
    phone.push(erase)
    acknowledged, gone = False, []
    while not acknowledged or not gone:
        if (message := phone.hear())["type"] == "rows":
            gone += message["gone"]
            phone.say("got", cursor=message["to"])
        else:
            acknowledged = message["type"] == "ack"
    assert gone == [["client", kept["i"], "erased"]] and file.exists()
    shimmed.plan.set(remove_errno=0)
    until(lambda: not file.exists())
    assert not list((shimmed.fichero.data / "snapshots").glob("*.br"))
    log = shimmed.log()
    assert "Traceback" not in log and "is tried again" in log, log


@pytest.mark.parametrize("told", [False, True] if STEPS == "all" else [False])
def test_a_store_that_another_program_holds_keeps_edits_waiting_and_nothing_else(
    shimmed: Shimmed, data: Path, told: bool
) -> None:
    """`told`: it is held for longer than the server waits, and the phone hears that it is busy."""
    phone = shimmed.phone()
    edit = phone.op(name="Patient")
    with closing(sqlite3.connect(data / "fichero.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        phone.push(edit)
        for path in ("/healthz", "/readyz", f"/sync/rows?epoch={phone.epoch}&cursor=0"):
            assert phone.serving.ask("GET", path, cookie=phone.cookie).status == 200, path
        if told:
            said = answered(phone)
            assert said["code"] == "busy" and "database is locked" in said["text"], said
        other.execute("ROLLBACK")
    if told:
        phone.push(edit)
    said = answered(phone)
    assert said["type"] == "ack" and said["n"] == edit["n"] and not said["refused"]
    log = shimmed.log()
    assert "Traceback" not in log, log


def send(phone: Phone, name: str, content: bytes) -> Answer:
    """Upload a file."""
    address = f"{phone.serving.address}/files/{name}"
    headers = {"Origin": phone.serving.address, "Cookie": phone.cookie}
    request = urllib.request.Request(address, content, headers, method="PUT")
    try:
        with closing(urllib.request.urlopen(request, timeout=20)) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers, error.read())


def test_without_handles_to_spare_nothing_acknowledged_is_lost(shimmed: Shimmed) -> None:
    phone = shimmed.phone()
    worker = worker_of(shimmed.serving)
    limits = resource.prlimit(worker, resource.RLIMIT_NOFILE)
    resource.prlimit(worker, resource.RLIMIT_NOFILE, (len(os.listdir(f"/proc/{worker}/fd")), limits[1]))
    acknowledged = []
    for number in range(3):
        edit = phone.op(name=f"Invented {number}")
        phone.push(edit)
        said = answered(phone)
        if said["type"] == "ack":
            acknowledged.append(edit["i"])
        else:
            assert said["code"] in ("busy", "storage-full"), said
            phone.n -= 1
    resource.prlimit(worker, resource.RLIMIT_NOFILE, limits)
    edit = phone.op(name="Afterwards")
    phone.push(edit)
    assert answered(phone)["type"] == "ack"
    rows = phone.serving.ask("GET", f"/sync/rows?epoch={phone.epoch}&cursor=0", cookie=phone.cookie).json["rows"]
    assert {row["i"] for row in rows} >= {*acknowledged, edit["i"]}


def test_a_clock_that_jumps_neither_loses_an_edit_nor_lets_an_old_one_win(shimmed: Shimmed) -> None:
    phone = shimmed.phone()
    first = phone.op(name="First")
    phone.push(first)
    assert answered(phone)["type"] == "ack"
    for number, jump in enumerate((-DAY_MS, 2 * 365 * DAY_MS, 0)):
        shimmed.plan.set(clock_ms=jump)
        if number == 1:
            # What is old is forgotten at a start: in a wrong future everything is.
            os.killpg(shimmed.serving.process.pid, 9)
            shimmed.again()
            phone.serving = shimmed.serving
            phone.connect()
            phone.catch_up(phone.hello(cursor=0))
        phone.push(first | {"n": phone.op()["n"], "o": f"clock{number:07d}", "v": {"name": f"After {number}"}})
        assert answered(phone)["refused"] == []
        rows = phone.serving.ask("GET", f"/sync/rows?epoch={phone.epoch}&cursor=0", cookie=phone.cookie).json["rows"]
        assert next(row["v"]["name"] for row in rows if row["i"] == first["i"]) == f"After {number}"
    # The very first edit, sent once more under another number, is known.
    phone.push(first | {"n": phone.op()["n"]})
    assert answered(phone)["type"] == "ack"
    rows = phone.serving.ask("GET", f"/sync/rows?epoch={phone.epoch}&cursor=0", cookie=phone.cookie).json["rows"]
    assert next(row["v"]["name"] for row in rows if row["i"] == first["i"]) == "After 2"
