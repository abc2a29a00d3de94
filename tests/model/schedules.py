"""Schedules written by hand, each about one rule. They run on both engines, and catch the broken rules of
`test_mutations.py`; the world compares store and model at every step and settles at the end.
"""

from collections.abc import Callable

from sync import wire
from tests.model.devices import Phone
from tests.model.world import World

Schedule = Callable[[World], None]
SECOND, HOUR = 1_000, 3_600_000


def _start(world: World) -> tuple[Phone, Phone, Phone, str]:
    """Everybody's phone, and the client that all of them hold."""
    world.begin()
    olga, mark, sam, _ = world.phones
    return olga, mark, sam, olga.keys("client")[0]


def _later(world: World, by: int = SECOND) -> None:
    world.time += by


def _value(world: World, table: str, id: str, cell: str) -> object:
    return world.store.row(world.business, table, id).v.get(cell)


def later_edit_wins_whatever_arrives_first(world: World) -> None:
    """Both offline: Mark writes after Olga, but his edit arrives before hers."""
    olga, mark, _, client = _start(world)
    world.edit(olga, "client", client, {"name": "word of Olga"})
    _later(world)
    world.edit(mark, "client", client, {"name": "word of Mark"})
    world.synchronise(mark)
    world.synchronise(olga)
    assert _value(world, "client", client, "name") == "word of Mark"
    assert len(olga.keys("conflict")) == 1


def keeping_a_value_resolves_the_conflict(world: World) -> None:
    """Olga writes the overwritten cell again, having seen what stands."""
    later_edit_wins_whatever_arrives_first(world)
    olga, client = world.phones[0], world.phones[0].keys("client")[0]
    world.edit(olga, "client", client, {"name": "word of Olga"})
    world.synchronise(olga)
    assert olga.seen("conflict", olga.keys("conflict")[0])["resolved"] is True


def a_clock_that_is_ahead_cannot_win_for_ever(world: World) -> None:
    """Mark's clock is a year ahead and Olga's an hour behind; she writes last."""
    olga, mark, _, client = _start(world)
    mark.ahead, olga.ahead = 365 * 24 * HOUR, -HOUR
    world.edit(mark, "client", client, {"name": "word of Mark"})
    _later(world)
    world.edit(olga, "client", client, {"name": "word of Olga"})
    world.synchronise(mark)
    world.synchronise(olga)
    assert _value(world, "client", client, "name") == "word of Olga"


def a_clock_that_jumps_between_edit_and_push_stays_in_the_past(world: World) -> None:
    """Mark's clock was a day ahead when he wrote, and right again when he sent."""
    olga, mark, _, client = _start(world)
    mark.ahead = 24 * HOUR
    world.edit(mark, "client", client, {"name": "word of Mark"})
    mark.ahead = 0
    world.synchronise(mark)


def an_edit_beats_what_its_editor_saw(world: World) -> None:
    """Olga saw Mark's value; her clock then says an hour before, and the server's jumps back as well."""
    olga, mark, _, client = _start(world)
    _later(world, HOUR)
    world.edit(mark, "client", client, {"name": "word of Mark"})
    world.synchronise(mark)
    world.synchronise(olga)
    olga.ahead = -HOUR
    world.edit(olga, "client", client, {"name": "word of Olga"})
    olga.ahead, world.ahead = 0, -2 * HOUR
    world.synchronise(olga)
    assert _value(world, "client", client, "name") == "word of Olga"


def the_last_of_a_devices_own_edits_wins(world: World) -> None:
    """Olga's clock jumps back an hour between two edits of the same cell."""
    olga, _, _, client = _start(world)
    _later(world, HOUR)
    world.edit(olga, "client", client, {"company": "word first"})
    olga.ahead = -HOUR // 2
    world.edit(olga, "client", client, {"company": "word second"})
    olga.ahead = 0
    world.synchronise(olga)
    assert _value(world, "client", client, "company") == "word second"


