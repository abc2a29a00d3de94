"""The sync wire over HTTPS: push, rows, snapshot and history."""

import json
import threading
import zlib

import brotli
import gevent
import pytest

from server import snapshots
from tests.server.office import HOUR, Office, row_id


def test_a_push_is_acknowledged_and_comes_back_as_rows(office: Office) -> None:
    one, two = office.signed_in(), office.signed_in()
    epoch, client = office.epoch(one), row_id()
    ack = one.push(epoch, [one.op("client", client, {"name": "Ada Invented", "phones.k3f9": {"value": "600"}})])
    assert ack.status_code == 200 and ack.json["type"] == "ack"
    assert (ack.json["device"], ack.json["n"], ack.json["refused"]) == (one.device, 1, [])
    rows = two.get(f"/sync/rows?epoch={epoch}&cursor=0").json
    assert rows["type"] == "rows" and (rows["from"], rows["to"]) == (0, ack.json["seq"])
    assert [row["v"]["name"] for row in rows["rows"] if row["i"] == client] == ["Ada Invented"]
    after = two.get(f"/sync/rows?epoch={epoch}&cursor={rows['to']}").json
    assert after == {"type": "rows", "epoch": epoch, "from": rows["to"], "to": rows["to"], "rows": [], "gone": []}


def test_a_repeated_push_is_acknowledged_and_changes_nothing(office: Office) -> None:
    browser = office.signed_in()
    epoch, ops = office.epoch(browser), [browser.op("client", row_id(), {"name": "Ada Invented"})]
    assert browser.push(epoch, ops).json == browser.push(epoch, ops).json


def test_a_gap_and_a_clone_are_told(office: Office) -> None:
    browser = office.signed_in()
    epoch = office.epoch(browser)
    browser.push(epoch, [browser.op("client", row_id(), {"name": "Ada Invented"})])
    clone = browser.op("client", row_id(), {"name": "Another"}) | {"n": 1}
    assert browser.push(epoch, [clone]).json == {"type": "fork"}
    assert browser.push(epoch, [clone | {"n": 5}]).json == {"type": "gap", "want": 2}


def test_another_epoch_is_409_and_nothing_happens(office: Office) -> None:
    browser = office.signed_in()
    epoch = office.epoch(browser)
    head = office.store.head(office.business)
    pushed = browser.push("strange", [browser.op("client", row_id(), {"name": "Ada Invented"})])
    assert (pushed.status_code, pushed.json["type"]) == (409, "reset")
    assert office.store.head(office.business) == head
    for query in ("epoch=strange&cursor=0", "cursor=0", f"epoch={epoch}&cursor={head + 1}"):
        asked = browser.get(f"/sync/rows?{query}")
        assert (asked.status_code, asked.json["code"]) == (409, "epoch")


def test_what_a_changed_role_may_see_begins_anew(office: Office) -> None:
    owner, sam = office.signed_in(), office.signed_in(office.staff())
    epoch = office.epoch(owner)
    cursor = sam.get(f"/sync/rows?epoch={epoch}&cursor=0").json["to"]
    assert sam.get(f"/sync/rows?epoch={epoch}&cursor={cursor}").status_code == 200
    owner.push(epoch, [owner.op("member", sam.member, {"sees.money": False})])
    asked = sam.get(f"/sync/rows?epoch={epoch}&cursor={cursor}")
    assert (asked.status_code, asked.json["type"]) == (409, "reset")
    (header, *_) = decoded(sam.get("/sync/snapshot"))
    assert sam.get(f"/sync/rows?epoch={epoch}&cursor={header['head']}").status_code == 200


def test_a_fault_in_one_op_refuses_that_op(office: Office) -> None:
    browser = office.signed_in()
    good, client = row_id(), row_id()
    ops = [
        browser.op("client", good, {"name": "Ada Invented", "status": "asleep"}),
        browser.op("spaceship", client, {"name": "x"}),
        browser.op("client", client, {"name": "Bo Invented"}) | {"w": "now"},
        browser.op("client", client, {"name": "Cy Invented"}),
    ]
    ack = browser.push(office.epoch(browser), ops).json
    assert ack["n"] == 4
    refused = sorted((refused["n"], refused["code"]) for refused in ack["refused"])
    assert refused == [(1, "bad-value"), (2, "unknown"), (3, "bad-message")]
    assert office.store.row(office.business, "client", good).v == {"name": "Ada Invented"}
    assert office.store.row(office.business, "client", client).v == {"name": "Cy Invented"}


@pytest.mark.parametrize(
    ("body", "field"),
    [(b"", None), (b"{", None), (b"[]", None), (b'{"type":"hello"}', "type"), (b"[" * 100_000, None),
     (b'{"type":"push","device":"a","epoch":"b","now":"c","ops":[]}', "now"),
     (b'{"type":"push","device":"a","epoch":"b","now":1,"ops":[],"extra":1}', None),
     (b'{"type":"push","device":"a","epoch":"b","now":1.5,"ops":{}}', "now")],
)  # fmt: skip
def test_a_push_that_cannot_be_read_is_a_bad_message(office: Office, body: bytes, field: str | None) -> None:
    browser = office.signed_in()
    answer = browser.client.post("/sync/push", data=body, headers=browser.origin)
    assert (answer.status_code, answer.json["code"], answer.json.get("field")) == (400, "bad-message", field)


