"""What was just written is told from memory, and is what the store would tell."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync import wire
from sync.fresh import MOST_LETTERS, Fresh, Written
from sync.socket import framed
from tests.store.desk import EUR30, names, row_id
from tests.store.test_teller import SIGHTS, Ear, Hall

PHONES = {"phones.a": {"kind": "work", "value": "1"}, "phones.b": None}
CELLS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "client": [("client", {"name": "Ana", "blocked": True}), ("client", PHONES), ("client", {"deleted": True}),
               ("client", {"erased": True}), ("client", {"name": "Eve"})],
    "note": [("note", {"body": "Made up", "pinned": False}), ("note", {"body": None})],
    "payment": [("payment", {"kind": "payment", "money": EUR30})],
    "booking": [("booking", {"price": EUR30, "pets.p1": True}), ("booking", {"status": "completed"})],
}  # fmt: skip
WRITES = st.lists(
    st.tuples(
        st.sampled_from(("olga", "mark")),
        st.integers(0, 1),
        st.sampled_from([each for some in CELLS.values() for each in some]),
        st.sampled_from((None, "sam", "olga")),
        st.sampled_from(("at once", "later")),
    ),
    min_size=1,
    max_size=12,
)


@pytest.fixture(scope="module")
def long_lived(tmp_path_factory) -> Iterator[Hall]:
    """One store for all examples."""
    folder = tmp_path_factory.mktemp("hall")
    hall = Hall(f"sqlite:///{folder}/fichero.db", folder)
    yield hall
    hall.store.close()


@settings(max_examples=50, deadline=None)
@given(sees=st.tuples(st.booleans(), st.booleans(), st.booleans()), writes=WRITES, got=st.integers(0, 255))
def test_what_is_told_while_people_write_is_what_the_store_holds(long_lived, sees, writes, got) -> None:
    """Some confirm each frame and some only now and then, so that frames tell of one write or of many."""
    hall, desk, base = long_lived, long_lived.desk, 1000 * next(names)
    desk.olga.write("member", desk.sam.seat.member, dict(zip(SIGHTS, sees, strict=True)))
    ears = [Ear(device, hall.head) for device in (desk.olga, desk.mark, desk.sam)]
    joined = [(hall.tellers.join(ear), ear) for ear in ears]
    for number, (name, card, (table, cells), member, when) in enumerate(writes):
        row = row_id(base + card if table == "client" else base + (100 + number if table == "payment" else 10 + card))
        about = {} if table == "client" else {"client": row_id(base + card)}
        about |= {"member": member and getattr(desk, member).seat.member} if table == "booking" else {}
        getattr(desk, name).write(table, row, cells | about)
        if when == "later":
            continue
        hear(hall, ears)
        for place, (teller, ear) in enumerate(joined):
            if ear.sent is not None and got >> (number + place) % 8 & 1:
                ear.got()
                teller.want(ear)
        hear(hall, ears)
    for teller, ear in joined:
        teller.leave(ear)


def hear(hall: Hall, ears: list[Ear]) -> None:
    """What each was told is what the store tells now."""
    hall.settle()
    for ear in ears:
        if ear.frames:
            assert ear.frames.pop() == hall.alone(ear, ear.cursor) and not ear.looks


def test_who_sees_all_is_told_without_reading_rows(database: str, tmp_path: Path, monkeypatch) -> None:
    hall = Hall(database, tmp_path)
    ear, late = Ear(hall.desk.olga, hall.head), Ear(hall.desk.mark, hall.head)
    teller = hall.tellers.join(ear)
    hall.tellers.join(late)
    monkeypatch.setattr("sync.teller.rows_after", lambda *_: 1 // 0)
    before = hall.head
    hall.desk.olga.write("client", row_id(1), {"name": "Ana"})
    hall.settle()
    hall.desk.mark.write("client", row_id(1), {"company": "Made up"})
    hall.desk.mark.write("client", row_id(2), {"name": "Eve"})
    ear.got()
    teller.want(ear)
    late.sent = None
    hall.tellers.join(late).want(late)
    hall.settle()
    assert ear.frames[1:] == [hall.alone(ear, ear.cursor)]
    assert late.frames[1:] == [hall.alone(late, before)]
    hall.store.close()


def test_after_what_nobody_told_of_rows_are_read(database: str, tmp_path: Path) -> None:
    """Another program's write between two of ours leaves no gap in what is told."""
    hall = Hall(database, tmp_path)
    ear = Ear(hall.desk.olga, hall.head)
    hall.tellers.join(ear)
    hub, hall.store.hub._listeners = hall.store.hub._listeners, {}
    hall.desk.mark.write("client", row_id(1), {"name": "Ana"})
    hall.store.hub._listeners = hub
    hall.desk.mark.write("client", row_id(2), {"name": "Eve"})
    hall.settle()
    assert ear.frames == [framed(wire.encode(hall.store.rows(ear.seat, ear.cursor)))]
    assert b"Ana" in ear.frames[0]
    hall.store.close()


@pytest.mark.parametrize("letters", [1, MOST_LETTERS // 4, 2 * MOST_LETTERS])
def test_no_more_is_kept_than_a_frame_tells(letters: int) -> None:
    fresh = Fresh()
    for start in range(200):
        fresh.add(Written(start, start + 1, {}, letters))
    assert sum(each.letters for each in fresh._writes) <= MOST_LETTERS
    assert len(fresh._writes) <= 64


def test_rows_are_known_only_from_where_no_write_is_missing() -> None:
    fresh = Fresh()
    for start in (0, 1, 3):
        fresh.add(Written(start, start + 1, {}, 1))
    assert [fresh.since(cursor, 4) for cursor in range(5)] == [None, None, None, [], None]
    assert fresh.since(3, 5) is None
    fresh.add(None)
    assert fresh.since(3, 4) is None
