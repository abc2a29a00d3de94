"""The rules of `docs/protocol.md` by example, on both engines. Their proof is `tests/model/`; this is for reading."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync import wire
from sync.stamp import device_of, moment_of
from tests.store.desk import EUR30, NOON, Desk, row_id

CLIENT, NOTE, BOOKING = row_id(1), row_id(2), row_id(3)
SECOND, HOUR = 1_000, 3_600_000


@pytest.fixture
def desk(database: str, tmp_path: Path) -> Iterator[Desk]:
    """A business on each engine."""
    desk = Desk(database, tmp_path)
    yield desk
    desk.store.close()


def paid(booking: str, reversals: int = 0) -> str:
    """The id that every device gives to the payment of a booking."""
    return str(uuid.uuid5(uuid.UUID(booking), f"paid:{reversals}"))


# 1. Time


def test_a_stamp_is_the_time_of_writing_as_the_server_sees_it(desk: Desk) -> None:
    """The device's clock is an hour ahead, and the op a minute old."""
    desk.olga.ahead = HOUR
    desk.olga.write("client", CLIENT, {"name": "Ana"}, at=NOON - 60 * SECOND)
    stamp = desk.stamp("client", CLIENT, "name")
    assert (moment_of(stamp).ms, device_of(stamp)) == (NOON - 60 * SECOND, desk.olga.id)


def test_a_difference_below_two_seconds_is_no_wrong_clock(desk: Desk) -> None:
    """The message was merely 1.9 s on its way."""
    desk.olga.ahead = -1_900
    desk.olga.write("client", CLIENT, {"name": "Ana"})
    assert moment_of(desk.stamp("client", CLIENT, "name")).ms == NOON - 1_900


def test_nothing_is_stamped_in_the_future(desk: Desk) -> None:
    """The op says tomorrow, while the device's clock says now."""
    desk.olga.write("client", CLIENT, {"name": "Ana"}, at=NOON + 24 * HOUR)
    assert moment_of(desk.stamp("client", CLIENT, "name")).ms == NOON


def test_a_base_from_the_future_counts_as_now(desk: Desk) -> None:
    """A device claims to have seen a value of the year 2100."""
    desk.olga.write("client", CLIENT, {"name": "Ana"}, saw={"name": "1e3ktfgg0-000-aaaaaaaa"})
    assert moment_of(desk.stamp("client", CLIENT, "name")) == (NOON, 1)


def test_an_edit_beats_the_value_that_its_editor_saw(desk: Desk) -> None:
    """Mark's clock is right; Olga's is an hour behind at the time of her edit."""
    desk.mark.write("client", CLIENT, {"name": "Ana"})
    saw = {"name": desk.stamp("client", CLIENT, "name")}
    desk.olga.write("client", CLIENT, {"name": "Anna"}, saw=saw, at=NOON - HOUR)
    assert desk.value("client", CLIENT, "name") == "Anna"
    assert not desk.conflicts()


# 2. Merge


def test_of_two_unseen_values_the_later_stays_and_the_other_is_shown(desk: Desk) -> None:
    """Both wrote offline; the later arrives first."""
    desk.mark.write("client", CLIENT, {"name": "Anna"}, at=NOON - SECOND)
    lost = desk.olga.write("client", CLIENT, {"name": "Ana"}, at=NOON - 2 * SECOND)
    assert desk.value("client", CLIENT, "name") == "Anna"
    conflict = uuid.uuid5(uuid.UUID(CLIENT), f"name:{lost['o']}")
    shown = desk.olga.sees("conflict", str(conflict))
    assert (shown["kept"], shown["other"], shown["cell"], shown["row"]) == ("Anna", "Ana", "name", CLIENT)
    assert (shown["kept_by"], shown["other_by"]) == (desk.mark.seat.member, desk.olga.seat.member)