def equal_values_are_no_conflict(world: World) -> None:
    """Both set the same status without knowing of each other."""
    olga, mark, _, client = _start(world)
    world.edit(olga, "client", client, {"status": "active", "custom.x": 1})
    world.edit(mark, "client", client, {"status": "active", "custom.x": 1.0})
    world.synchronise(olga)
    world.synchronise(mark)
    assert not mark.keys("conflict")


def an_acknowledgement_that_is_lost_repeats_nothing(world: World) -> None:
    """Olga sends twice what the server has; then a fork of her phone sends it a third time."""
    olga, mark, _, client = _start(world)
    world.edit(olga, "client", client, {"phones.a": {"kind": "home", "value": "word"}})
    world.push(olga, lost="ack")
    world.edit(mark, "client", client, {"phones.a": None})
    world.synchronise(mark)
    fork = world.clone(olga)
    world.fork(fork)
    world.synchronise(fork)
    world.synchronise(olga)
    for place in range(len(world.sent)):
        world.repeat_push(place)


def a_lost_push_is_a_gap(world: World) -> None:
    """The first of two pushes in flight is lost; the second alone is not taken."""
    olga, _, _, client = _start(world)
    world.connect(olga)
    for word in ("word one", "word two"):
        world.edit(olga, "client", client, {"company": word})
    both = olga.push(world.time, 2)
    second = wire.Push(both.device, both.epoch, both.now, both.ops[1:])
    answers = world.deliver(olga.seat, second)
    assert answers == [wire.Gap(olga.outbox[0]["n"])]


def two_clones_lose_nothing(world: World) -> None:
    """Olga's profile is copied; both copies write under the same id and n."""
    olga, _, _, client = _start(world)
    twin = world.clone(olga)
    for phone in (olga, twin):
        world.connect(phone)
    world.edit(olga, "client", client, {"company": "word of Olga"})
    world.edit(twin, "client", client, {"position": "word of her twin"})
    world.synchronise(olga)
    world.synchronise(twin)
    assert _value(world, "client", client, "position") == "word of her twin"


def a_delete_meets_an_older_unseen_edit(world: World) -> None:
    """Mark deletes a note after Olga, unknown to him, has edited it."""
    olga, mark, _, _ = _start(world)
    note = olga.keys("note")[0]
    world.edit(olga, "note", note, {"body": "word of Olga"})
    _later(world)
    world.delete(mark, "note", note)
    world.synchronise(olga)
    world.synchronise(mark)
    assert world.models[world.business].rows["note", note].hidden
    assert [mark.seen("conflict", id)["cell"] for id in mark.keys("conflict")] == ["deleted"]


def a_newer_edit_brings_an_unseen_delete_back(world: World) -> None:
    """Mark deletes a note; Olga, who does not know, edits it later; her edit arrives last."""
    olga, mark, _, _ = _start(world)
    note = olga.keys("note")[0]
    world.delete(mark, "note", note)
    _later(world)
    world.edit(olga, "note", note, {"body": "word of Olga"})
    world.synchronise(mark)
    world.synchronise(olga)
    assert not world.models[world.business].rows["note", note].hidden
    assert len(olga.keys("conflict")) == 1
    world.delete(mark, "note", note)
    _later(world)
    world.synchronise(mark)


def a_delete_of_what_was_brought_back_meets_an_unseen_edit(world: World) -> None:
    """The note is deleted and brought back by an edit; then Mark deletes it while Olga edits it."""
    olga, mark, _, _ = _start(world)
    note = olga.keys("note")[0]
    world.delete(mark, "note", note)
    world.synchronise(mark)
    world.edit(mark, "note", note, {"body": "word back"})
    world.synchronise(mark)
    world.synchronise(olga)
    world.edit(olga, "note", note, {"pinned": True})
    _later(world)
    world.delete(mark, "note", note)
    world.synchronise(olga)
    world.synchronise(mark)
    assert len(mark.keys("conflict")) == 1


