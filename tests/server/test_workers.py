"""Two worker processes on PostgreSQL: news between them, one killed, and what many processes must do once."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.engine import Engine
from tests.redis import Redis
from tests.server.process import Answer, Done, Fichero
from tests.socket.phone import Phone
from tests.store.shop import until

Typed = Callable[..., Done]

ROUNDS = int(os.environ.get("FICHERO_ROUNDS") or 5)
"""How often each of the eight writers pushes."""


class Pair:
    """A server of two workers; `redis` is what tells them of each other's news, PostgreSQL without."""

    def __init__(self, fichero: Fichero, redis: Redis | None):
        self.fichero = fichero
        self.redis = redis
        self.serving = fichero.serve()
        self.cookie, _ = self.serving.sign_in(self.invite("olga@example.com", "owner"))

    def invite(self, email: str, role: str) -> str:
        """A sign-in link."""
        return self.fichero.run("invite", email, "--role", role).out.strip()

    def ask(self, method: str, path: str, body: Any = None) -> Answer:
        """One request of the owner's."""
        return self.serving.ask(method, path, body, self.cookie)

    def workers(self) -> list[int]:
        """The processes that serve, both of them."""
        until(lambda: len(children(self.serving.process.pid)) == 2)
        return children(self.serving.process.pid)

    def cut(self) -> None:
        """Cut whatever the workers hear of each other by; PostgreSQL, as in a restart, from all that they do."""
        if self.redis:
            self.redis.cut()
            return
        with psycopg.connect(self.fichero.environ["FICHERO_DATABASE"]) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


ON_POSTGRESQL = pytest.mark.parametrize("pair", ["postgresql"], indirect=True)


@pytest.fixture(scope="module", params=["postgresql", "redis"])
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Two workers that hear of each other by either carrier."""
    fichero = Fichero(tmp_path_factory.mktemp("workers"), engine=Engine.POSTGRESQL)
    redis: Redis | None = request.getfixturevalue("redis_server") if request.param == "redis" else None
    if redis:
        # Failed sign-ins that other tests left in it would keep these out.
        redis.forget()
        fichero.environ["FICHERO_FANOUT"] = redis.url
    yield Pair(fichero, redis)
    fichero.close()


@pytest.fixture
def phones(pair: Pair) -> Iterator[Callable[[], Phone]]:
    """Makes phones of the owner; hangs up for them."""
    made: list[Phone] = []

    def phone() -> Phone:
        made.append(Phone(pair.serving, pair.ask("POST", "/links", {}).json["link"]))
        made[-1].catch_up(made[-1].hello())
        return made[-1]

    yield phone
    for each in made:
        each.hang_up()


def children(process: int) -> list[int]:
    """The processes that a process started and that live."""
    return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def worker_of(phone: Phone, among: list[int]) -> int:
    """The worker that holds a phone's connection."""
    ends = [f":{address[1]:04X}" for address in (phone.line.remote_address, phone.line.local_address)]
    inode = next(
        line.split()[9]
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
        if [place[-5:] for place in line.split()[1:3]] == ends
    )
    for worker in among:
        for link in Path(f"/proc/{worker}/fd").iterdir():
            try:
                if os.readlink(link) == f"socket:[{inode}]":
                    return worker
            except FileNotFoundError:
                continue
    raise AssertionError("no worker holds the connection")


def on_both(pair: Pair, make: Callable[[], Phone]) -> tuple[Phone, Phone]:
    """Two phones, each on another worker."""
    workers = pair.workers()
    first = make()
    for _ in range(60):
        other = make()
        if worker_of(other, workers) != worker_of(first, workers):
            return first, other
    raise AssertionError("all connections came to one worker")


def test_news_come_from_the_other_worker(pair: Pair, phones: Callable[[], Phone]) -> None:
    van, office = on_both(pair, phones)
    for writer, reader in ((van, office), (office, van)):
        edit = writer.op(name="Nadia Invented")
        writer.push(edit)
        rows = reader.hear("rows")
        assert [row["i"] for row in rows["rows"]] == [edit["i"]]
        reader.say("got", cursor=rows["to"])
        heard = {message["type"]: message for message in (writer.hear(), writer.hear())}
        assert heard["ack"]["n"] == 1 and not heard["ack"]["refused"]
        writer.say("got", cursor=heard["rows"]["to"])


@ON_POSTGRESQL
def test_devices_of_a_killed_worker_are_back_on_the_other(pair: Pair, phones: Callable[[], Phone]) -> None:
    van, office = on_both(pair, phones)
    edit = van.op(name="Acknowledged")
    van.push(edit)
    rows = office.hear("rows")
    office.say("got", cursor=rows["to"])
    assert {van.hear()["type"], van.hear()["type"]} == {"ack", "rows"}
    os.kill(worker_of(van, pair.workers()), signal.SIGKILL)
    assert van.closed() is None
    van.connect()
    welcome = van.hello(cursor=rows["from"])
    assert (welcome["n"], welcome["o"]) == (1, edit["o"])
    assert [row["i"] for row in van.hear("rows")["rows"]] == [edit["i"]]
    van.say("got", cursor=rows["to"])
    # And news go on, in either direction, whichever worker each is on.
    office.push(office.op(name="From the other"))
    assert van.hear("rows")["rows"][0]["v"]["name"] == "From the other"
    pair.workers()


