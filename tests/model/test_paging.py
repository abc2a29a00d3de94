"""Paging while others write: whatever a reader is sent in small frames, it ends with what there is (I4, I15).

The law itself, for every cursor, is `invariants.i4_paging`, which every schedule ends with.
"""

import json
import threading
from random import Random

import msgspec

from sync import wire
from sync.rows import rows_after
from sync.scope import Seat
from tests.model.devices import Phone
from tests.model.ground import Ground, Place
from tests.model.world import BEGINNING

WRITERS, PUSHES = 4, 25


def _write(place: Place, seat: Seat, which: int, faults: list[BaseException]) -> None:
    dice, store = Random(which), place.store
    try:
        device = store.add_device(seat.business, seat.member, seat.session, "made up")
        epoch, _ = store.state(seat.business)
        for n in range(1, PUSHES + 1):
            row = f"01900000-0000-7000-8000-{dice.randrange(30):012x}"
            values = {"erased": True} if dice.randrange(12) == 0 else {"body": f"word {which} {n}"}
            op = {"n": n, "o": f"{which:02d}{n:010d}", "w": BEGINNING, "t": "note", "i": row, "v": values}
            answers = store.push(seat, wire.Push(device, epoch, BEGINNING, [msgspec.Raw(json.dumps(op).encode())]))
            assert isinstance(answers[0], wire.Ack), answers
    except BaseException as fault:
        faults.append(fault)
    finally:
        store.db.close()


def test_whoever_pages_while_others_write_ends_with_what_there_is(ground: Ground) -> None:
    place = ground.fresh(lambda: BEGINNING)
    store = place.store
    business = store.add_business("Made-up groomers", "Europe/Madrid", "EUR", "en")
    seat = Seat(business, store.add_member(business, "Olga", "olga@example.com", "owner"), "session")
    epoch, _ = store.state(business)
    scope = store.scope(business, seat.member)
    faults: list[BaseException] = []
    writers = [threading.Thread(target=_write, args=(place, seat, which, faults)) for which in range(WRITERS)]
    slow, quick, late = (Phone(name, seat, "") for name in ("slow", "quick", "late"))
    slow.epoch = quick.epoch = epoch

    def page(reader: Phone, budget: int) -> bool:
        frame = rows_after(store.db, scope, reader.cursor, budget)
        if frame:
            assert frame.from_ == reader.cursor < frame.to
            reader.receive_rows(frame)
        return frame is not None

    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        page(slow, 1)
        while page(quick, 2_000):
            pass
        if not late.epoch and quick.cursor > 40:
            late.receive_snapshot(store.snapshot(seat).path.read_bytes())
    for reader in (slow, quick, late):
        if not reader.epoch:
            reader.receive_snapshot(store.snapshot(seat).path.read_bytes())
        while page(reader, 500):
            pass
    fresh = Phone("fresh", seat, "")
    fresh.epoch = epoch
    while page(fresh, wire.ROWS_FRAME):
        pass
    place.close()
    assert not faults, faults
    assert slow.rows == quick.rows == late.rows == fresh.rows and len(fresh.rows) > 5