@pytest.mark.parametrize("one, other, equal", [(1, 1.0, True), (True, 1, False), ("1", 1, False), (0, -0.0, True)])
def test_values_are_equal_when_their_json_is(desk: Desk, one: object, other: object, equal: bool) -> None:
    """Integral floats are integers; true is not 1."""
    desk.mark.write("client", CLIENT, {"custom.size": one})
    desk.olga.write("client", CLIENT, {"custom.size": other})
    assert (not desk.conflicts()) == equal


def test_a_conflict_is_resolved_by_a_write_that_saw_what_stands(desk: Desk) -> None:
    """Writing without having seen it makes another conflict; having seen it closes both."""
    for device, name in ((desk.mark, "Ana"), (desk.olga, "Anna"), (desk.sam, "Ann")):
        device.write("client", CLIENT, {"name": name})
    assert [conflict.get("resolved") for conflict in desk.conflicts()] == [None, None]
    desk.mark.write("client", CLIENT, {"name": "Ana"}, saw={"name": desk.stamp("client", CLIENT, "name")})
    assert [conflict.get("resolved") for conflict in desk.conflicts()] == [True, True]


def test_two_entries_of_a_collection_do_not_meet(desk: Desk) -> None:
    """Two phones that each add a phone number keep both."""
    desk.mark.write("client", CLIENT, {"phones.a": {"kind": "home", "value": "1"}})
    desk.olga.write("client", CLIENT, {"phones.b": {"kind": "work", "value": "2"}})
    desk.mark.write("client", CLIENT, {"phones.a": None}, saw={"phones.a": desk.stamp("client", CLIENT, "phones.a")})
    assert set(desk.cells("client", CLIENT)) == {"phones.a", "phones.b"}
    assert desk.value("client", CLIENT, "phones.a") is None


# 4. Deletes


def test_a_delete_and_an_edit_that_had_not_seen_each_other_conflict(desk: Desk) -> None:
    """The edit is later: the note is back, and both sides are shown."""
    desk.mark.write("note", NOTE, {"body": "Bites."})
    seen = {"body": desk.stamp("note", NOTE, "body")}
    delete = desk.olga.write("note", NOTE, {"deleted": True}, saw=seen | {"deleted": None}, at=NOON + SECOND)
    desk.time += HOUR
    desk.mark.write("note", NOTE, {"body": "Bites hard."}, saw=seen)
    (conflict,) = desk.conflicts()
    assert (conflict["cell"], conflict["kept"], conflict["other"]) == ("deleted", {"body": "Bites hard."}, True)
    assert desk.olga.sees("conflict", str(uuid.uuid5(uuid.UUID(NOTE), f"deleted:{delete['o']}")))


@pytest.mark.parametrize("names", [["deleted"], ["deleted", "body"]])
def test_a_delete_sent_after_its_device_got_an_edit_had_not_seen_it(desk: Desk, names: list[str]) -> None:
    """Offline, Olga deletes a note that Mark edits a moment later; she gets his edit before she sends the delete."""
    desk.mark.write("note", NOTE, {"body": "Bites."})
    saw = {"deleted": None, "body": desk.stamp("note", NOTE, "body")}
    delete = desk.olga.op("note", NOTE, {"deleted": True}, {name: saw[name] for name in names})
    desk.time += HOUR
    desk.mark.write("note", NOTE, {"pinned": True})
    desk.olga.send(delete, confirmed=desk.store.head(desk.business))
    (conflict,) = desk.conflicts()
    assert (conflict["kept"], conflict["other"]) == ({"pinned": True}, True)


@pytest.mark.parametrize("confirms", [True, False])
def test_a_delete_that_names_no_other_cell_saw_what_its_connection_has_confirmed(desk: Desk, confirms: bool) -> None:
    """Over HTTPS nothing is confirmed."""
    desk.mark.write("note", NOTE, {"body": "Bites."})
    desk.time += HOUR
    desk.olga.send(
        desk.olga.op("note", NOTE, {"deleted": True}), confirmed=desk.store.head(desk.business) if confirms else None
    )
    assert len(desk.conflicts()) == (not confirms)


