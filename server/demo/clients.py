"""The clients and their pets. Each lives in one member's round, near the others of the same district."""

from dataclasses import dataclass, field
from typing import NamedTuple

from server.demo.team import Member, Service
from server.demo.world import MINUTE, World

CODES = ("bites", "nervous", "escapes", "other_dogs", "loud", "senior", "gentle")


class Pet(NamedTuple):
    """An animal, by its name, with the one temperament code that it may have."""

    id: str
    name: str
    code: str


@dataclass
class Client:
    """A client in the making: where they live (km from the middle of the town), what they usually book, when next."""

    id: str
    name: str
    status: str
    x: float
    y: float
    cells: dict
    usual: Service
    due: float
    pets: list[Pet] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    first: int = 0


@dataclass
class District:
    """A member's clients of one neighbourhood, whom they visit on the same day."""

    member: Member
    clients: list[Client] = field(default_factory=list)


def settle(
    world: World, team: list[Member], services: list[Service], count: int, fields: dict[str, str]
) -> list[District]:
    """`count` clients, spread over the districts of the team's rounds. Their rows are written by `register`."""
    rounds = max(1, min(6, count // (len(team) * 10)))
    districts = [District(member) for _ in range(rounds) for member in team]
    middles = [(world.dice.uniform(-6, 6), world.dice.uniform(-6, 6)) for _ in districts]
    taken: set[str] = set()
    for number in range(count):
        where = number % len(districts)
        districts[where].clients.append(_client(world, number, middles[where], services, fields, taken))
    return districts


def _client(
    world: World,
    number: int,
    middle: tuple[float, float],
    services: list[Service],
    fields: dict[str, str],
    taken: set[str],
) -> Client:
    words, dice = world.words, world.dice
    name = _name(world, taken)
    status = dice.choices(("active", "inactive", "lead"), (88, 8, 4))[0]
    x, y = dice.gauss(middle[0], 0.7), dice.gauss(middle[1], 0.7)
    cells = {"name": name, "status": status, f"phones.{world.key()}": _phone(world, number, "mobile")}
    if world.likely(0.2):
        cells[f"phones.{world.key()}"] = _phone(world, number + 50_000, dice.choice(("home", "work")))
    if world.likely(0.85):
        mailbox = f"{words.mailbox(name)}{number}@example.{'com' if number % 2 else 'org'}"
        cells[f"emails.{world.key()}"] = {"kind": "home", "value": mailbox}
    cells[f"addresses.{world.key()}"] = _address(world, x, y)
    if world.likely(0.06):
        cells |= {"company": dice.choice(words.companies), "position": dice.choice(words.positions)}
    if world.likely(0.3):
        cells["birth_date"] = f"{dice.randint(1950, 2004)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
    if world.likely(0.6):
        cells[f"custom.{fields['found']}"] = dice.choice(words.choices)
    usual = dice.choices(services, (40, 25, 12, 6, 6, 10, 1))[0]
    return Client("", name, status, x, y, cells, usual, dice.uniform(-365, -300))


def _name(world: World, taken: set[str]) -> str:
    """A name that no other client bears, as long as there are any."""
    words, dice = world.words, world.dice
    for attempt in range(50):
        hers = world.likely(0.6)
        given = dice.choice(words.women if hers else words.men)
        family = _gendered(dice.choice(words.families), hers)
        if words.middle and attempt > 2:
            given = f"{given} {_gendered(dice.choice(words.middle), hers)}"
        elif not words.middle:
            family = f"{family} {dice.choice(words.families)}"
        name = f"{given} {family}"
        if name not in taken:
            break
    taken.add(name)
    return name


def _gendered(name: str, hers: bool) -> str:
    woman, _, man = name.partition("/")
    return woman if hers or not man else man


def _phone(world: World, serial: int, kind: str) -> dict[str, str]:
    return {"kind": kind, "value": world.words.phone_number(serial)}


def _address(world: World, x: float, y: float) -> dict[str, str | float]:
    town, dice = world.words.town, world.dice
    number = dice.randint(1, 120)
    return {
        "kind": "home",
        "street": town.address.format(street=dice.choice(town.streets), number=number),
        "city": town.name,
        "region": town.region,
        "postcode": town.postcode.format(two=f"{dice.randint(10, 99)}"),
        "country": town.country,
        "lat": round(town.lat + y / 111, 5),
        "lon": round(town.lon + x / 85, 5),
    }


def adopt(world: World, client: Client, fields: dict[str, str]) -> None:
    """Write the client's one to three pets."""
    words, dice = world.words, world.dice
    since = client.first + MINUTE
    for name in dice.sample(words.pets, dice.choices((1, 2, 3), (68, 25, 7))[0]):
        kind = "cat" if client.usual.key == "cat" or world.likely(0.1) else "dog"
        age = dice.randint(60, 300) if client.usual.key == "puppy" else dice.randint(300, 5000)
        cells = {
            "client": client.id,
            "name": name,
            "species": kind,
            "breed": dice.choice(words.breeds[kind]),
            "sex": dice.choice(("female", "male", "spayed", "neutered")),
            "birth_date": str(world.day(-age)),
            "coat": dice.choice(words.coats),
            f"weights.{world.key()}": {
                "date": str(world.day(-dice.randint(5, 200))),
                "grams": dice.randint(20, 380) * 100,
            },
            "allergies": dice.choice(words.allergies) if world.likely(0.08) else None,
            "vet": dice.choice(words.vets) if world.likely(0.4) else None,
        }
        code = dice.choice(CODES) if world.likely(0.35) else ""
        if code:
            cells[f"codes.{code}"] = True
        for vaccine in words.vaccines[: dice.randint(0, len(words.vaccines))]:
            cells[f"vaccinations.{world.key()}"] = {"name": vaccine, "expires": str(world.day(dice.randint(-40, 360)))}
        if world.likely(0.5):
            cells[f"custom.{fields['shampoo']}"] = dice.choice(words.shampoos)
        if world.likely(0.1):
            cells[f"custom.{fields['insurance']}"] = f"EXAMPLE-{dice.randint(1000, 9999)}"
        client.pets.append(Pet(world.add(since, "pet", cells), name, code))


def register(world: World, client: Client, labels: list[str]) -> None:
    """Write the client's own row, as of their first day."""
    given = [label for label in labels if world.likely(0.06)]
    marks = {f"labels.{label}": True for label in sorted(client.labels) + given}
    world.add(client.first, "client", client.cells | marks | {"registered": client.first}, client.id)
