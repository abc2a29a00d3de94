"""News reach every connection that may hear them as the store would tell each alone, and nobody else."""

from collections.abc import Iterator
from pathlib import Path

import gevent
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync import wire
from sync.models import Session
from sync.seen import STALE_MS
from sync.socket import framed
from sync.store import Store
from sync.teller import News, Tellers
from tests.store.desk import EUR30, NOON, Desk, Device, row_id


class Ear:
    """A connection that stands at a cursor and keeps what it is told; `got` confirms it."""

    def __init__(self, device: Device, cursor: int = 0, since: int = 0):
        self.seat, self.cursor, self.since = device.seat, cursor, since
        self.frames: list[bytes] = []
        self.looks = 0
        self.sent: int | None = None

    def place(self) -> tuple[int, int] | None:
        return (self.cursor, self.since) if self.sent is None else None

    def take_rows(self, cursor: int, news: News) -> None:
        assert cursor == self.cursor and self.sent is None
        self.sent = news.to
        self.frames.append(news.frame)

    def look(self) -> None:
        self.looks += 1

    def got(self) -> None:
        self.cursor, self.sent = self.sent, None


class Hall:
    """A desk whose people have sessions, and the tellers of its store."""

    def __init__(self, url: str, folder: Path):
        self.desk = Desk(url, folder)
        self.store: Store = self.desk.store
        self.tellers = Tellers(self.store)
        for device in (self.desk.olga, self.desk.mark, self.desk.sam):
            self.sign_in(device)

    def sign_in(self, device: Device) -> None:
        seat = device.seat
        self.store.writer.submit(
            lambda: Session.create(
                hash=seat.session, business=seat.business, member=seat.member, label="", created=0, seen=NOON
            )
        )

    def end(self, device: Device, why: str) -> None:
        ended = Session.update(ended=NOON, why=why).where(Session.hash == device.seat.session)
        self.store.writer.submit(ended.execute)

    @property
    def head(self) -> int:
        return self.store.head(self.desk.business)

    def alone(self, ear: Ear, cursor: int) -> bytes:
        """What the store would tell this connection by itself."""
        return framed(wire.encode(self.store.rows(ear.seat, cursor)))

    def settle(self) -> None:
        """Until everybody has been told."""
        teller = self.tellers._tellers.get(self.desk.business)
        while teller and (teller._waiting or teller._telling):
            gevent.sleep(0)


@pytest.fixture
def hall(database: str, tmp_path: Path) -> Iterator[Hall]:
    """On each engine."""
    hall = Hall(database, tmp_path)
    yield hall
    hall.store.close()


def test_all_at_one_cursor_are_told_the_same_bytes_and_are_told_on_after_got(hall: Hall) -> None:
    ears = [Ear(hall.desk.olga, hall.head), Ear(hall.desk.mark, hall.head), Ear(hall.desk.olga, hall.head)]
    joined = [(hall.tellers.join(ear), ear) for ear in ears]
    before = hall.head
    hall.desk.olga.write("client", row_id(1), {"name": "Ana"})
    hall.settle()
    assert [ear.frames for ear in ears] == [[hall.alone(ears[0], before)]] * 3
    assert ears[0].frames[0] is ears[1].frames[0]
    hall.desk.mark.write("client", row_id(2), {"name": "Eve"})
    hall.settle()
    # Nothing more before `got`.
    assert [len(ear.frames) for ear in ears] == [1, 1, 1]
    for teller, ear in joined:
        ear.got()
        teller.want(ear)
    hall.settle()
    assert {ear.frames[1] for ear in ears} == {hall.alone(ears[0], ears[0].cursor)}
    for teller, ear in joined:
        teller.leave(ear)
    assert not hall.tellers._tellers and not hall.store.hub._listeners


@pytest.mark.parametrize("why", ["left", "revoked"])
def test_an_ended_session_is_told_nothing_whoever_ended_it(hall: Hall, why: str) -> None:
    lost, other = Ear(hall.desk.sam, hall.head), Ear(hall.desk.mark, hall.head)
    for ear in (lost, other):
        hall.tellers.join(ear)
    hall.end(hall.desk.sam, why)
    hall.desk.olga.write("client", row_id(1), {"name": "Ana"})
    hall.settle()
    assert (lost.frames, lost.looks) == ([], 1)
    assert (len(other.frames), other.looks) == (1, 0)


def test_a_member_who_is_gone_is_told_nothing(hall: Hall) -> None:
    ear = Ear(hall.desk.sam, hall.head)
    hall.tellers.join(ear)
    hall.desk.olga.write("member", hall.desk.sam.seat.member, {"deleted": True})
    hall.settle()
    assert (ear.frames, ear.looks) == ([], 1)