@ON_POSTGRESQL
def test_a_worker_that_stood_still_held_up_nobody_and_goes_on(pair: Pair, phones: Callable[[], Phone]) -> None:
    van, office = on_both(pair, phones)
    stopped = worker_of(van, pair.workers())
    os.kill(stopped, signal.SIGSTOP)
    waiting, edit = van.op(name="Sent to nobody"), office.op(name="From the other")
    try:
        van.push(waiting)
        office.push(edit)
        heard = {message["type"]: message for message in (office.hear(), office.hear())}
        assert heard["ack"]["n"] == 1
    finally:
        os.kill(stopped, signal.SIGCONT)
    office.say("got", cursor=heard["rows"]["to"])
    assert [row["i"] for row in office.hear("rows")["rows"]] == [waiting["i"]]
    acknowledged, held = 0, []
    while not acknowledged or len(held) < 2:
        if (message := van.hear())["type"] == "ack":
            acknowledged = message["n"]
        else:
            held += [row["i"] for row in message["rows"]]
            van.say("got", cursor=message["to"])
    assert acknowledged == 1 and sorted(held) == sorted([waiting["i"], edit["i"]])


def test_news_go_on_after_the_lines_between_workers_were_cut(pair: Pair, phones: Callable[[], Phone]) -> None:
    van, office = on_both(pair, phones)
    pair.cut()
    edit = van.op(name="Written meanwhile")
    answer = {"type": "error", "code": "busy"}
    while answer["type"] == "error":
        assert answer["code"] == "busy"
        van.push(edit)
        answer = van.hear()
    heard = office.hear()
    while heard["type"] == "error":
        assert heard["code"] == "busy"
        heard = office.hear()
    assert heard["rows"][0]["i"] == edit["i"]


@ON_POSTGRESQL
def test_what_may_happen_once_happens_once(pair: Pair) -> None:
    """A single-use link and a snapshot, asked for of both workers at once."""
    token = pair.invite("sam@example.com", "staff").split("#")[1]
    with ThreadPoolExecutor(12) as many:
        tries = list(many.map(lambda _: pair.ask("POST", "/session", {"token": token, "label": ""}), range(10)))
        made = list(many.map(lambda _: pair.ask("GET", "/sync/snapshot"), range(10)))
    assert sorted(answer.status for answer in tries) == [200] + [401] * 9
    assert {answer.status for answer in made} == {200} and len({answer.body for answer in made}) == 1
    snapshots = pair.fichero.data / "snapshots"
    assert len(list(snapshots.glob("*.br"))) == 1 and not [*snapshots.glob("*.new"), *snapshots.glob("*.tmp")]


@ON_POSTGRESQL
def test_a_phone_signed_out_hears_so_on_either_worker(pair: Pair, phones: Callable[[], Phone]) -> None:
    for lost in on_both(pair, phones):
        assert pair.ask("DELETE", f"/devices/{lost.device}").status == 204
        lost.hear("wipe")


@ON_POSTGRESQL
def test_eight_writers_in_two_processes_leave_no_gap(pair: Pair, phones: Callable[[], Phone]) -> None:
    """I4: a reader that pages while eight phones write, on both workers, has every row in its last version."""
    on_both(pair, phones)
    writers, reader = [phones() for _ in range(8)], phones()
    faults: list[BaseException] = []

    def write(place: int, phone: Phone) -> None:
        try:
            shared = f"01900000-0000-7000-8000-{place % 3:012x}"
            for number in range(ROUNDS):
                phone.push(phone.op(row=shared, **{f"custom.{place}": f"{number}"}), phone.op(name=f"{place} {number}"))
                while phone.hear()["type"] != "ack":
                    pass
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=write, args=each) for each in enumerate(writers)]
    for thread in threads:
        thread.start()
    held: dict[str, dict] = {}
    to = None
    while len(held) < 8 * ROUNDS + 3:
        frame = reader.hear("rows")
        assert to in (None, frame["from"]) and not faults, faults
        to = frame["to"]
        held |= {row["i"]: row for row in frame["rows"]}
        reader.say("got", cursor=to)
    for thread in threads:
        thread.join()
    assert not faults, faults
    anew, cursor = {}, 0
    while (frame := pair.ask("GET", f"/sync/rows?epoch={reader.epoch}&cursor={cursor}").json)["to"] != cursor:
        anew |= {row["i"]: row for row in frame["rows"]}
        cursor = frame["to"]
    while to < cursor:
        frame = reader.hear("rows")
        to = frame["to"]
        held |= {row["i"]: row for row in frame["rows"]}
        reader.say("got", cursor=to)
    assert {row: anew[row] for row in held} == held


@pytest.mark.about_sqlite
def test_more_than_one_worker_on_sqlite_is_refused(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = typed("serve", "--workers", "2", "--port", "0")
    assert refused.code == 1 and "2 workers need PostgreSQL" in refused.err
    monkeypatch.setenv("FICHERO_FANOUT", "redis://127.0.0.1")
    assert "FICHERO_FANOUT: goes with FICHERO_DATABASE=postgresql" in typed("doctor").err
