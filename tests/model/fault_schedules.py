"""Schedules written by hand about faults (rules 7 and 11): what is lost, late, repeated, cloned, crashed, restored."""

from sync import wire
from tests.model.delivery import Killed
from tests.model.schedules import Schedule, start, value
from tests.model.world import World


def an_acknowledgement_that_is_lost_repeats_nothing(world: World) -> None:
    """Olga sends twice what the server has; then a fork of her phone sends it a third time."""
    olga, mark, _, client = start(world)
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
    olga, _, _, client = start(world)
    world.connect(olga)
    for word in ("word one", "word two"):
        world.edit(olga, "client", client, {"company": word})
    both = olga.push(world.time, 2)
    second = wire.Push(both.device, both.epoch, both.now, both.ops[1:])
    answers = world.deliver(olga.seat, second)
    assert answers == [wire.Gap(olga.outbox[0]["n"])]


def two_clones_lose_nothing(world: World) -> None:
    """Olga's profile is copied; both copies write under the same id and n."""
    olga, _, _, client = start(world)
    twin = world.clone(olga)
    for phone in (olga, twin):
        world.connect(phone)
    world.edit(olga, "client", client, {"company": "word of Olga"})
    world.edit(twin, "client", client, {"position": "word of her twin"})
    world.quieten()
    assert value(world, "client", client, "position") == "word of her twin"


def a_restored_server_is_healed(world: World) -> None:
    """Everybody goes on after a backup; the server is put back to it; one signs in again."""
    olga, mark, sam, client = start(world)
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
    olga, mark, _, client = start(world)
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
    olga, mark, _, client = start(world)
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
    olga, mark, _, client = start(world)
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
    olga, mark, _, client = start(world)
    for phone in (olga, mark, olga):
        world.edit(phone, "client", client, {"name": world.word()})
        world.push(phone, lost="ack")
        world.crash()


def a_push_in_pieces_is_refused_as_one(world: World) -> None:
    """Something is refused in each of the pieces of Olga's push; the acknowledgement names all of it."""
    olga, _, _, client = start(world)
    world.piece = 1
    for how in (0, 1, 2):
        world.write_what_is_refused(olga, client, how)
    world.push(olga)


def others_come_between_pieces(world: World) -> None:
    """Between two pieces of Sam's push Olga takes his sight of money, and erases a client that he has edited."""
    olga, _, sam, client = start(world)
    world.piece = 1
    booking = sam.keys("booking")[0]
    for _ in range(2):
        world.edit(sam, "booking", booking, {"price": {"amount": 4000, "currency": "EUR"}})
    world.edit(sam, "client", client, {"name": world.word()})

    def meanwhile() -> None:
        world.edit(olga, "member", world.members["Sam"], {"sees.money": False})
        world.edit(olga, "client", client, {"erased": True})
        world.synchronise(olga)

    world.push(sam, meanwhile=meanwhile)


def a_crash_or_a_clone_between_pieces_loses_and_doubles_nothing(world: World) -> None:
    """The server dies after the first piece of Olga's push; then a clone of hers writes between the next two."""
    olga, _, _, client = start(world)
    world.piece = 1
    twin = world.clone(olga)
    world.connect(twin)
    for _ in range(3):
        world.edit(olga, "client", client, {"custom.x": world.word()})
    world.edit(twin, "client", client, {"company": world.word()})

    def dies() -> None:
        raise Killed

    world.push(olga, meanwhile=dies)
    world.push(olga, meanwhile=lambda: world.synchronise(twin))
    world.quieten()
    assert value(world, "client", client, "company")


def an_op_that_is_missing_in_a_push_is_asked_for(world: World) -> None:
    """The second of three edits is not in Olga's push, whose pieces have two ops."""
    olga, _, _, client = start(world)
    world.piece = 2
    for _ in range(3):
        world.edit(olga, "client", client, {"custom.x": world.word()})
    world.push(olga, lost="op")
    assert len(olga.outbox) == 2


SCHEDULES: tuple[Schedule, ...] = (
    an_acknowledgement_that_is_lost_repeats_nothing,
    a_lost_push_is_a_gap,
    two_clones_lose_nothing,
    a_restored_server_is_healed,
    a_conflict_is_resolved_before_it_is_made_again,
    an_evicted_phone_and_a_profile_from_yesterday_go_on,
    frames_come_late_and_twice,
    a_crash_loses_nothing,
    a_push_in_pieces_is_refused_as_one,
    others_come_between_pieces,
    a_crash_or_a_clone_between_pieces_loses_and_doubles_nothing,
    an_op_that_is_missing_in_a_push_is_asked_for,
)
