"""A made-up business to try Fichero with: people, animals, streets and sums that do not exist, plainly so.

`edits` makes it, in memory; `make` puts it into a store through the same door as any phone, a push after another.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from random import Random
from secrets import token_hex

import msgspec

from server.demo.bookings import book
from server.demo.clients import adopt, register, settle
from server.demo.desk import assign, remember
from server.demo.rounds import BACK, plan
from server.demo.team import ask, hire, open_shop
from server.demo.words import Words, words
from server.demo.world import Edit, World
from sync import wire
from sync.store import Seat, Store

OPS = 500
"""How many ops one push carries at most; fewer where they have many cells."""

PUSHES = 40
"""How many pushes become durable together."""


class Unmade(RuntimeError):
    """The store did not take the made-up business; the text is its answer."""


def make(store: Store, locale: str, clients: int = 200, bookings: int = 1_500, seed: int = 1) -> str:
    """Add a made-up business in the language `en`, `es` or `ru` to a store. Returns its id. Raises Unmade.

    It has an owner, a manager and a staff member, and more staff where three could not serve so many.
    """
    said = words(locale)
    business = store.add_business(said.business, said.zone, said.currency, locale)
    members = [store.add_member(business, *person) for person in people(said, bookings)]
    now = store.clock()
    with _uncollected():
        _push(store, business, members[0], now, edits(said, business, members, now, clients, bookings, seed))
    return business


def people(said: Words, bookings: int) -> Iterator[tuple[str, str, str]]:
    """The team's names, emails and roles: three, and one more for each further thousand of bookings."""
    for position in range(max(3, -(-bookings // 1_000))):
        role = ("owner", "manager")[position] if position < 2 else "staff"
        extra = f"{said.women[position % len(said.women)]} {said.families[position % len(said.families)].split('/')[0]}"
        name = said.team[position] if position < len(said.team) else extra
        yield name, f"{said.mailbox(name)}{position or ''}@example.com", role


def edits(
    said: Words, business: str, members: list[str], now: int, clients: int, bookings: int, seed: int
) -> list[Edit]:
    """The rows of the business, oldest first. `members` are their ids; `now` is ms UTC."""
    world = World(said, Random(seed), now, business)
    team = hire(world, members)
    services, labels = open_shop(world, team)
    fields = ask(world)
    districts = settle(world, team, services, clients, fields)
    stops = plan(world, districts, services, bookings)
    everybody = [client for district in districts for client in district.clients]
    first = {}
    for stop in stops:
        first[id(stop.client)] = min(stop.day, first.get(id(stop.client), stop.day))
    for client in everybody:
        day = min(0, first.get(id(client), -world.dice.randint(1, 60)))
        early = day < 60 - BACK and world.likely(0.8)
        client.first = world.instant(day - world.dice.randint(3, 400 if early else 20), world.dice.randint(540, 1080))
        client.id = world.id(client.first)
        adopt(world, client, fields)
    for stop in stops:
        book(world, stop, fields)
    for client in everybody:
        register(world, client, labels)
        remember(world, client)
    assign(world, [client for client in everybody if client.status == "active"], team)
    return sorted(world.edits, key=lambda edit: edit.w)


def _push(store: Store, business: str, member: str, now: int, made: list[Edit]) -> None:
    """Send the edits as one device of the owner's, which is nobody's phone."""
    seat = Seat(business, member, f"demo:{token_hex(6)}")
    device = store.add_device(business, member, seat.session, "demo")
    (welcome,) = store.hello(seat, wire.Hello(device, "", 0, 1, now))

    def send(pushes: list[list[wire.Op]]) -> None:
        for ops in pushes:
            raw = [msgspec.Raw(wire.encode(op)) for op in ops]
            for answer in store.push(seat, wire.Push(device, welcome.epoch, store.clock(), raw)):
                if not isinstance(answer, wire.Ack) or answer.refused or answer.n != ops[-1].n:
                    raise Unmade(str(answer))

    pushes = list(_pushes(wire.Op(n, token_hex(6), e.w, e.table, e.id, e.cells) for n, e in enumerate(made, 1)))
    for start in range(0, len(pushes), PUSHES):
        # One transaction for many pushes: nobody waits for an acknowledgement here.
        store.writer.submit(partial(send, pushes[start : start + PUSHES]))


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection within: a large business is millions of objects that live, and looking through them again
    and again takes a sixth of the time.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _pushes(made: Iterable[wire.Op]) -> Iterator[list[wire.Op]]:
    """Ops in the order given, in pushes that keep to the limits."""
    ops: list[wire.Op] = []
    cells = 0
    for op in made:
        if ops and (len(ops) == OPS or cells + len(op.v) > wire.MAX_CELLS):
            yield ops
            ops, cells = [], 0
        ops.append(op)
        cells += len(op.v)
    if ops:
        yield ops