def test_a_delete_counts_as_seen_what_its_deleter_may_not_see(desk: Desk) -> None:
    """Sam, kept from money, deletes a booking; its price is no edit that he missed."""
    desk.olga.write("member", desk.sam.seat.member, {"sees.money": False})
    desk.olga.write("booking", BOOKING, {"note": "Gate code 1.", "price": EUR30})
    saw = {"deleted": None, "note": desk.stamp("booking", BOOKING, "note")}
    desk.time += HOUR
    desk.sam.send(desk.sam.op("booking", BOOKING, {"deleted": True}, saw), confirmed=desk.store.head(desk.business))
    assert desk.value("booking", BOOKING, "deleted") and not desk.conflicts()


def test_erased_is_gone_for_ever_with_what_hangs_from_it(desk: Desk) -> None:
    """The client's note goes too; what comes later on either is acknowledged and dropped."""
    desk.olga.write("client", CLIENT, {"name": "Ana"})
    desk.sam.write("note", NOTE, {"client": CLIENT, "body": "Bites."})
    assert desk.sam.refused("client", CLIENT, {"erased": True}) == [("erased", "forbidden")]
    cursor = desk.store.head(desk.business)
    desk.mark.write("client", CLIENT, {"erased": True})
    assert {tuple(gone) for gone in desk.sam.rows(cursor).gone} == {
        ("client", CLIENT, "erased"),
        ("note", NOTE, "erased"),
    }
    desk.sam.write("note", NOTE, {"body": "Bites hard."})
    late = row_id(9)
    desk.sam.write("note", late, {"client": CLIENT, "body": "Asks for Sam."})
    desk.sam.write("note", late, {"body": "Asks for Sam again."})
    assert not any(desk.cells("note", note) for note in (NOTE, late))
    assert desk.store.history(desk.olga.seat, "note", NOTE) == []


@pytest.mark.parametrize("table", ["client", "member"])
def test_erasing_a_row_leaves_another_tables_row_of_the_same_id(desk: Desk, table: str) -> None:
    """A manager erases a made-up note that bears the id of a client or a member, who is told of nothing."""
    row = CLIENT if table == "client" else desk.sam.seat.member
    desk.olga.write(table, row, {"name": "Ana"})
    desk.sam.write(table, row, {"name": "Bea"}) if table == "client" else None
    desk.sam.write("note", NOTE, {"client": CLIENT, "body": "Bites."})
    before = desk.store.history(desk.olga.seat, table, row)
    cursor, conflicts = desk.store.head(desk.business), desk.conflicts()
    desk.mark.write("note", row, {"erased": True})
    assert [tuple(gone) for gone in desk.sam.rows(cursor).gone] == [("note", row, "erased")]
    assert desk.store.history(desk.olga.seat, table, row) == before and desk.conflicts() == conflicts
    desk.olga.write(table, row, {"name": "Eva"}, saw={"name": desk.stamp(table, row, "name")})
    assert desk.value(table, row, "name") == "Eva"
    late = row_id(9)
    desk.sam.write("note", late, {"client": CLIENT, "body": "Asks for Sam."})
    assert desk.value("note", late, "body") == "Asks for Sam." and desk.value("note", NOTE, "body") == "Bites."
    desk.olga.write("note", row, {"body": "Comes back."})
    assert not desk.cells("note", row)


def test_erasing_takes_photos_that_were_replaced_before(desk: Desk) -> None:
    """Only a photo that somebody else's card shows too stays."""
    folder = desk.store.files(desk.business)
    folder.mkdir(parents=True)
    former, shared = "a" * 64, "b" * 64
    for name in (former, shared):
        (folder / name).write_bytes(b"a made-up photo")
        os.utime(folder / name, (0, 0))
    desk.olga.write("client", row_id(9), {"photo": shared})
    for photo in (former, shared, None):
        desk.olga.write("client", CLIENT, {"photo": photo})
    desk.olga.write("client", CLIENT, {"erased": True})
    assert [path.name for path in folder.iterdir()] == [shared]