def test_a_push_names_the_op_that_cannot_be_read(office: Office) -> None:
    browser = office.signed_in()
    answer = browser.push(office.epoch(browser), [browser.op("client", row_id(), {"name": "x"}), {"n": "2"}])
    assert (answer.status_code, answer.json["code"]) == (400, "bad-message")
    assert "ops[1]" in answer.json["text"]


def test_a_push_that_is_too_large_is_refused_whole(office: Office) -> None:
    browser = office.signed_in()
    answer = browser.push(office.epoch(browser), [browser.op("client", row_id(), {"name": "x" * 1_100_000})])
    assert (answer.status_code, answer.json["code"]) == (413, "too-large")


def test_a_device_of_another_session_is_forbidden(office: Office) -> None:
    one, two = office.signed_in(), office.signed_in()
    two.device = one.device
    answer = two.push(office.epoch(two), [two.op("client", row_id(), {"name": "x"})])
    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


@pytest.mark.about_sqlite
def test_a_full_disk_is_said_and_uses_nothing_up(office: Office) -> None:
    browser = office.signed_in()
    epoch, db = office.epoch(browser), office.store.db
    office.store.writer.submit(lambda: db.execute_sql("PRAGMA max_page_count = 1"))
    ops = [browser.op("client", row_id(), {"pickup": "long text " * 900}) for _ in range(20)]
    full = browser.push(epoch, ops)
    assert (full.status_code, full.json["code"]) == (507, "storage-full")
    office.clock.ms += HOUR
    assert browser.get("/session").status_code == 200
    # Somebody made room.
    office.store.writer.submit(lambda: db.execute_sql("PRAGMA max_page_count = 1073741823"))
    assert browser.push(epoch, ops).json["n"] == 20


@pytest.mark.parametrize("cursor", ["", "-1", "1.5", "x", "9" * 20, "٣"])
def test_a_cursor_that_is_no_number_is_named(office: Office, cursor: str) -> None:
    browser = office.signed_in()
    answer = browser.get("/sync/rows", query_string={"epoch": office.epoch(browser), "cursor": cursor})
    assert (answer.status_code, answer.json["code"], answer.json["field"]) == (400, "bad-message", "cursor")


def decoded(answer) -> list:
    """The lines of a snapshot, whatever its encoding."""
    unpack = {"br": brotli.decompress, "gzip": lambda data: zlib.decompress(data, 31), None: bytes}
    return [json.loads(line) for line in unpack[answer.headers.get("Content-Encoding")](answer.data).splitlines()]


def test_a_snapshot_in_every_encoding_and_from_any_line(office: Office) -> None:
    browser = office.signed_in()
    epoch = office.epoch(browser)
    browser.push(epoch, [browser.op("client", row_id(), {"name": f"Invented {n}"}) for n in range(1_200)])
    office.store.snapshots.drop(office.business)
    whole = decoded(browser.get("/sync/snapshot", headers={"Accept-Encoding": "br"}))
    assert whole[0] == {"epoch": epoch, "head": office.store.head(office.business), "rows": 1_202}
    assert whole[-1] == {"end": True} and len(whole) > 4
    assert sum(len(rows) for rows in whole[1:-1]) == 1_202
    for encoding in ("br", "gzip", "identity"):
        for line in (0, 1, 3, len(whole) - 1, len(whole)):
            path = f"/sync/snapshot?head={whole[0]['head']}&line={line}"
            assert decoded(browser.get(path, headers={"Accept-Encoding": encoding})) == whole[line:]


def test_a_snapshot_that_is_gone_is_410(office: Office) -> None:
    browser = office.signed_in()
    gone = browser.get("/sync/snapshot?head=1&line=2")
    assert (gone.status_code, gone.json["code"]) == (410, "gone")
    unread = browser.get("/sync/snapshot?head=x&line=2")
    assert (unread.status_code, unread.json["field"]) == (400, "head")


def test_a_kept_snapshot_does_not_wait_for_one_that_is_being_made(office: Office) -> None:
    """Somebody else's first one takes seconds, and all are made by one thread."""
    browser = office.signed_in()
    kept = browser.get("/sync/snapshot").data
    done = threading.Event()
    making = snapshots._maker().spawn(done.wait)
    try:
        with gevent.Timeout(10):
            assert browser.get("/sync/snapshot").data == kept
    finally:
        done.set()
        making.get()


def test_history_tells_every_value(office: Office) -> None:
    browser = office.signed_in()
    epoch, client = office.epoch(browser), row_id()
    for name in ("Ada", "Ada Invented"):
        browser.push(epoch, [browser.op("client", client, {"name": name})])
    changes = browser.get(f"/history/client/{client}").json["changes"]
    assert {change["value"] for change in changes} == {"Ada", "Ada Invented"}
    assert {change["device"] for change in changes} == {browser.device}
    assert set(changes[0]) == {
        "device", "n", "o", "member", "cell", "value", "stamp", "base", "won", "conflict", "at",
    }  # fmt: skip
    assert browser.get(f"/history/session/{client}").status_code == 404
    assert browser.get("/history/client/none").status_code == 404
    assert browser.get(f"/history/client/{row_id()}").json == {"changes": []}
