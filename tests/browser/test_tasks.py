"""Tasks of the whole business and of one person: written down, given, done, taken back; mostly in aeroplane mode."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.browser.phone import Phone
from tests.browser.shop import Shop, day


def group(phone: Phone, name: str) -> Locator:
    """The tasks under one heading."""
    return phone.page.get_by_role("region", name=name, exact=True)


def test_tasks_are_written_given_done_and_taken_back_offline(phones: Callable[..., Phone], shop: Shop) -> None:
    nora = shop.member("Nora Invented")
    rosa = shop.client("Rosa Inventada")
    shop.put("task", client=rosa, description="Send the price list", due={"date": f"{day(-1)}"})
    shop.put("task", description="Oil the clippers", assignee=nora, due={"date": f"{day(5)}"})
    phone = phones(shop)
    phone.open("/tasks")
    expect(group(phone, "Overdue").get_by_role("link", name="Rosa Inventada")).to_be_visible()
    phone.go_offline()
    quick = phone.field("Add a task")
    quick.fill("Buy shampoo")
    phone.button("Today").click()
    quick.press("Enter")
    expect(group(phone, "Today")).to_contain_text("Buy shampoo")
    expect(quick).to_have_value("")
    quick.fill("Find a vet")
    quick.press("Enter")
    expect(group(phone, "Without a date")).to_contain_text("Find a vet")
    places = phone.page.get_by_role("navigation", name="Main")
    expect(places.get_by_role("link", name="Tasks", exact=True)).to_contain_text("1")

    phone.button("Find a vet").click()
    phone.field("Who does it", phone.sheet).select_option(label="Nora Invented")
    phone.button("Tomorrow", phone.sheet).click()
    phone.field("Time", phone.sheet).fill("09:30")
    phone.button("Save", phone.sheet).click()
    expect(group(phone, "Later").get_by_role("listitem").first).to_contain_text("Find a vet")
    expect(group(phone, "Later")).to_contain_text("9:30")

    phone.page.get_by_role("checkbox", name="Done: Buy shampoo").check()
    expect(group(phone, "Done")).to_contain_text("Buy shampoo")
    phone.button("Undo").last.click()
    expect(group(phone, "Today")).to_contain_text("Buy shampoo")
    phone.button("Buy shampoo").click()
    phone.button("Delete", phone.sheet).click()
    expect(group(phone, "Today")).to_have_count(0)
    phone.button("Undo").last.click()
    expect(group(phone, "Today")).to_contain_text("Buy shampoo")
    phone.page.get_by_text("Mine", exact=True).click()
    expect(group(phone, "Later")).to_have_count(0)
    expect(group(phone, "Today")).to_contain_text("Buy shampoo")
    phone.go_online()
    phone.saved()

    other = phones(shop, member=nora)
    other.open("/tasks")
    expect(group(other, "Later")).to_contain_text("Find a vet")
    expect(group(other, "Later")).to_contain_text("Oil the clippers")
    expect(other.page.get_by_role("main")).not_to_contain_text("Buy shampoo")
    other.page.get_by_text("All", exact=True).click()
    expect(group(other, "Today")).to_contain_text("Buy shampoo")
    other.reload()
    expect(group(other, "Overdue")).to_contain_text("Send the price list")


def test_a_client_s_tasks_on_the_card_and_back(phones: Callable[..., Phone], shop: Shop) -> None:
    rosa = shop.client("Rosa Inventada")
    phone = phones(shop)
    phone.open(f"/clients/{rosa}/tasks")
    phone.go_offline()
    phone.button("New task").first.click()
    phone.button("Save", phone.sheet).click()
    expect(phone.sheet).to_contain_text("Write what is to be done.")
    phone.field("Task", phone.sheet).fill("Call about the gate")
    phone.button("Today", phone.sheet).click()
    phone.button("Save", phone.sheet).click()
    expect(group(phone, "Today")).to_contain_text("Call about the gate")
    # By key: a tap there right after *Save* would be the second of a double tap.
    phone.page.get_by_role("navigation", name="Main").get_by_role("link", name="Tasks", exact=True).press("Enter")
    group(phone, "Today").get_by_role("link", name="Rosa Inventada").click()
    expect(phone.page.get_by_role("heading", name="Rosa Inventada", level=1)).to_be_visible()
    phone.page.get_by_role("checkbox", name="Done: Call about the gate").click()
    phone.tab("Tasks")
    expect(group(phone, "Done")).to_contain_text("Call about the gate")
    phone.go_online()
    phone.saved()
    (task,) = shop.rows("task")
    assert task.v["client"] == rosa and task.v["done"] and task.v["due"]["date"] == f"{day()}"
