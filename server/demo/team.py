"""Who works there, what they do and what they note of a client: members, services, labels, custom fields."""

from dataclasses import dataclass

from server.demo.world import DAY, World

COLORS = ("#14857d", "#c9631a", "#8663d0", "#3a7bc8", "#c44f84", "#5b8a2e")
"""As in the app's own palette, web/src/settings/colors.tsx."""


@dataclass(frozen=True)
class Member:
    """One of the team; works on `weekdays` (1 is Monday) from `start` to `end`, minutes since midnight."""

    id: str
    weekdays: frozenset[int]
    start: int
    end: int


@dataclass(frozen=True)
class Service:
    """What can be booked: `price` in minor units; `apart` minutes are kept free after it."""

    id: str
    key: str
    minutes: int
    apart: int
    price: int
    modality: str
    label: str


# key: minutes, minutes kept free after, US cents, where, days until it is due again
SERVICES = {
    "groom": (75, 10, 7500, "theirs", 42),
    "bath": (45, 10, 4500, "theirs", 28),
    "nails": (20, 5, 1800, "theirs", 21),
    "puppy": (45, 10, 4000, "theirs", 30),
    "cat": (60, 10, 6500, "theirs", 60),
    "training": (60, 5, 6000, "theirs", 7),
    "advice": (15, 0, 1500, "phone", None),
}


def hire(world: World, ids: list[str]) -> list[Member]:
    """Give the members their colours and hours. All of them work today, whatever day that is."""
    team = []
    weekday = world.today.isoweekday()
    for position, id in enumerate(ids):
        free = {6, 7} if position % 3 < 2 else {7, 1}
        while weekday in free:
            free = {day % 7 + 1 for day in free}
        member = Member(id, frozenset(range(1, 8)) - free, (9 - position % 2) * 60, 18 * 60)
        clock = [[f"{member.start // 60:02}:00", f"{member.end // 60:02}:00"]]
        hours = {str(day): clock for day in sorted(member.weekdays)}
        world.add(world.now - 800 * DAY, "member", {"color": COLORS[position % len(COLORS)], "hours": hours}, id)
        team.append(member)
    return team


def open_shop(world: World, team: list[Member]) -> tuple[list[Service], list[str]]:
    """The business's own cells, its services each with their label, and the ids of the labels beside those."""
    words, began = world.words, world.now - 790 * DAY
    hours = {str(day): [["08:00", "18:00"]] for day in range(1, 8)}
    shop = {"hours": hours, "overdue_days": 14, "week_start": words.week_start}
    world.add(began, "business", shop, world.business)
    services = []
    for position, (key, (minutes, apart, cents, modality, again)) in enumerate(SERVICES.items()):
        color, price = COLORS[position % len(COLORS)], words.amount(cents)
        cells = {
            "name": words.services[key],
            "minutes": minutes,
            "buffer": apart,
            "price": {"amount": price, "currency": words.currency},
            "modality": modality,
            "color": color,
            "rebook_days": again,
            "bookable": True,
        }
        service = world.add(began, "service", cells | {f"members.{member.id}": True for member in team})
        label = world.add(began, "label", {"name": words.services[key], "color": color, "service": service})
        services.append(Service(service, key, minutes, apart, price, modality, label))
    labels = [world.add(began, "label", {"name": name, "color": "#7d766c"}) for name in words.labels]
    return services, labels


def ask(world: World) -> dict[str, str]:
    """The custom fields: their ids by key."""
    kinds = {
        "found": ("client", "choice"),
        "shampoo": ("pet", "text"),
        "insurance": ("pet", "text"),
        "parking": ("booking", "text"),
    }
    fields = {}
    for order, (key, (on, kind)) in enumerate(kinds.items()):
        choices = list(world.words.choices) if kind == "choice" else None
        cells = {"on": on, "label": world.words.fields[key], "type": kind, "choices": choices, "order": order}
        fields[key] = world.add(world.now - 780 * DAY, "field", cells | {"required": False})
    return fields
