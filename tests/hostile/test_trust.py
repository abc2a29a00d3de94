"""What one who is signed in may not learn, take or spoil: foreign ids in every message and route, and limits."""

import hashlib
import json

import pytest

from server import files, sessions, sync_routes
from sync import store as store_module
from sync import wire
from sync.stamp import random_name
from tests.hostile.rig import Rig
from tests.server.office import HOUR, Browser, Office, row_id
from tests.socket.phone import Phone

PHOTO = b"\xff\xd8\xff\xe0 a made-up photo"
NAME = hashlib.sha256(PHOTO).hexdigest()


class Street:
    """Two businesses on one server; in the first, Sam of the staff sees neither money nor others' clients."""

    def __init__(self, office: Office):
        self.office = office
        self.owner, self.sam = office.signed_in(), office.signed_in(office.staff())
        self.epoch = office.epoch(self.owner)
        other = office.store.add_business("Made-up Walks", "Europe/Madrid", "EUR", "es")
        wim = office.store.add_member(other, "Wim Invented", "wim@example.com", "owner")
        self.stranger = office.browser()
        self.stranger.sign_in(sessions.make_link(office.store, other, wim, HOUR)[0])
        self.client, self.booking, self.payment = row_id(), row_id(), row_id()
        self.erased = row_id()
        self.write(
            ("member", self.sam.member, {"sees.others": False, "sees.money": False}),
            ("client", self.client, {"name": "Ada Invented", "photo": NAME}),
            ("booking", self.booking, {"client": self.client, "member": self.owner.member}),
            ("payment", self.payment, {"client": self.client, "money": {"amount": 1, "currency": "EUR"}}),
            ("client", self.erased, {"name": "Bo Invented"}),
            ("client", self.erased, {"erased": True}),
        )
        self.owner.put("/files/" + NAME, PHOTO)

    def write(self, *edits: tuple[str, str, dict]) -> None:
        """Edits of the owner's."""
        ack = self.owner.push(self.epoch, [self.owner.op(*edit) for edit in edits]).json
        assert ack["refused"] == []

    def ids(self) -> dict[str, str]:
        """One id for each way in which a row may be out of reach, and one that nobody has heard of."""
        return {"client": self.client, "booking": self.booking, "payment": self.payment, "erased": self.erased}


@pytest.fixture
def street(office: Office) -> Street:
    return Street(office)


def said(answer) -> tuple[int, str]:
    """An answer without what the question put into it."""
    return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.parametrize("table", ["client", "booking", "payment", "conflict", "merge", "member", "note"])
def test_the_history_of_what_is_out_of_reach_is_that_of_nothing(street: Street, table: str) -> None:
    for browser in (street.sam, street.stranger):
        nothing = said(browser.get(f"/history/{table}/{row_id()}"))
        for row in street.ids().values():
            assert said(browser.get(f"/history/{table}/{row}")) == nothing


def test_a_file_of_a_row_out_of_reach_is_not_there(street: Street) -> None:
    unknown = "0" * 64
    for browser in (street.sam, street.stranger):
        assert said(browser.get("/files/" + NAME)) == said(browser.get("/files/" + unknown))
        ask = f"bytes */{len(PHOTO)}"
        assert said(browser.put("/files/" + NAME, b"", ask)) == said(browser.put("/files/" + unknown, b"", ask))
    assert street.sam.put("/files/" + NAME, PHOTO).status_code == 201
    assert street.owner.get("/files/" + NAME).data == PHOTO


def test_devices_and_members_out_of_reach_are_unknown(street: Street) -> None:
    for browser, device in ((street.sam, street.owner.device), (street.stranger, street.sam.device)):
        theirs, unknown = f"/devices/{device}", "/devices/" + random_name(8)
        assert said(browser.delete(theirs)) == said(browser.delete(unknown))
        assert said(browser.patch(theirs, {"label": "Mine"})) == said(browser.patch(unknown, {"label": "Mine"}))
    for browser in (street.sam, street.stranger):
        unknown = said(browser.post("/links", {"member": row_id()}))
        assert said(browser.post("/links", {"member": street.owner.member})) == unknown