def test_erasing_leaves_a_photo_that_can_be_brought_back_on_another_card(desk: Desk) -> None:
    """Rule 3: a card's former photo is in its history; with that card it goes, at once or at the next start."""
    folder, other = desk.store.files(desk.business), row_id(9)
    folder.mkdir(parents=True)
    former = folder / ("a" * 64)
    former.write_bytes(b"a made-up photo")
    os.utime(former, (0, 0))
    for client, photo in ((CLIENT, former.name), (other, former.name), (other, "b" * 64)):
        desk.olga.write("client", client, {"photo": photo})
    desk.olga.write("client", CLIENT, {"erased": True})
    desk.store.migrate()
    assert former.exists()
    desk.olga.write("client", other, {"erased": True})
    assert not former.exists()


# 5. Not last-write-wins


def test_a_booking_marked_paid_on_two_phones_is_paid_once(desk: Desk) -> None:
    """The first is kept; they differ in the method, which is shown."""
    payment = {"booking": BOOKING, "kind": "payment", "money": EUR30}
    desk.olga.write("payment", paid(BOOKING), payment | {"method": "cash"})
    desk.mark.write("payment", paid(BOOKING), payment | {"method": "card"})
    assert desk.value("payment", paid(BOOKING), "method") == "cash"
    (conflict,) = desk.conflicts()
    assert (conflict["cell"], conflict["kept"], conflict["other"]) == ("method", "cash", "card")


def test_a_payment_is_never_edited(desk: Desk) -> None:
    """Neither having seen it, nor one with a made-up id."""
    tip = row_id(7)
    for payment in (paid(BOOKING), tip):
        desk.olga.write("payment", payment, {"kind": "tip", "money": EUR30})
    saw = {"money": desk.stamp("payment", paid(BOOKING), "money")}
    assert desk.olga.refused("payment", paid(BOOKING), {"money": EUR30}, saw=saw) == [(None, "append-only")]
    assert desk.olga.refused("payment", tip, {"money": EUR30}) == [(None, "append-only")]
    assert desk.olga.refused("payment", row_id(8), {"kind": "tip", "invoice": "7"}) == [("invoice", "forbidden")]


def test_an_amount_is_never_negative(desk: Desk) -> None:
    """The kind of a payment gives the sign."""
    less = {"amount": -1, "currency": "EUR"}
    assert desk.olga.refused("payment", row_id(7), {"kind": "refund", "money": less}) == [("money", "bad-value")]


# 7. Idempotence, gaps, forks


def test_an_op_is_known_for_120_days(desk: Desk) -> None:
    """Its name goes at the start after that; the value that it wrote stays."""
    old = desk.olga.write("client", CLIENT, {"name": "Ana"})
    desk.time += 119 * 24 * HOUR
    desk.store.migrate()
    assert isinstance(desk.olga.send(old)[0], wire.Ack)
    desk.time += 2 * 24 * HOUR
    desk.mark.write("note", NOTE, {"body": "The clock is right: work went on."})
    desk.store.migrate()
    assert isinstance(desk.olga.send(old)[0], wire.Fork)
    assert desk.olga.sees("client", CLIENT) == {"name": "Ana"}


def test_an_op_is_known_by_its_name_under_any_device(desk: Desk) -> None:
    """Repeated by its device and by a fork, it is acknowledged again, with what was refused of it."""
    op = desk.olga.op("client", CLIENT, {"name": "Ana", "telepathy": True})
    desk.olga.send(op)
    before = desk.store.head(desk.business)
    fork = desk.store.fork(desk.olga.seat, desk.olga.id).device
    for device in (desk.olga.id, fork):
        (ack,) = desk.olga.send(op, device=device)
        assert (ack.n, ack.o, ack.seq, ack.refused[0].cell) == (1, op["o"], before, "telepathy")
    assert len(desk.store.history(desk.olga.seat, "client", CLIENT)) == 1