def what_is_erased_never_returns(world: World) -> None:
    """Olga erases a client; Mark's edit of it, Sam's note on it and a backup from before come later."""
    olga, mark, sam, client = _start(world)
    world.edit(mark, "client", client, {"name": world.word()})
    world.make(sam, "note", client, 0)
    pet = world.make(sam, "pet", client, 0)
    world.edit(sam, "pet", pet, {"allergies": world.word()})
    world.backup()
    world.edit(olga, "client", client, {"erased": True})
    world.synchronise(olga)
    world.synchronise(mark)
    world.synchronise(sam)
    assert not world.models[world.business].devices[sam.device].n == 0
    world.settle()
    world.restore(0)


def a_payment_is_made_once_and_never_edited(world: World) -> None:
    """Olga and Mark mark the same booking paid by other methods, reverse it both, and Sam tries to edit it."""
    olga, mark, sam, _ = _start(world)
    booking = olga.keys("booking")[0]
    money = {"amount": 3000, "currency": "EUR"}
    olga.mark_paid(world.name(), world.time, booking, money, "cash")
    mark.mark_paid(world.name(), world.time, booking, money, "card")
    world.quieten()
    (payment,) = olga.keys("payment")
    assert _value(world, "payment", payment, "method") == "cash"
    world.edit(sam, "payment", payment, {"method": "transfer"})
    for phone in (olga, mark):
        phone.reverse(world.name(), world.time, payment)
    world.quieten()
    assert len(olga.keys("payment")) == 2


def a_refused_cell_leaves_the_others(world: World) -> None:
    """A choice that there is not, a cell and a table that there are not, what only the server writes."""
    olga, _, sam, client = _start(world)
    for how in range(8):
        world.write_what_is_refused(sam, client, how)
        world.write_what_is_refused(olga, client, how)
    world.push(sam, lost="ack")
    world.quieten()


def sight_is_taken_and_given(world: World) -> None:
    """Sam is kept from money, contacts and others' clients, one after the other, and given them back."""
    olga, _, sam, client = _start(world)
    world.edit(olga, "client", client, {"phones.a": {"kind": "home", "value": world.word()}})
    twin = world.clone(sam)
    for sight in ("money", "contacts", "others"):
        world.edit(olga, "member", world.members["Sam"], {f"sees.{sight}": False})
        world.settle()
        world.edit(sam, "booking", olga.keys("booking")[0], {"price": {"amount": 1, "currency": "EUR"}})
        world.edit(sam, "client", client, {"phones.b": {"kind": "home", "value": world.word()}})
        world.settle()
    for sight in ("money", "contacts", "others"):
        world.edit(olga, "member", world.members["Sam"], {f"sees.{sight}": True})
        world.synchronise(olga)
        world.synchronise(twin)


def a_card_enters_and_leaves_a_view(world: World) -> None:
    """Sam sees only his own clients: Olga gives him a booking, and takes it away, deletes and erases it."""
    olga, _, sam, client = _start(world)
    world.edit(olga, "member", world.members["Sam"], {"sees.others": False})
    world.settle()
    assert ("client", client) not in sam.rows
    booking = olga.keys("booking")[0]
    for member in ("Sam", "Olga", "Sam"):
        world.edit(olga, "booking", booking, {"member": world.members[member]})
        world.settle()
        assert (("client", client) in sam.rows) == (member == "Sam")
    world.edit(olga, "booking", booking, {"member": world.members["Olga"]})
    world.settle()
    world.delete(olga, "booking", booking)
    world.settle()
    assert ("client", client) in sam.rows


def _kept_from_others(world: World) -> tuple[Phone, Phone, str, str]:
    """Sam sees only his own clients: the first is his, the second Olga's."""
    olga, mark, sam, client = _start(world)
    other = world.make(olga, "client", None, 0)
    for whose, of in ((client, "Sam"), (other, "Olga")):
        booking = world.make(olga, "booking", whose, 0)
        world.edit(olga, "booking", booking, {"member": world.members[of]})
        world.edit(olga, "client", whose, {"name": world.word()})
        world.edit(mark, "client", whose, {"name": world.word()})
    world.edit(olga, "member", world.members["Sam"], {"sees.others": False})
    world.settle()
    world.settle()
    return olga, sam, client, other


