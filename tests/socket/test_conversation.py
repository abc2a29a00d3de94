"""The protocol over one socket of the real `fichero serve`, as a device that shares no code with it hears it."""

import contextlib
import json
import resource
import socket as tcp
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from tests.server.process import Fichero, Serving
from tests.socket.phone import Phone
from tests.socket.raw import Raw


@pytest.fixture(scope="module")
def fichero(tmp_path_factory) -> Iterator[Fichero]:
    made = Fichero(tmp_path_factory.mktemp("fichero"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def serving(fichero) -> Serving:
    return fichero.serve()


@pytest.fixture(scope="module")
def links(fichero, serving) -> Callable[[str], str]:
    """Makes sign-in links for the owner (`owner`) and for one of the staff (`staff`)."""
    invited = {role: fichero.run("invite", f"{role}@example.com", "--role", role) for role in ("owner", "staff")}
    signed = {role: serving.sign_in(done.out.strip()) for role, done in invited.items()}

    def link(role: str) -> str:
        member = signed[role][1]["member"]["id"]
        return serving.ask("POST", "/links", {"member": member}, signed["owner"][0]).json["link"]

    return link


@pytest.fixture(scope="module")
def silent(links, serving) -> tuple[Raw, float]:
    """One who connects first and never says anything; tested last."""
    cookie, _ = serving.sign_in(links("owner"))
    port = int(serving.address.rsplit(":", 1)[1])
    began = time.monotonic()
    return Raw(port, {"Cookie": cookie, "Origin": serving.address}, timeout=20), began


@pytest.fixture
def phones(links, serving, silent) -> Iterator[Callable[..., Phone]]:
    """Makes phones of made-up members and hangs up for them."""
    made: list[Phone] = []

    def phone(role: str = "owner") -> Phone:
        made.append(Phone(serving, links(role)))
        return made[-1]

    yield phone
    for each in made:
        each.hang_up()


def test_welcome_then_rows_each_after_got(phones):
    phone = phones()
    welcome = phone.hello()
    assert welcome["n"] == 0 and welcome["member"]["email"] == "owner@example.com"
    phone.catch_up(welcome)
    long = "x" * 9000
    phone.push(*[phone.op("note", body=long) for _ in range(30)])
    assert phone.hear()["type"] in ("ack", "rows")
    phone.hang_up()

    phone.connect()
    phone.hello(cursor=welcome["head"])
    first = phone.hear("rows")
    assert first["from"] == welcome["head"] and 1 <= len(first["rows"]) < 30
    # Nothing more before `got`, whatever else is asked.
    phone.say("pull", cursor=first["to"])
    second = phone.hear("rows")
    assert second["from"] == first["to"]
    phone.say("hello", device=phone.device, epoch=phone.epoch, cursor=first["to"], schema=1, now=0)
    assert phone.hear("welcome")["n"] == 30
    assert phone.hear("rows") == second
    phone.say("got", cursor=first["to"])
    phone.say("nonsense")
    assert phone.hear()["type"] == "error"
    phone.say("got", cursor=second["to"])
    assert phone.hear("rows")["from"] == second["to"]


def test_news_reach_the_other_phone_by_themselves(phones):
    van, office = phones(), phones()
    for phone in (van, office):
        phone.catch_up(phone.hello())
    edit = van.op(name="Nadia Invented")
    van.push(edit)
    heard = {message["type"]: message for message in (van.hear(), van.hear())}
    assert heard["ack"]["n"] == 1 and heard["ack"]["o"] == edit["o"]
    assert heard["rows"]["rows"][0]["i"] == edit["i"]
    assert office.hear("rows")["rows"] == heard["rows"]["rows"]


def test_pushes_in_flight_are_acknowledged_in_order(phones):
    phone = phones()
    phone.hello()
    for _ in range(100):
        phone.push(phone.op(name="One of many"))
    acks = []
    while len(acks) < 100:
        message = phone.hear()
        if message["type"] == "ack":
            acks.append(message["n"])
    assert acks == list(range(1, 101))


def test_a_phone_without_a_device_gets_one_then_welcome(phones):
    phone = phones()
    phone.say("hello", device="", epoch="", cursor=0, schema=1, now=0)
    forked = phone.hear("forked")["device"]
    assert forked != phone.device and len(forked) == 8
    assert phone.hear("welcome")["n"] == 0
    assert phone.hear("rows")["from"] == 0


def test_a_fork_gets_a_new_device_and_numbers_from_one(phones):
    phone = phones()
    phone.catch_up(phone.hello())
    phone.say("fork")
    phone.device = phone.hear("forked")["device"]
    phone.push(phone.op(name="From the fork"))
    answers = {message["type"]: message for message in (phone.hear(), phone.hear())}
    assert answers["ack"]["device"] == phone.device and answers["ack"]["n"] == 1


def test_a_device_of_another_session_must_fork_and_is_then_welcome(phones):
    phone, other = phones(), phones()
    phone.say("hello", device=other.device, epoch="", cursor=0, schema=1, now=0)
    phone.hear("fork")
    phone.say("fork")
    assert phone.hear("forked")["device"] not in (phone.device, other.device)
    phone.hear("welcome")
    assert phone.hear("rows")["from"] == 0


def test_a_gap_is_told(phones):
    phone = phones()
    phone.catch_up(phone.hello())
    phone.n = 4
    phone.push(phone.op(name="Fifth"))
    assert phone.hear("gap")["want"] == 1


def test_what_is_wrong_is_said_and_the_conversation_goes_on(phones):
    phone = phones()

    def answer(text: str | bytes) -> str:
        phone.line.send(text)
        error = phone.hear("error")
        assert error["code"] == "bad-message"
        return error["text"]

    assert "hello" in answer('{"type":"got","cursor":1}')
    phone.catch_up(phone.hello())
    assert "`colour`" in answer('{"type":"got","cursor":1,"colour":"red"}')
    assert "`type`" in answer("{}")
    assert "$.cursor" in answer('{"type":"got","cursor":"one"}')
    assert "$.cursor" in answer('{"type":"pull","cursor":-1}')
    assert "byte 14" in answer('{"type":"got",,}')
    assert "truncated" in answer('{"type":"got","cur')
    assert "$.type" in answer('{"type":"dance"}')
    assert "$.device" in answer('{"type":"push","device":"DROP","epoch":"","now":0,"ops":[]}')
    assert "$.ops[1]" in answer(
        json.dumps({"type": "push", "device": phone.device, "epoch": phone.epoch, "now": 0, "ops": [phone.op(), 7]})
    )
    assert "text" in answer(b"binary")
    answer("")
    answer("[" * 100_000)
    phone.n = 0
    phone.push(phone.op(name="Still there"))
    assert {phone.hear()["type"], phone.hear()["type"]} == {"ack", "rows"}


def test_after_another_epoch_no_rows_come_until_pull(phones):
    phone = phones()
    phone.hello(epoch="anothertimes", cursor=3)
    phone.push(phone.op(name="Kept in the archive"))
    phone.hear("ack")
    phone.say("pull", cursor=0)
    assert phone.hear("rows")["from"] == 0


def test_a_push_of_another_epoch_changes_nothing(phones):
    phone = phones()
    phone.catch_up(phone.hello())
    phone.push(phone.op(name="Lost history"), epoch="anothertimes")
    phone.hear("reset")
    phone.hang_up()
    phone.connect()
    assert phone.hello()["n"] == 0


def test_an_app_too_old_is_told_so_and_nothing_else(phones):
    phone = phones()
    phone.say("hello", device=phone.device, epoch="", cursor=0, schema=0, now=0)
    assert phone.hear("upgrade")["least"] == 1
    phone.push(phone.op(name="Too early"))
    phone.hear("upgrade")
    phone.hang_up()
    phone.connect()
    assert phone.hello()["n"] == 0


def test_a_changed_role_resets_the_phone_once(phones):
    owner, staff = phones(), phones("staff")
    owner.catch_up(owner.hello())
    owner.push(*[owner.op("note", body="x" * 9000) for _ in range(10)])
    owner.hear("ack")
    owner.hear("rows")
    staff.catch_up(staff.hello())
    owner.push(owner.op("member", staff.member, **{"sees.money": False}))
    head = owner.hear("ack")["seq"]
    staff.hear("reset")
    # The new copy is begun with the new sight, though its first frames end before the sight changed.
    staff.say("pull", cursor=0)
    frames = staff.catch_up({"head": head})
    assert frames[0]["from"] == 0 and len(frames) > 1


def test_who_is_signed_out_elsewhere_wipes_at_once_and_writes_no_more(phones):
    owner, lost = phones(), phones("staff")
    lost.catch_up(lost.hello())
    assert owner.serving.ask("DELETE", f"/devices/{lost.device}", cookie=owner.cookie).status in (200, 204)
    lost.hear("wipe")
    assert lost.closed() == 1000
    lost.connect()
    lost.hear("wipe")
    assert lost.closed() == 1000


def test_who_signed_out_is_let_go_without_wipe(phones):
    phone = phones()
    phone.catch_up(phone.hello())
    assert phone.serving.ask("DELETE", "/session", cookie=phone.cookie).status in (200, 204)
    phone.push(phone.op(name="After signing out"))
    assert phone.closed() == 1000


def test_a_store_that_fails_is_busy_and_uses_nothing_up(phones, serving):
    phone = phones()
    phone.catch_up(phone.hello())
    worker = worker_of(serving)
    limits = resource.prlimit(worker, resource.RLIMIT_FSIZE)
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (1000, limits[1]))
    edit = phone.op(name="Patient")
    try:
        phone.push(edit)
        assert phone.hear("error")["code"] in ("busy", "storage-full")
    finally:
        resource.prlimit(worker, resource.RLIMIT_FSIZE, limits)
    phone.push(edit)
    heard = {message["type"]: message for message in (phone.hear(), phone.hear())}
    assert heard["ack"]["n"] == 1


def test_connections_hold_no_database(phones, serving):
    def opened() -> int:
        links = Path(f"/proc/{worker_of(serving)}/fd").iterdir()
        return sum("fichero.sqlite" in str(link.readlink()) for link in links)

    phone = phones()
    others = [phone]
    for _ in range(20):
        other = object.__new__(Phone)
        other.__dict__ |= {"serving": serving, "cookie": phone.cookie, "device": phone.device, "epoch": "", "n": 0}
        other.connect()
        others.append(other)
    for each in others:
        each.catch_up(each.hello())
    # The writer's own: the database, its log and its shared memory.
    assert opened() <= 5
    for each in others:
        each.hang_up()


def test_a_flooding_phone_does_not_hold_up_the_others(phones):
    flood, quiet = phones(), phones()
    flood.hello()
    quiet.catch_up(quiet.hello())
    ending = threading.Event()

    def pour() -> None:
        with contextlib.suppress(ConnectionClosed):
            while not ending.is_set():
                flood.push(*[flood.op(name="Flood", company="x" * 500) for _ in range(200)])

    pouring = threading.Thread(target=pour, daemon=True)
    pouring.start()
    flood.hear("rows")
    waits = []
    for _ in range(10):
        began = time.monotonic()
        quiet.push(quiet.op("task", description="Now"))
        while (message := quiet.hear())["type"] != "ack":
            quiet.say("got", cursor=message["to"])
        waits.append(time.monotonic() - began)
    ending.set()
    # Blocked by TCP, it would not notice.
    flood.line.socket.shutdown(tcp.SHUT_RDWR)
    pouring.join(10)
    # The median, because a busy machine may pause any one of them.
    assert sorted(waits)[5] < 1, waits


def test_who_never_says_hello_is_let_go(silent):
    client, began = silent
    assert b"say hello" in client.receive()[1]
    assert client.closed() == 1008
    assert time.monotonic() - began >= 10


def worker_of(serving: Serving) -> int:
    """The process that answers."""
    return int(Path(f"/proc/{serving.process.pid}/task/{serving.process.pid}/children").read_text().split()[0])