def test_a_gap_and_a_clone_are_told(desk: Desk) -> None:
    """Op 2 without op 1; then another op 1."""
    one, two = (desk.olga.op("client", CLIENT, {"name": name}) for name in ("Ana", "Anna"))
    assert desk.olga.send(two) == [wire.Gap(1)]
    desk.olga.send(one, two)
    assert desk.olga.send(one | {"o": "anotherphone"}) == [wire.Fork()]


# 9. Visibility


def test_staff_see_and_write_what_their_row_grants(desk: Desk) -> None:
    """Sam is kept from money and contacts."""
    desk.olga.write("booking", BOOKING, {"price": EUR30, "note": "Gate code 1."})
    desk.olga.write("payment", paid(BOOKING), {"money": EUR30})
    denied = {"sees.money": False, "sees.contacts": False}
    assert desk.sam.refused("member", desk.sam.seat.member, {"sees.money": True}) == [("sees.money", "forbidden")]
    cursor = desk.store.head(desk.business)
    desk.olga.write("member", desk.sam.seat.member, denied)
    assert desk.store.needs_reset(desk.sam.seat, cursor)
    assert desk.sam.sees("booking", BOOKING) == {"note": "Gate code 1."}
    assert desk.sam.sees("payment", paid(BOOKING)) is None
    assert desk.sam.refused("booking", BOOKING, {"price": EUR30, "note": "2."}) == [("price", "forbidden")]
    assert {entry.cell for entry in desk.store.history(desk.sam.seat, "booking", BOOKING)} == {"note"}


def test_a_copy_begun_anew_is_not_told_of_what_left_a_former_view(desk: Desk) -> None:
    """Sam sees a client again whom a booking of Mark's had taken out of sight."""
    sam = desk.sam.seat.member
    desk.olga.write("client", CLIENT, {"name": "Ana"})
    desk.olga.write("member", sam, {"sees.others": False})
    desk.olga.write("booking", BOOKING, {"client": CLIENT, "member": desk.mark.seat.member})
    assert ("client", CLIENT, "left") in [tuple(gone) for gone in desk.sam.rows().gone]
    desk.olga.write("member", sam, {"sees.others": True})
    assert desk.sam.sees("client", CLIENT) == {"name": "Ana"} and not desk.sam.rows().gone


def test_only_owners_change_members_and_the_last_owner_stays(desk: Desk) -> None:
    """A member's alerts are their own."""
    sam, olga = desk.sam.seat.member, desk.olga.seat.member
    assert desk.mark.refused("member", sam, {"role": "owner"}) == [("role", "forbidden")]
    assert desk.olga.refused("member", olga, {"role": "staff"}) == [("role", "forbidden")]
    desk.sam.write("member", sam, {"alerts.tasks": True})
    desk.olga.write("member", sam, {"role": "owner"})
    desk.sam.write("member", olga, {"role": "staff"})


# 12. Faults


def test_a_fault_refuses_its_cell_or_its_op_and_no_more(desk: Desk) -> None:
    """Each n is used up."""
    assert desk.olga.refused("client", CLIENT, {"status": "odd", "aura": 1, "name": "Ana"}) == [
        ("status", "bad-value"),
        ("aura", "unknown"),
    ]
    assert desk.olga.refused("horoscope", CLIENT, {"name": "Ana"}) == [(None, "unknown")]
    assert desk.olga.refused("business", desk.business, {"deleted": True}) == [("deleted", "unknown")]
    assert desk.olga.refused("client", CLIENT, {"name": "A" * 10_001}) == [("name", "bad-value")]
    assert desk.value("client", CLIENT, "name") == "Ana"
    desk.olga.write("client", CLIENT, {"name": "Anna"})