def a_note_moves_between_cards(world: World) -> None:
    """A note moves from Sam's client to Olga's and back; so does a pet with a conflict about it."""
    olga, _, client, other = _kept_from_others(world)
    mark = world.phones[1]
    pet, note = olga.keys("pet")[0], olga.keys("note")[0]
    world.edit(olga, "pet", pet, {"name": world.word()})
    world.edit(mark, "pet", pet, {"name": world.word()})
    world.quieten()
    for whose in (other, client):
        world.edit(olga, "note", note, {"client": whose})
        world.edit(olga, "pet", pet, {"client": whose})
        world.settle()


def a_card_enters_a_view_with_its_conflicts(world: World) -> None:
    """Olga's client, about whom there is a conflict, becomes Sam's too, and is taken away again."""
    olga, sam, _, other = _kept_from_others(world)
    booking = world.make(olga, "booking", other, 1)
    world.settle()
    assert ("client", other) in sam.rows
    world.edit(olga, "booking", booking, {"client": None})
    world.settle()


def a_card_leaves_a_view_as_its_booking_is_erased(world: World) -> None:
    """The booking that made the client Sam's is erased, while one of Olga's stays."""
    olga, sam, client, _ = _kept_from_others(world)
    mine = [id for id in olga.keys("booking") if olga.seen("booking", id)["member"] == world.members["Sam"]]
    for booking in mine:
        world.edit(olga, "booking", booking, {"erased": True})
    world.settle()
    assert ("client", client) not in sam.rows


def a_card_enters_a_view_as_its_only_booking_is_erased(world: World) -> None:
    """Olga's client has no booking any more, and so is everybody's."""
    olga, sam, _, other = _kept_from_others(world)
    for booking in olga.keys("booking"):
        if olga.seen("booking", booking)["client"] == other:
            world.edit(olga, "booking", booking, {"erased": True})
    world.settle()
    assert ("client", other) in sam.rows


def a_task_is_given_and_taken(world: World) -> None:
    """A task on Olga's client is given to Sam, who sees no more of that client, and taken from him."""
    olga, sam, _, other = _kept_from_others(world)
    task = world.make(olga, "task", other, 0)
    for member in ("Sam", "Olga"):
        world.edit(olga, "task", task, {"assignee": world.members[member]})
        world.settle()


def a_deleted_booking_is_brought_back_by_an_edit(world: World) -> None:
    """The booking that keeps the client from Sam is deleted, and brought back by an edit."""
    olga, sam, _, other = _kept_from_others(world)
    (booking,) = [id for id in olga.keys("booking") if olga.seen("booking", id)["client"] == other]
    world.delete(olga, "booking", booking)
    world.settle()
    world.edit(olga, "booking", booking, {"note": world.word()})
    world.settle()
    assert ("client", other) not in sam.rows


def a_merge_follows_its_card(world: World) -> None:
    """The client that a merge keeps becomes Sam's, and then Olga's again."""
    olga, _, _, other = _kept_from_others(world)
    merge = world.make(olga, "merge", other, 0)
    booking = world.make(olga, "booking", other, 1)
    world.settle()
    world.edit(olga, "booking", booking, {"member": world.members["Olga"]})
    world.settle()
    assert merge in olga.keys("merge")


def a_restored_server_is_healed(world: World) -> None:
    """Everybody goes on after a backup; the server is put back to it; one signs in again."""
    olga, mark, sam, client = _start(world)
    world.backup()
    world.edit(olga, "client", client, {"name": world.word()})
    world.synchronise(olga)
    world.synchronise(mark)
    world.edit(mark, "client", client, {"name": world.word()})
    world.make(sam, "note", client, 0)
    world.quieten()
    world.edit(sam, "client", client, {"company": world.word()})
    world.restore(0)
    world.sign_in_again(sam)