def test_a_changed_sight_is_left_to_the_conversation_but_for_a_copy_begun_since(hall: Hall) -> None:
    old, young = Ear(hall.desk.sam, hall.head), Ear(hall.desk.sam, 0, since=hall.head + 1)
    hall.tellers.join(old)
    hall.desk.olga.write("member", hall.desk.sam.seat.member, {"sees.money": False})
    hall.settle()
    assert (old.frames, old.looks) == ([], 1)
    hall.tellers.join(young).want(young)
    hall.settle()
    assert (young.frames, young.looks) == ([hall.alone(young, 0)], 0)


def test_a_poke_that_was_lost_is_made_up_for_and_who_listens_is_noted(hall: Hall) -> None:
    ear = Ear(hall.desk.olga, hall.head)
    teller = hall.tellers.join(ear)
    hall.store.hub.leave(teller._token)
    hall.desk.time += STALE_MS + 1
    hall.desk.mark.write("client", row_id(1), {"name": "Ana"})
    hall.settle()
    assert ear.frames == []
    gevent.spawn(teller._look).join()
    hall.settle()
    assert len(ear.frames) == 1
    assert Session.get_by_id(ear.seat.session).seen == hall.desk.time
    assert Session.get_by_id(hall.desk.sam.seat.session).seen == NOON


def test_when_the_store_fails_each_conversation_finds_out_by_itself(hall: Hall, monkeypatch) -> None:
    ears = [Ear(hall.desk.olga, hall.head), Ear(hall.desk.mark, hall.head)]
    for ear in ears:
        hall.tellers.join(ear)
    monkeypatch.setattr("sync.teller.living", lambda *_: 1 // 0)
    hall.desk.olga.write("client", row_id(1), {"name": "Ana"})
    hall.settle()
    assert [(ear.frames, ear.looks) for ear in ears] == [([], 1)] * 2
    monkeypatch.undo()
    hall.desk.olga.write("client", row_id(2), {"name": "Eve"})
    hall.settle()
    assert [len(ear.frames) for ear in ears] == [1, 1]


def test_a_crowd_is_told_in_turns(hall: Hall) -> None:
    ears = [Ear(hall.desk.olga, hall.head) for _ in range(250)]
    for ear in ears:
        hall.tellers.join(ear)
    hall.desk.olga.write("client", row_id(1), {"name": "Ana"})
    hall.settle()
    assert {len(ear.frames) for ear in ears} == {1}


SIGHTS = ("sees.money", "sees.contacts", "sees.others")
WRITES = st.tuples(st.sampled_from("cbpn"), st.integers(0, 3), st.sampled_from(("olga", "mark", "sam", None)))


@settings(max_examples=25, deadline=None)
@given(
    sees=st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=2, max_size=3),
    writes=st.lists(WRITES, min_size=1, max_size=8),
    back=st.lists(st.integers(0, 8), min_size=5, max_size=5),
)
def test_what_is_shared_is_what_each_may_see(tmp_path_factory, sees, writes, back) -> None:
    """Whoever sees the same gets the same bytes: those that the store would give to each alone."""
    folder = tmp_path_factory.mktemp("hall")
    hall = Hall(f"sqlite:///{folder}/fichero.db", folder)
    desk = hall.desk
    staff = [desk.sam]
    for number in range(1, len(sees)):
        staff.append(desk.join(f"Staff {number}", "staff"))
        hall.sign_in(staff[-1])
    for device, sights in zip(staff, sees, strict=True):
        desk.olga.write("member", device.seat.member, dict(zip(SIGHTS, sights, strict=True)))
    begun = hall.head
    for number, (what, client, name) in enumerate(writes):
        member = name and getattr(desk, name).seat.member
        row, card = row_id(100 + number), row_id(client)
        if what == "c":
            desk.olga.write("client", card, {"name": f"Ana {number}", "phones.a": {"kind": "work", "value": "1"}})
        elif what == "b":
            desk.olga.write("booking", row, {"client": card, "member": member, "price": EUR30})
        elif what == "p":
            desk.olga.write("payment", row, {"client": card, "kind": "payment", "money": EUR30})
        else:
            desk.olga.write("note", row, {"client": card, "body": "Made up"})
    devices = [desk.olga, desk.mark, *staff]
    ears = [Ear(device, max(begun, hall.head - less)) for device, less in zip(devices, back, strict=False)]
    for ear in ears:
        hall.tellers.join(ear).want(ear)
    hall.store.hub.poke(desk.business, hall.head)
    hall.settle()
    for ear in ears:
        behind = ear.cursor < hall.head
        assert ear.frames == ([hall.alone(ear, ear.cursor)] if behind else []) and not ear.looks
    hall.store.close()
