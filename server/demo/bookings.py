"""What came of the rounds: bookings, payments, visit notes."""

from typing import Any
from uuid import UUID, uuid5

from server.demo.rounds import Stop
from server.demo.world import DAY, HOUR, MINUTE, World

Row = dict[str, Any]


def book(world: World, stop: Stop, fields: dict[str, str]) -> None:
    """Write a stop as a booking and, once it is over, what was paid and noted."""
    words, dice = world.words, world.dice
    start = world.instant(stop.day, stop.start)
    end = start + stop.minutes * MINUTE
    status = _status(world, stop, end)
    over = status in ("completed", "cancelled", "no_show")
    pets = stop.client.pets[: stop.pets]
    amount = stop.service.price * (1 + len(pets)) // 2
    price = {"amount": amount, "currency": words.currency}
    cells: Row = {
        "client": stop.client.id,
        **{f"pets.{pet.id}": True for pet in pets},
        "service": stop.service.id,
        "member": stop.member.id,
        "when": {"start": _local(world, stop), "minutes": stop.minutes, "zone": words.zone},
        "status": status,
        "price": price,
        "modality": stop.service.modality,
        "note": dice.choice(words.requests) if world.likely(0.05) else None,
    }
    if world.likely(0.1):
        cells[f"answers.{fields['parking']}"] = dice.choice(words.parking)
    written = end + MINUTE if over else min(world.now, start) - dice.randint(1 * HOUR, 12 * DAY)
    booking = world.add(written, "booking", cells)
    stop.client.labels.add(stop.service.label)
    if status == "completed":
        _pay(world, stop, booking, amount, end)
        if world.likely(0.15):
            _note(world, stop, booking, end)


def _status(world: World, stop: Stop, end: int) -> str:
    """What has become of a booking; today's later ones are left for the person who tries the app, at whatever hour."""
    if end <= world.now and (stop.day < 0 or stop.number < 2):
        if stop.day == 0:
            return "completed"
        return world.dice.choices(("completed", "cancelled", "no_show"), (92, 5, 3))[0]
    return "requested" if stop.day > 1 and world.likely(0.12) else "confirmed"


def _local(world: World, stop: Stop) -> str:
    return f"{world.day(stop.day)}T{stop.start // 60:02}:{stop.start % 60:02}"


def _pay(world: World, stop: Stop, booking: str, amount: int, end: int) -> None:
    """Most pay at once; some of the latest still owe, a few pay part, tip, or were entered twice and put right."""
    dice = world.dice
    if world.likely(0.12 if stop.day > -14 else 0.02):
        return
    at = end + dice.randint(2, 9) * MINUTE
    entry: Row = {
        "client": stop.client.id,
        "booking": booking,
        "kind": "payment",
        "money": {"amount": amount, "currency": world.words.currency},
        "method": dice.choices(("card", "cash", "transfer"), (50, 35, 15))[0],
        "at": min(at, world.now),
        "member": stop.member.id,
    }
    if stop.day > -30 and world.likely(0.03):
        part = {"amount": amount // 200 * 100, "currency": world.words.currency}
        world.add(at, "payment", entry | {"kind": "deposit", "money": part})
        return
    paid = world.add(at, "payment", entry, _named(booking, "paid:0"))
    if world.likely(0.005):
        taken_back = entry | {"kind": "reversal", "reverses": paid, "at": min(at + MINUTE, world.now)}
        world.add(at + MINUTE, "payment", taken_back, _named(paid, "reversal"))
        again = entry | {"method": "cash", "at": min(at + 2 * MINUTE, world.now)}
        world.add(at + 2 * MINUTE, "payment", again, _named(booking, "paid:1"))
    if world.likely(0.08):
        tip = {"amount": max(100, amount // 1000 * 100), "currency": world.words.currency}
        world.add(at + MINUTE, "payment", entry | {"kind": "tip", "money": tip})


def _named(row: str, name: str) -> str:
    """The id that two phones would make alike, by rule 5 of the protocol."""
    return str(uuid5(UUID(row), name))


def _note(world: World, stop: Stop, booking: str, end: int) -> None:
    pet = stop.client.pets[0].id if stop.client.pets else None
    shared = "shared" if world.likely(0.3) else "private"
    body = world.dice.choice(world.words.visits)
    about: Row = {"client": stop.client.id, "booking": booking, "pet": pet}
    world.add(end + 5 * MINUTE, "note", about | {"kind": "visit", "body": body, "visibility": shared})