def push(browser: Browser, epoch: str, table: str, row: str, cells: dict) -> list[tuple[str, str]]:
    """What is refused of one edit."""
    ack = browser.push(epoch, [browser.op(table, row, cells)]).json
    return [(refused["code"], refused["text"]) for refused in ack["refused"]]


def test_a_table_out_of_sight_tells_nothing_of_its_rows(street: Street) -> None:
    erased = row_id()
    street.write(("payment", erased, {"client": street.erased}))
    cells = {"money": {"amount": 1, "currency": "EUR"}}
    unknown = push(street.sam, street.epoch, "payment", row_id(), cells)
    assert [code for code, _ in unknown] == ["forbidden"]
    for row in (street.payment, erased, street.client):
        assert push(street.sam, street.epoch, "payment", row, cells) == unknown


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("note", lambda row: {"client": row, "body": "x"}),
        ("note", lambda row: {"booking": row, "body": "x"}),
        ("task", lambda row: {"client": row}),
        ("booking", lambda row: {"client": row, "service": row}),
        ("merge", lambda row: {"pair": {"kept": row, "merged": row}}),
        ("merge", lambda row: {"pair": {"kept": "0" * 8 + row[8:], "merged": row}}),
        ("label", lambda row: {"service": row}),
    ],
)
def test_a_reference_tells_nothing_of_what_it_points_at(street: Street, table: str, cells) -> None:
    unknown = push(street.sam, street.epoch, table, row_id(), cells(row_id()))
    for row in (street.client, street.booking, street.payment, street.erased):
        assert push(street.sam, street.epoch, table, row_id(), cells(row)) == unknown == []


def test_an_id_of_another_business_is_an_id_like_any_other(street: Street) -> None:
    epoch = street.office.epoch(street.stranger)
    assert push(street.stranger, epoch, "client", street.client, {"name": "Mine"}) == []
    assert street.office.store.row(street.office.business, "client", street.client).v["name"] == "Ada Invented"
    assert push(street.stranger, epoch, "client", street.client, {"erased": True}) == []
    assert street.owner.get("/files/" + NAME).data == PHOTO
    assert "Ada" in json.dumps(street.owner.get(f"/history/client/{street.client}").json)


def test_the_device_of_another_session_is_an_unknown_device(street: Street) -> None:
    client, other = row_id(), street.sam.device
    answers = []
    for device in (other, street.owner.device, random_name(8)):
        street.stranger.device = device
        op = street.stranger.op("client", client, {"name": "x"})
        answers.append(said(street.stranger.push(street.office.epoch(street.stranger), [op])))
    assert len(set(answers)) == 1 and answers[0][0] == 403


def test_anothers_push_replayed_changes_nothing(street: Street) -> None:
    op = street.owner.op("client", street.client, {"name": "Ada Later"})
    street.owner.push(street.epoch, [op])
    before = street.office.store.head(street.office.business)
    replayed = street.sam.push(street.epoch, [op | {"n": 1}]).json
    assert (replayed["type"], replayed["refused"]) == ("ack", [])
    assert street.office.store.head(street.office.business) == before


def test_a_base_from_the_future_wins_nothing_from_the_future(street: Street) -> None:
    row = row_id()
    street.write(("task", row, {"description": "Mine"}))
    street.office.clock.ms += 1
    op = street.sam.op("task", row, {"description": "Theirs"}) | {"b": {"description": "zzzzzzzzz-zzz-zzzzzzzz"}}
    assert street.sam.push(street.epoch, [op | {"w": 2**53}]).json["refused"] == []
    held = street.office.store.row(street.office.business, "task", row)
    assert held.v["description"] == "Theirs"
    stamp = held.x["description"]
    assert int(stamp[:9], 36) <= street.office.clock() + 1
    street.office.clock.ms += 2
    street.write(("task", row, {"description": "Mine again"}))
    assert street.office.store.row(street.office.business, "task", row).v["description"] == "Mine again"


