"""The rounds: which client is visited on which day, in driving order, within working hours, never two at once."""

from dataclasses import dataclass
from math import exp, hypot

from server.demo.clients import Client, District
from server.demo.team import Member, Service
from server.demo.world import World

BACK, AHEAD = 365, 60
FULL = 8
"""No member makes more stops a day."""
EVERYDAY = ("groom", "bath", "nails")
"""Services that any client takes now and then, for two pets at a time too."""


@dataclass
class Stop:
    """One visit: `day` counted from today, `start` in minutes since midnight, `number` that day's stops before it."""

    client: Client
    service: Service
    member: Member
    day: int
    start: int
    minutes: int
    pets: int
    number: int


@dataclass
class Shift:
    """A member's working day, the stops wished for and the district it goes to."""

    member: Member
    day: int
    district: District
    wished: int = 0
    stops: int = 0
    until: int = 0
    """Minutes since midnight from which the member may set off again."""
    x: float = 0.0
    y: float = 0.0


def plan(world: World, districts: list[District], services: list[Service], count: int) -> list[Stop]:
    """`count` stops from a year back to two months ahead, more about today; today each member has five to eight.

    Fewer only where there are too few clients or hours for them.
    """
    shifts = _shifts(world, districts)
    room = min(FULL, max((len(district.clients) for district in districts), default=0))
    left = count
    for shift in shifts:
        if shift.day == 0:
            shift.wished = min(world.dice.randint(5, 7), room, left)
            left -= shift.wished
    weights = [0 if shift.day == 0 else 1 + 3 * exp(-abs(shift.day) / 10) for shift in shifts]
    places = sum(min(room, 6) - shift.wished for shift in shifts if shift.day)
    left = min(left, max(0, places))
    while left:
        for shift in world.dice.choices(shifts, weights, k=left):
            if shift.wished < min(room, 6) and left:
                shift.wished += 1
                left -= 1
    stops = [stop for shift in shifts for stop in _work(world, shift, services)]
    late = [shift for shift in shifts if shift.day and shift.stops < room]
    world.dice.shuffle(late)
    for shift in late:
        if len(stops) >= count:
            break
        stops += _visit(world, shift, _due(shift, 1), services)
    return stops


def _shifts(world: World, districts: list[District]) -> list[Shift]:
    """Every working day of every member, day by day; a member goes round their districts."""
    rounds: dict[str, list[District]] = {}
    for district in districts:
        rounds.setdefault(district.member.id, []).append(district)
    shifts = []
    worked = dict.fromkeys(rounds, 0)
    for day in range(-BACK, AHEAD + 1):
        weekday = world.day(day).isoweekday()
        for mine in rounds.values():
            member = mine[0].member
            if weekday in member.weekdays:
                district = mine[worked[member.id] % len(mine)]
                worked[member.id] += 1
                shifts.append(Shift(member, day, district, until=member.start))
    return shifts


def _due(shift: Shift, count: int) -> list[Client]:
    """Those of the district whose next visit is most overdue; former clients only long ago, leads never."""
    able = [
        client
        for client in shift.district.clients
        if client.status == "active" or (client.status == "inactive" and shift.day < -180)
    ]
    visited = [client for client in able if client.due <= shift.day + 400]
    return sorted(visited, key=lambda client: client.due)[:count]


def _work(world: World, shift: Shift, services: list[Service]) -> list[Stop]:
    """Visit the clients whose turn it is, always the nearest one next."""
    waiting = _due(shift, shift.wished)
    stops: list[Stop] = []
    while waiting:
        nearest = min(waiting, key=lambda client: hypot(client.x - shift.x, client.y - shift.y))
        waiting.remove(nearest)
        stops += _visit(world, shift, [nearest], services)
    return stops


def _visit(world: World, shift: Shift, clients: list[Client], services: list[Service]) -> list[Stop]:
    """Drive to each and stay as long as their service takes, or the shortest one, or not at all when it is too late."""
    stops = []
    shortest = min((service for service in services if service.modality == "theirs"), key=lambda each: each.minutes)
    for client in clients:
        drive = 5 + 3 * hypot(client.x - shift.x, client.y - shift.y) if shift.stops else 0
        start = -(-int(shift.until + drive) // 15) * 15
        service = client.usual
        if world.likely(0.25):
            service = world.dice.choice([other for other in services if other.key in EVERYDAY])
        pets = 2 if service.key in EVERYDAY and world.likely(0.15) else 1
        minutes = -(-service.minutes * (1 + pets) // 10) * 5
        if start + minutes > shift.member.end:
            service, minutes, pets = shortest, shortest.minutes, 1
        if start + minutes > shift.member.end:
            continue
        stops.append(Stop(client, service, shift.member, shift.day, start, minutes, pets, shift.stops))
        client.due = shift.day + world.dice.randint(25, 50)
        shift.stops, shift.until = shift.stops + 1, start + minutes + service.apart
        shift.x, shift.y = client.x, client.y
    return stops
