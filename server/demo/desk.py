"""What is written at the desk: pinned alerts and notes about clients, and tasks."""

from server.demo.clients import Client
from server.demo.team import Member
from server.demo.world import HOUR, World


def remember(world: World, client: Client) -> None:
    """Perhaps an alert pinned to the card, and perhaps a note or two."""
    words, dice = world.words, world.dice
    beware = next((pet for pet in client.pets if pet.code in words.alerts), None)
    if beware and world.likely(0.6):
        _pin(world, client, words.alerts[beware.code].format(pet=beware.name), beware.id)
    elif world.likely(0.08):
        text = words.alerts[dice.choice(("gate", "bell", "key"))]
        _pin(world, client, text.format(code=f"{dice.randint(0, 9999):04}", number=dice.randint(2, 90)), None)
    for texts, kind, chance in ((words.notes, "general", 0.3), (words.calls, "call", 0.12)):
        if world.likely(chance):
            at = dice.randint(client.first, world.now)
            cells = {"kind": kind, "body": dice.choice(texts), "visibility": "private"}
            world.add(at, "note", {"client": client.id} | cells)


def _pin(world: World, client: Client, body: str, pet: str | None) -> None:
    cells = {"client": client.id, "pet": pet, "kind": "general", "body": body, "visibility": "private", "pinned": True}
    world.add(client.first + HOUR, "note", cells)


def assign(world: World, clients: list[Client], team: list[Member]) -> None:
    """Tasks: one for every eighth client, done, overdue, due today and to come, and a few for nobody's client."""
    words, dice = world.words, world.dice
    for number in range(max(4, len(clients) // 8)):
        due = dice.choice((-20, -9, -3, -1, 0, 0, 0, 1, 2, 5, 12)) if number else 0
        text = words.tasks[number % len(words.tasks)]
        client = dice.choice(clients) if "{client}" in text else None
        at = {"date": str(world.day(due)), "zone": words.zone}
        if world.likely(0.4):
            at["time"] = f"{dice.randint(9, 17):02}:00"
        written = world.instant(min(due, 0) - dice.randint(1, 10), dice.randint(540, 1080))
        done = due < 0 and world.likely(0.7)
        world.add(
            world.instant(due, 1140) if done else written,
            "task",
            {
                "client": client and client.id,
                "description": text.format(client=client and client.name),
                "assignee": team[number % len(team)].id,
                "due": at,
                "done": world.instant(due, 1140) - HOUR if done else None,
            },
        )
