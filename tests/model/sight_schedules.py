"""Schedules written by hand about visibility (rule 9): rows and cells that enter and leave a member's view."""

from tests.model.devices import Phone
from tests.model.schedules import Schedule, start
from tests.model.world import World


def sight_is_taken_and_given(world: World) -> None:
    """Sam is kept from money, contacts and others' clients, one after the other, and given them back."""
    olga, _, sam, client = start(world)
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
    olga, _, sam, client = start(world)
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
    olga, mark, sam, client = start(world)
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


SCHEDULES: tuple[Schedule, ...] = (
    sight_is_taken_and_given,
    a_card_enters_and_leaves_a_view,
    a_note_moves_between_cards,
    a_card_enters_a_view_with_its_conflicts,
    a_card_leaves_a_view_as_its_booking_is_erased,
    a_card_enters_a_view_as_its_only_booking_is_erased,
    a_task_is_given_and_taken,
    a_deleted_booking_is_brought_back_by_an_edit,
    a_merge_follows_its_card,
)
