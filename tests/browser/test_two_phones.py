"""The promise: two phones work on the same cards without signal, and afterwards show the same, with nothing lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.acts import add_note, book, edit, mark_paid, panel, shown, until
from tests.browser.phone import Phone
from tests.browser.shop import Shop, day

OLGA, MARTA = 0, 1


@pytest.fixture
def rosa(shop: Shop) -> str:
    """A client with a note and a booking of yesterday that is not paid yet."""
    client = shop.client("Rosa Inventada")
    shop.put("note", client=client, kind="general", body="Ring twice", visibility="private")
    shop.booking(client, f"{day(-1)}T10:00", "completed")
    return client


@pytest.fixture
def pair(phones: Callable[..., Phone], shop: Shop, rosa: str) -> tuple[Phone, Phone]:
    """The owner's phone and the manager's, both signed in, without signal, on the same card."""
    marta = shop.member("Marta Invented", "manager")
    both = phones(shop), phones(shop, member=marta)
    for phone in both:
        phone.open(f"/clients/{rosa}/info")
        expect(phone.field("Company")).to_be_visible()
        phone.go_offline()
    return both


def reconnect(pair: tuple[Phone, Phone], first: int) -> None:
    """Signal comes back for one of them, and when all of its edits are on the server, for the other."""
    for phone in (pair[first], pair[1 - first]):
        phone.go_online()
        phone.settled()


@pytest.mark.parametrize("first", [OLGA, MARTA], ids=["olga first", "marta first"])
def test_both_show_the_same_card_with_everything_on_it(shop: Shop, pair: tuple[Phone, Phone], first: int) -> None:
    olga, marta = pair
    edit(olga, "Company", "Invented Kennels")
    edit(marta, "Position", "Head of kennels")
    edit(olga, "Tax ID", "OLGA-1")
    edit(marta, "Tax ID", "MARTA-2")
    edit(olga, "Phone", "+34 600 000 001")
    edit(marta, "Phone", "+34 600 000 002")
    book(olga, 1, "09:30")
    book(marta, 2, "16:00")
    for phone in pair:
        phone.tab("Payments")
        mark_paid(phone)
        phone.waiting(5)

    reconnect(pair, first)

    for phone in pair:
        phone.tab("Info")
        expect(phone.field("Company")).to_have_value("Invented Kennels")
        expect(phone.field("Position")).to_have_value("Head of kennels")
        expect(phone.field("Tax ID")).to_have_value("MARTA-2")
        expect(phone.field("Phone")).to_have_count(2)
        numbers = {field.input_value() for field in phone.field("Phone").all()}
        assert numbers == {"+34 600 000 001", "+34 600 000 002"}
        phone.tab("Bookings")
        expect(panel(phone).get_by_role("listitem").filter(has_text="9:30")).to_have_count(1)
        expect(panel(phone).get_by_role("listitem").filter(has_text="16:00")).to_have_count(1)
        phone.tab("Payments")
        expect(panel(phone).get_by_text("Nothing owed")).to_be_visible()
        expect(panel(phone).get_by_role("listitem").filter(has_text="Payment")).to_have_count(1)
    until(olga, lambda: shown(olga) == shown(marta), "both phones show the same card")
    assert len(shop.rows("payment")) == 1


@pytest.mark.parametrize("first", [OLGA, MARTA], ids=["olga first", "marta first"])
def test_the_overwritten_value_can_be_kept_and_is_then_on_both(pair: tuple[Phone, Phone], first: int) -> None:
    olga, marta = pair
    edit(olga, "Tax ID", "OLGA-1")
    edit(marta, "Tax ID", "MARTA-2")
    reconnect(pair, first)
    for phone in pair:
        expect(phone.field("Tax ID")).to_have_value("MARTA-2")
        expect(phone.sync).to_have_text("Needs attention")
        phone.sync.get_by_role("link").click()
        conflict = phone.page.get_by_role("article", name="Rosa Inventada")
        expect(conflict).to_contain_text("Tax ID")
        expect(conflict).to_contain_text("OLGA-1")
        expect(conflict).to_contain_text("MARTA-2")
    conflict = olga.page.get_by_role("article", name="Rosa Inventada")
    olga.button("Keep this", conflict.get_by_role("group").filter(has_text="OLGA-1")).click()
    for phone in pair:
        phone.saved()
        expect(phone.page.get_by_text("All settled")).to_be_visible()
        phone.page.go_back()
        expect(phone.field("Tax ID")).to_have_value("OLGA-1")


@pytest.mark.parametrize(("first", "kept"), [(OLGA, "Bring back"), (MARTA, "Keep deleted")])
def test_a_note_deleted_here_and_edited_there_waits_for_a_person(
    pair: tuple[Phone, Phone], first: int, kept: str
) -> None:
    olga, marta = pair
    for phone in pair:
        phone.tab("Notes")
    olga.button("Delete note").click()
    expect(panel(olga)).not_to_contain_text("Ring twice")
    marta.button("Edit note").click()
    marta.field("Text", marta.sheet).fill("Ring twice, then wait")
    marta.button("Save", marta.sheet).click()
    for phone in pair:
        phone.waiting(1)
    reconnect(pair, first)
    for phone in pair:
        expect(phone.sync).to_have_text("Needs attention")
    olga.sync.get_by_role("link").click()
    conflict = olga.page.get_by_role("article")
    expect(conflict).to_contain_text("Ring twice, then wait")
    olga.button(kept, conflict).click()
    for phone in pair:
        phone.saved()
    olga.page.go_back()
    for phone in pair:
        phone.tab("Notes")
        note = panel(phone).get_by_text("Ring twice, then wait")
        expect(note).to_have_count(1 if kept == "Bring back" else 0)


def test_two_bookings_at_the_same_hour_are_both_kept_and_flagged(pair: tuple[Phone, Phone]) -> None:
    for phone in pair:
        book(phone, 1, "11:00", member="Olga Invented")
        phone.waiting(1)
    reconnect(pair, OLGA)
    for phone in pair:
        phone.tab("Bookings")
        expect(panel(phone).get_by_role("listitem").filter(has_text="11:00")).to_have_count(2)
        phone.open("/attention")
        overlap = phone.page.get_by_role("article").filter(has_text="11:00")
        expect(overlap.get_by_role("link")).to_have_count(2)


def test_a_note_written_without_signal_bears_a_mark_until_it_is_on_the_server(pair: tuple[Phone, Phone]) -> None:
    olga, marta = pair
    for phone in pair:
        phone.tab("Notes")
    add_note(olga, "Afraid of the dryer")
    mark = panel(olga).get_by_role("img", name="Not on the server yet")
    expect(mark).to_have_count(1)
    olga.go_online()
    olga.saved()
    expect(mark).to_have_count(0)
    marta.go_online()
    expect(panel(marta)).to_contain_text("Afraid of the dryer")
