"""The made-up business: whole, plainly made up, the same for the same seed, and taken by the store as it is."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from server import demo
from server.demo.words import words
from sync.database import reading
from sync.records import find
from sync.store import Store

NOW = 1_795_000_000_000
TEAM = ["018f0000-0000-7000-8000-00000000000" + digit for digit in "123"]
SHOP = "018f0000-0000-7000-8000-000000000009"


def made(locale: str = "en", clients: int = 60, bookings: int = 400, now: int = NOW) -> list[demo.Edit]:
    return demo.edits(words(locale), SHOP, TEAM, now, clients, bookings, seed=7)


def of(edits: list[demo.Edit], table: str) -> list[dict]:
    return [edit.cells | {"id": edit.id} for edit in edits if edit.table == table]


def starts(edits: list[demo.Edit]) -> list[tuple[str, datetime, datetime]]:
    """Member, start and end of every booking, in order."""
    found = []
    for booking in of(edits, "booking"):
        start = datetime.fromisoformat(booking["when"]["start"])
        found.append((booking["member"], start, start + timedelta(minutes=booking["when"]["minutes"])))
    return sorted(found)


@pytest.mark.parametrize("locale", ["en", "es", "ru"])
def test_has_what_was_asked_for(locale):
    edits = made(locale)
    assert len(of(edits, "client")) == 60 and len(of(edits, "booking")) == 400
    assert all(edits[at].w <= edits[at + 1].w <= NOW for at in range(len(edits) - 1))
    for client in of(edits, "client"):
        phones = [value["value"] for name, value in client.items() if name.startswith("phones.")]
        emails = [value["value"] for name, value in client.items() if name.startswith("emails.")]
        assert phones and all("555 01" in phone if locale == "en" else " 0" in phone for phone in phones)
        assert all(email.isascii() and email.split("@")[1] in ("example.com", "example.org") for email in emails)
        assert 1 <= sum(pet["client"] == client["id"] for pet in of(edits, "pet")) <= 3
    assert {"completed", "confirmed", "cancelled", "no_show", "requested"} == {
        b["status"] for b in of(edits, "booking")
    }
    assert any(note.get("pinned") for note in of(edits, "note"))
    assert of(edits, "task") and of(edits, "field") and of(edits, "label")


def test_the_same_seed_makes_the_same_business():
    assert made() == made()


def test_nobody_is_in_two_places_and_all_is_within_working_hours():
    edits = made()
    hours = {member["id"]: member["hours"] for member in of(edits, "member")}
    visits = starts(edits)
    for (member, _, end), (next_member, start, _) in zip(visits, visits[1:], strict=False):
        assert member != next_member or end <= start
    for member, start, end in visits:
        ((opens, closes),) = hours[member][str(start.isoweekday())]
        assert opens <= f"{start:%H:%M}" and f"{end:%H:%M}" <= closes


@pytest.mark.parametrize("day", range(7))
def test_today_each_member_has_five_to_eight_stops_whatever_day_it_is(day):
    now = NOW + day * 86_400_000
    today = datetime.fromtimestamp(now / 1000, ZoneInfo(words("en").zone)).date()
    stops = defaultdict(int)
    for member, start, _ in starts(made(clients=200, bookings=1_500, now=now)):
        stops[member] += start.date() == today
    assert set(stops) == set(TEAM) and all(5 <= count <= 8 for count in stops.values())


def test_reaches_from_a_year_back_to_two_months_ahead():
    today = datetime.fromtimestamp(NOW / 1000, ZoneInfo(words("en").zone)).date()
    days = [start.date() for _, start, _ in starts(made(clients=200, bookings=1_500))]
    assert today - timedelta(days=366) <= min(days) < today - timedelta(days=350)
    assert today + timedelta(days=50) < max(days) <= today + timedelta(days=61)


def test_some_owe_and_payments_of_a_booking_have_the_id_that_any_phone_would_give():
    edits = made(clients=200, bookings=1_500)
    paid = {payment["booking"] for payment in of(edits, "payment")}
    completed = {booking["id"] for booking in of(edits, "booking") if booking["status"] == "completed"}
    assert paid < completed
    assert all(payment["at"] <= NOW for payment in of(edits, "payment"))


def test_a_store_takes_it(database, tmp_path):
    store = Store(database, tmp_path)
    store.migrate()
    try:
        business = demo.make(store, "es", clients=20, bookings=60, seed=3)
        (about,) = store.businesses()
        assert about["id"] == business and about["locale"] == "es" and about["hours"]
        with reading(store.db):
            members = find(store.db, business, "member", "TRUE", ())
            bookings = find(store.db, business, "booking", "TRUE", ())
        assert sorted(member.cells["role"] for member in members) == ["manager", "owner", "staff"]
        assert len(bookings) == 60
        assert date.fromisoformat(bookings[0].cells["when"]["start"][:10])
    finally:
        store.close()