def a_conflict_is_resolved_before_it_is_made_again(world: World) -> None:
    """After a restore Olga, who had resolved a conflict, comes back before Mark, whose edit makes it once more."""
    olga, mark, _, client = _start(world)
    world.backup()
    world.edit(olga, "client", client, {"name": world.word()})
    world.edit(mark, "client", client, {"name": world.word()})
    world.quieten()
    world.edit(olga, "conflict", olga.keys("conflict")[0], {"resolved": True})
    world.quieten()
    world.restore(0)
    world.synchronise(olga)
    world.settle()
    assert all(olga.seen("conflict", id).get("cell") == "name" for id in olga.keys("conflict"))


def an_evicted_phone_and_a_profile_from_yesterday_go_on(world: World) -> None:
    """Olga's phone loses its storage; Mark's is put back to how it was some edits ago."""
    olga, mark, _, client = _start(world)
    world.profiles.append(mark.clone("kept"))
    world.edit(mark, "client", client, {"company": world.word()})
    world.synchronise(mark)
    world.roll_back(0)
    mark = world.phones[1]
    world.edit(mark, "client", client, {"position": world.word()})
    world.evict(olga)
    world.synchronise(world.phones[0])
    world.edit(world.phones[0], "client", client, {"name": world.word()})


def frames_come_late_and_twice(world: World) -> None:
    """Mark's frames of rows are lost, late and repeated, while others write."""
    olga, mark, _, client = _start(world)
    for _ in range(3):
        world.edit(olga, "client", client, {"name": world.word()})
        world.make(olga, "note", client, 0)
        world.push(olga)
        world.pull(mark)
        world.pull(mark, lost=True)
    for place in range(len(world.frames)):
        world.repeat_rows(place)


def a_crash_loses_nothing(world: World) -> None:
    """The server dies after each push."""
    olga, mark, _, client = _start(world)
    for phone in (olga, mark, olga):
        world.edit(phone, "client", client, {"name": world.word()})
        world.push(phone, lost="ack")
        world.crash()


SCHEDULES: tuple[Schedule, ...] = (
    later_edit_wins_whatever_arrives_first,
    keeping_a_value_resolves_the_conflict,
    a_clock_that_is_ahead_cannot_win_for_ever,
    a_clock_that_jumps_between_edit_and_push_stays_in_the_past,
    an_edit_beats_what_its_editor_saw,
    the_last_of_a_devices_own_edits_wins,
    equal_values_are_no_conflict,
    an_acknowledgement_that_is_lost_repeats_nothing,
    a_lost_push_is_a_gap,
    two_clones_lose_nothing,
    a_delete_meets_an_older_unseen_edit,
    a_newer_edit_brings_an_unseen_delete_back,
    a_delete_of_what_was_brought_back_meets_an_unseen_edit,
    what_is_erased_never_returns,
    a_payment_is_made_once_and_never_edited,
    a_refused_cell_leaves_the_others,
    sight_is_taken_and_given,
    a_card_enters_and_leaves_a_view,
    a_note_moves_between_cards,
    a_card_enters_a_view_with_its_conflicts,
    a_card_leaves_a_view_as_its_booking_is_erased,
    a_card_enters_a_view_as_its_only_booking_is_erased,
    a_task_is_given_and_taken,
    a_deleted_booking_is_brought_back_by_an_edit,
    a_merge_follows_its_card,
    a_restored_server_is_healed,
    a_conflict_is_resolved_before_it_is_made_again,
    an_evicted_phone_and_a_profile_from_yesterday_go_on,
    frames_come_late_and_twice,
    a_crash_loses_nothing,
)


def play(schedule: Schedule, world: World) -> None:
    """Run a schedule to its settled end, and clear away its store."""
    try:
        schedule(world)
        world.settle()
    finally:
        world.place.close()