def test_a_push_that_was_waiting_when_its_member_went_is_not_taken(street: Street) -> None:
    store, seat = street.office.store, sessions.seat_of(street.office.store, _token(street.sam))
    push_ = wire.Push(street.sam.device, street.epoch, street.office.clock(), [])
    sessions.revoke(store, seat.business, seat.session, seat.member)
    (refused,) = store.push(seat, push_)
    assert refused.code == "forbidden"
    gone = sessions.seat_of(store, _token(street.owner))
    store.writer.submit(lambda: store._write(seat.business, "member", gone.member, {"deleted": True}))
    push_.device = street.owner.device
    assert store.push(gone, push_)[0].code == "forbidden"


def _token(browser: Browser) -> str:
    return browser.client.get_cookie("fichero").value


# What would grow without end


def test_a_session_is_given_so_many_devices_a_day(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "FORKS", 3)
    store, seat = street.office.store, sessions.seat_of(street.office.store, _token(street.sam))
    hello = wire.Hello("", "", 0, 1, 0)
    assert [store.fork(seat, "").device != "" for _ in range(2)] == [True, True]
    with pytest.raises(store_module.Busy):
        store.fork(seat, "")
    with pytest.raises(store_module.Busy):
        store.hello(seat, hello)
    street.office.clock.ms += 25 * HOUR
    assert store.hello(seat, hello)


def test_a_member_is_given_so_many_links(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MOST_DEVICES", 3)
    assert [street.sam.post("/links", {}).status_code for _ in range(3)] == [200, 200, 429]
    street.office.clock.ms += sessions.DEVICE_MS + 1
    assert street.sam.post("/links", {}).status_code == 200


def test_files_begun_and_not_finished_are_few_and_leave_the_store_its_room(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_PARTS", 2)
    begin = [street.sam.put("/files/" + c * 64, b"x", "bytes 0-0/9").status_code for c in "abc"]
    assert begin == [202, 202, 429]
    assert street.sam.put("/files/" + "a" * 64, b"x", "bytes 1-1/9").status_code == 202
    monkeypatch.setattr(files, "RESERVE", 1 << 60)
    full = street.owner.put("/files/" + "d" * 64, b"x", "bytes 0-0/9")
    assert (full.status_code, full.json["code"]) == (507, "storage-full")


def test_a_push_has_so_many_ops(street: Street) -> None:
    op = {"n": 1, "o": "a" * 12, "bad": 1}
    body = [op | {"n": n, "o": f"{n:012d}"} for n in range(1, wire.MAX_CELLS + 2)]
    answer = street.sam.push(street.epoch, body)
    assert (answer.status_code, answer.json["code"]) == (413, "too-large")


def test_fat_rows_and_their_history_come_in_small_pieces(street: Street) -> None:
    note = row_id()
    for _ in range(40):
        street.write(("note", note, {"body": "x" * 10_000, "kind": "call"}))
    for n in range(6):
        custom = {f"custom.{key}": f"{n}" + "y" * 9_000 for key in range(20)}
        street.write(("pet", row_id(), custom))
    assert len(street.owner.get(f"/history/note/{note}").data) < 2 * 2**20
    frame = street.owner.get(f"/sync/rows?epoch={street.epoch}&cursor=0").data
    assert len(frame) < 512 * 1024


def test_one_session_holds_so_many_sockets(rig: Rig, honest: Phone) -> None:
    lines = [rig.raw() for _ in range(sync_routes.MOST_SOCKETS + 1)]
    for line in lines:
        rig.hello(line)
    assert lines[0].closed() == 1008
    assert b"welcome" in lines[-1].receive()[1]
    for line in lines:
        line.socket.close()
