"""Schedules written by hand, each about one rule. They run on both engines, and catch the broken rules of
`test_mutations.py`; the world compares store and model at every step and settles at the end.
"""

from collections.abc import Callable

from tests.model.devices import Phone
from tests.model.world import World

Schedule = Callable[[World], None]
SECOND, HOUR = 1_000, 3_600_000


def start(world: World) -> tuple[Phone, Phone, Phone, str]:
    """Everybody's phone, and the client that all of them hold."""
    world.begin()
    olga, mark, sam, _ = world.phones
    return olga, mark, sam, olga.keys("client")[0]


def later(world: World, by: int = SECOND) -> None:
    """Time passes, in ms."""
    world.time += by


def value(world: World, table: str, id: str, cell: str) -> object:
    """A cell's value at the server."""
    return world.store.row(world.business, table, id).v.get(cell)


def play(schedule: Schedule, world: World) -> None:
    """Run a schedule to its settled end, and clear away its store."""
    try:
        schedule(world)
        world.settle()
    finally:
        world.place.close()


def later_edit_wins_whatever_arrives_first(world: World) -> None:
    """Both offline: Mark writes after Olga, but his edit arrives before hers."""
    olga, mark, _, client = start(world)
    world.edit(olga, "client", client, {"name": "word of Olga"})
    later(world)
    world.edit(mark, "client", client, {"name": "word of Mark"})
    world.synchronise(mark)
    world.synchronise(olga)
    assert value(world, "client", client, "name") == "word of Mark"
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
    olga, mark, _, client = start(world)
    mark.ahead, olga.ahead = 365 * 24 * HOUR, -HOUR
    world.edit(mark, "client", client, {"name": "word of Mark"})
    later(world)
    world.edit(olga, "client", client, {"name": "word of Olga"})
    world.synchronise(mark)
    world.synchronise(olga)
    assert value(world, "client", client, "name") == "word of Olga"


def a_clock_that_jumps_between_edit_and_push_stays_in_the_past(world: World) -> None:
    """Mark's clock was a day ahead when he wrote, and right again when he sent."""
    olga, mark, _, client = start(world)
    mark.ahead = 24 * HOUR
    world.edit(mark, "client", client, {"name": "word of Mark"})
    mark.ahead = 0
    world.synchronise(mark)


def an_edit_beats_what_its_editor_saw(world: World) -> None:
    """Olga saw Mark's value; her clock then says an hour before, and the server's jumps back as well."""
    olga, mark, _, client = start(world)
    later(world, HOUR)
    world.edit(mark, "client", client, {"name": "word of Mark"})
    world.synchronise(mark)
    world.synchronise(olga)
    olga.ahead = -HOUR
    world.edit(olga, "client", client, {"name": "word of Olga"})
    olga.ahead, world.ahead = 0, -2 * HOUR
    world.synchronise(olga)
    assert value(world, "client", client, "name") == "word of Olga"


def the_last_of_a_devices_own_edits_wins(world: World) -> None:
    """Olga's clock jumps back an hour between two edits of the same cell."""
    olga, _, _, client = start(world)
    later(world, HOUR)
    world.edit(olga, "client", client, {"company": "word first"})
    olga.ahead = -HOUR // 2
    world.edit(olga, "client", client, {"company": "word second"})
    olga.ahead = 0
    world.synchronise(olga)
    assert value(world, "client", client, "company") == "word second"


def equal_values_are_no_conflict(world: World) -> None:
    """Both set the same status without knowing of each other."""
    olga, mark, _, client = start(world)
    world.edit(olga, "client", client, {"status": "active", "custom.x": 1})
    world.edit(mark, "client", client, {"status": "active", "custom.x": 1.0})
    world.synchronise(olga)
    world.synchronise(mark)
    assert not mark.keys("conflict")


def a_delete_meets_an_older_unseen_edit(world: World) -> None:
    """Mark deletes a note after Olga, unknown to him, has edited it."""
    olga, mark, _, _ = start(world)
    note = olga.keys("note")[0]
    world.edit(olga, "note", note, {"body": "word of Olga"})
    later(world)
    world.delete(mark, "note", note)
    world.synchronise(olga)
    world.synchronise(mark)
    assert world.models[world.business].rows["note", note].hidden
    assert [mark.seen("conflict", id)["cell"] for id in mark.keys("conflict")] == ["deleted"]


def a_newer_edit_brings_an_unseen_delete_back(world: World) -> None:
    """Mark deletes a note; Olga, who does not know, edits it later; her edit arrives last."""
    olga, mark, _, _ = start(world)
    note = olga.keys("note")[0]
    world.delete(mark, "note", note)
    later(world)
    world.edit(olga, "note", note, {"body": "word of Olga"})
    world.synchronise(mark)
    world.synchronise(olga)
    assert not world.models[world.business].rows["note", note].hidden
    assert len(olga.keys("conflict")) == 1
    world.delete(mark, "note", note)
    later(world)
    world.synchronise(mark)


def a_delete_of_what_was_brought_back_meets_an_unseen_edit(world: World) -> None:
    """The note is deleted and brought back by an edit; then Mark deletes it while Olga edits it."""
    olga, mark, _, _ = start(world)
    note = olga.keys("note")[0]
    world.delete(mark, "note", note)
    world.synchronise(mark)
    world.edit(mark, "note", note, {"body": "word back"})
    world.synchronise(mark)
    world.synchronise(olga)
    world.edit(olga, "note", note, {"pinned": True})
    later(world)
    world.delete(mark, "note", note)
    world.synchronise(olga)
    world.synchronise(mark)
    assert len(mark.keys("conflict")) == 1


def what_is_erased_never_returns(world: World) -> None:
    """Olga erases a client; Mark's edit of it, Sam's note on it and a backup from before come later."""
    olga, mark, sam, client = start(world)
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
    olga, mark, sam, _ = start(world)
    booking = olga.keys("booking")[0]
    money = {"amount": 3000, "currency": "EUR"}
    olga.mark_paid(world.name(), world.time, booking, money, "cash")
    mark.mark_paid(world.name(), world.time, booking, money, "card")
    world.quieten()
    (payment,) = olga.keys("payment")
    assert value(world, "payment", payment, "method") == "cash"
    world.edit(sam, "payment", payment, {"method": "transfer"})
    for phone in (olga, mark):
        phone.reverse(world.name(), world.time, payment)
    world.quieten()
    assert len(olga.keys("payment")) == 2


def a_refused_cell_leaves_the_others(world: World) -> None:
    """A choice that there is not, a cell and a table that there are not, what only the server writes."""
    olga, _, sam, client = start(world)
    for how in range(8):
        world.write_what_is_refused(sam, client, how)
        world.write_what_is_refused(olga, client, how)
    world.push(sam, lost="ack")
    world.quieten()


SCHEDULES: tuple[Schedule, ...] = (
    later_edit_wins_whatever_arrives_first,
    keeping_a_value_resolves_the_conflict,
    a_clock_that_is_ahead_cannot_win_for_ever,
    a_clock_that_jumps_between_edit_and_push_stays_in_the_past,
    an_edit_beats_what_its_editor_saw,
    the_last_of_a_devices_own_edits_wins,
    equal_values_are_no_conflict,
    a_delete_meets_an_older_unseen_edit,
    a_newer_edit_brings_an_unseen_delete_back,
    a_delete_of_what_was_brought_back_meets_an_unseen_edit,
    what_is_erased_never_returns,
    a_payment_is_made_once_and_never_edited,
    a_refused_cell_leaves_the_others,
)
