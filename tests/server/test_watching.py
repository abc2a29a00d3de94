"""What an administrator sees of a server: its log, which is about nobody, and its metrics."""

import json
import re
import socket
import sqlite3
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from tests.engine import Engine
from tests.server.process import Done, Fichero, Serving
from tests.socket.phone import Phone
from tests.store.shop import until

Typed = Callable[..., Done]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def metrics(port: int) -> dict[str, float]:
    """Every figure, by its name and labels."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
        lines = answer.read().decode().splitlines()
    return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in lines if not line.startswith("#")}


@pytest.fixture(params=list(Engine), ids=lambda engine: engine.value)
def watched(request: pytest.FixtureRequest, tmp_path) -> Iterator[tuple[Fichero, Serving, int]]:
    """A server whose metrics are asked for at a port, on each engine."""
    fichero = Fichero(tmp_path / "data", engine=request.param)
    port = free_port()
    fichero.environ["FICHERO_METRICS"] = f"127.0.0.1:{port}"
    yield fichero, fichero.serve(), port
    fichero.close()


def test_metrics_count_for_all_workers_and_name_nobody(watched: tuple[Fichero, Serving, int]) -> None:
    fichero, serving, port = watched
    phone = Phone(serving, fichero.run("invite", "olga@example.com", "--role", "owner").out.strip())
    phone.catch_up(phone.hello())
    phone.push(phone.op(name="Nadia Invented"), phone.op("payment", kind="gift"), phone.op("planet", name="Mars"))
    while (message := phone.hear())["type"] != "ack":
        phone.say("got", cursor=message["to"])
    assert serving.ask("GET", "/sync/snapshot", cookie=phone.cookie).status == 200
    until(lambda: metrics(port)["fichero_connections"] == 1)
    until(lambda: metrics(port)["fichero_outgoing_frames"] == 0)
    found = metrics(port)
    assert found["fichero_push_seconds_count"] == 1 and found["fichero_ops_total"] == 3
    assert found['fichero_refused_total{code="unknown"}'] == 1
    assert found['fichero_refused_total{code="bad-value"}'] == 1
    assert found["fichero_conflicts_total"] == 0 and found["fichero_rows_sent_total"] >= 3
    assert found["fichero_commit_seconds_count"] >= 1 and found["fichero_snapshot_seconds_count"] == 1
    assert found['fichero_log_records_total{level="error"}'] == 0
    labels = {label for name in found for label in re.findall(r"[{,](\w+)=", name)}
    assert labels == {"code", "level", "le", "version", "build"}
    assert serving.ask("GET", "/metrics").headers["Content-Type"].startswith("text/html"), "not for everybody"
    phone.hang_up()
    until(lambda: metrics(port)["fichero_connections"] == 0)
    assert serving.stop() == 0


def test_the_log_is_one_event_a_line_and_about_nobody(tmp_path) -> None:
    """Everything in the demo, and whatever a request brings, is looked for in what was logged."""
    fichero = Fichero(tmp_path / "data", engine=Engine.SQLITE)
    fichero.environ["FICHERO_LOG"] = "json"
    serving = fichero.serve("--demo", "--locale", "es")
    cookie, said = serving.sign_in(serving.links[0])
    phone = Phone(serving, serving.ask("POST", "/links", {}, cookie).json["link"])
    phone.catch_up(phone.hello(cursor=0))
    # Faults of every kind, each with something of somebody's in it.
    phone.push(phone.op(name=7, phones="+34 600 000 001"), phone.op("client", email="rosa@example.com"))
    phone.line.send("Rosa Inventada, +34 600 000 001")
    serving.ask("POST", "/session", {"token": "secret-token-of-nobody", "label": "Rosa's phone"})
    serving.ask("POST", "/session", {"tocken": "Rosa Inventada"})
    serving.ask("GET", "/clients/Rosa-Inventada?q=rosa@example.com", cookie=cookie)
    with closing(sqlite3.connect(fichero.data / "demo" / "fichero.sqlite")) as store:
        store.execute('ALTER TABLE "history" RENAME TO "elsewhere"')
        names = {text for (text,) in store.execute('SELECT "name" FROM "client" UNION SELECT "name" FROM "member"')}
        contacts = {text for (text,) in store.execute('SELECT "phones" || "emails" FROM "client"') if text}
        emails = {text for (text,) in store.execute('SELECT "email" FROM "member" WHERE "email" IS NOT NULL')}
    fault = serving.ask("GET", f"/history/client/{said['business']['id']}", cookie=cookie)
    broken = {"n": 1, "o": "aaaaaaaaaaaa", "w": 0, "t": "client", "i": "01900000-0000-7000-8000-000000000001"}
    push = {"type": "push", "device": said["device"], "epoch": phone.epoch, "now": 0}
    failed = serving.ask("POST", "/sync/push", push | {"ops": [broken | {"v": {"name": "Rosa Inventada"}}]}, cookie)
    assert failed.status == 500
    phone.push(phone.op(name="Rosa Inventada"))
    assert phone.closed() in (1011, 1000)
    serving.stop()
    logged = serving.process.stderr.read()
    events = [json.loads(line) for line in logged.splitlines()]
    assert {"worker ready", "request", "a conversation failed", "worker stops"} <= {each["event"] for each in events}
    faults = [each for each in events if each["level"] == "error"]
    assert any(each["request"] == failed.headers["X-Request-ID"] and each["error"]["frames"] for each in faults)
    assert "no such table: history" in {each["error"].get("text") for each in faults}
    words = {word for text in contacts for word in re.findall(r'"value":"([^"]+)"', text)}
    tokens = {serving.links[0].split("#")[1], cookie.split("=")[1], phone.cookie.split("=")[1], "secret-token"}
    told = names | words | emails | tokens | {"Rosa", "rosa@", "600 000 001", "600000001"}
    assert len(words) > 100 and len(names) > 50
    assert [each for each in told if each and len(each) > 3 and each in logged] == []
    assert fault.status == 500 or fault.json == {"changes": []}


def test_text_is_for_people_and_says_what_goes_wrong(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("FICHERO_LOG", "xml"), ("FICHERO_METRICS", "9100")):
        with monkeypatch.context() as changed:
            changed.setenv(name, value)
            refused = typed("doctor")
            assert refused.code == 1 and name in refused.err
