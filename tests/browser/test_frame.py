"""The frame round every screen: keys, *back*, undo, drafts, and that nothing moves or is cut once it is drawn."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import until
from tests.browser.phone import DESKTOP, PAINTED, PHONE, Phone
from tests.browser.scenes import SCENES
from tests.browser.shop import Shop, day
from tests.server.process import ROOT

SHIFTS = """addEventListener("DOMContentLoaded", () => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { hadRecentInput, value, sources } of list.getEntries()) {
      if (hadRecentInput) continue;
      const what = sources.map(({ node }) => node?.outerHTML?.slice(0, 120) ?? node?.textContent ?? "?");
      window.shifts.push(`${value.toFixed(4)}: ${what.join(" | ")}`);
    }
  }).observe({ type: "layout-shift", buffered: true });
});"""
"""Gathers what moved without anybody's doing."""

SAID = """addEventListener("DOMContentLoaded", () => {
  window.said = [];
  new MutationObserver(() => {
    const words = document.querySelector(".sync")?.textContent;
    if (words && window.said.at(-1) !== words) window.said.push(words);
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
});"""
"""Writes down what the sync status says one after another."""

CUT = """() => [...document.querySelectorAll("nav a, h1, .button, .tabs a")]
  .filter((each) => each.checkVisibility() && !each.closest(".unseen, .tabs"))
  .filter((each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== "inline")
  .map((each) => each.textContent)"""
"""The words of controls that are wider than the controls."""


def names(page: Page) -> Locator:
    """The rows of the list of clients."""
    return page.get_by_role("main").get_by_role("list", name="Clients").get_by_role("link")


def test_keys_of_the_frame_and_the_card_beside_the_list(phones: Callable[..., Phone], shop: Shop) -> None:
    for number in range(30):
        shop.client(f"Client {number:02} Inventada")
    phone = phones(shop, viewport=DESKTOP)
    page, keys = phone.page, phone.page.keyboard
    phone.open("/clients")
    expect(names(page).first).to_be_visible()
    keys.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    keys.type("client 0")
    expect(names(page)).to_have_count(10)
    keys.press("Escape")
    keys.press("ArrowDown")
    expect(names(page).first).to_be_focused()
    keys.press("Enter")
    beside = page.get_by_role("complementary")
    expect(beside).to_have_accessible_name("Client 00 Inventada")
    for _ in range(14):
        keys.press("ArrowDown")
    expect(beside).to_have_accessible_name("Client 14 Inventada")
    expect(page.locator("[aria-current=true]")).to_contain_text("Client 14")
    keys.press("?")
    expect(phone.sheet).to_have_accessible_name("Keyboard")
    keys.press("Escape")
    expect(phone.sheet).to_have_count(0)
    keys.press("n")
    expect(phone.sheet).to_have_accessible_name("New client")
    keys.press("Escape")
    expect(phone.sheet).to_have_count(0)

    scrolled = "document.querySelector('[data-scroll]').scrollTop"
    page.evaluate("document.querySelector('[data-scroll]').scrollTop = 600")
    page.get_by_role("link", name="View").click()
    expect(page.get_by_role("tab", name="Info")).to_be_visible()
    assert page.evaluate(scrolled) == 0
    page.go_back()
    expect(beside).to_have_accessible_name("Client 14 Inventada")
    assert page.evaluate(scrolled) == 600
    beside.get_by_role("button", name="Close").focus()
    keys.press("Escape")
    expect(beside).to_have_count(0)


def test_back_double_taps_undo_and_drafts(phones: Callable[..., Phone], shop: Shop) -> None:
    client = shop.client("Rosa Inventada", birth_date="1990-02-03")
    for task in ("Buy shampoo", "Send the price list", "Call the vet"):
        shop.put("task", description=task)
    phone = phones(shop)
    page = phone.page

    phone.open(f"/clients/{client}")
    phone.button("Book").first.click()
    expect(phone.sheet).to_be_visible()
    page.go_back()
    expect(phone.sheet).to_have_count(0)
    assert page.url.endswith(client)
    phone.button("Take payment").click()
    phone.button("Cancel", phone.sheet).dblclick()
    expect(phone.sheet).to_have_count(0)
    assert page.url.endswith(client)
    page.get_by_role("link", name="Clients").click()
    page.get_by_role("link", name="Rosa Inventada").click()
    phone.button("Book").first.click()
    expect(phone.sheet).to_be_visible()
    page.go_back()
    expect(phone.sheet).to_have_count(0)
    phone.button("Back").click()
    expect(page.get_by_role("heading", name="Clients", level=1)).to_be_visible()

    phone.open("/tasks")
    boxes = page.get_by_role("main").get_by_role("checkbox", checked=False)
    for task in ("Buy shampoo", "Send the price list", "Call the vet"):
        page.get_by_role("checkbox", name=task).press("Space")
    expect(boxes).to_have_count(0)
    expect(phone.button("Undo")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(boxes).to_have_count(1)
    phone.button("Undo").click()
    expect(boxes).to_have_count(2)
    page.keyboard.press("Control+z")
    expect(boxes).to_have_count(3)
    expect(phone.button("Undo")).to_have_count(0)

    phone.open(f"/clients/{client}/info")
    birth = phone.field("Birth date")
    birth.fill("2199-01-01")
    birth.blur()
    error = page.get_by_text("This day has not come yet.")
    expect(error).to_be_visible()
    birth.evaluate("(field) => { field.value = '1990-02-03'; field.focus(); field.blur(); }")
    expect(error).to_have_count(0)

    phone.field("Company").fill("Half a na")
    phone.reload()
    expect(phone.field("Company")).to_have_value("Half a na")
    phone.saved()
    until(phone, lambda: shop.row("client", client).v.get("company") == "Half a na", "the draft is on the server")


def test_a_deleted_card_is_brought_back_and_names_stand_in_the_order_of_the_alphabet(
    phones: Callable[..., Phone], shop: Shop
) -> None:
    for name in ("Ñandú Inventada", "Nuria Inventada", "Nadia Inventada", "Olga Inventada"):
        shop.client(name)
    phone = phones(shop, locale="es-ES", link="")
    page = phone.page
    page.goto(shop.link())
    status = page.get_by_role("status", name="Sincronización")
    expect(status).to_have_text("Guardado")
    page.add_init_script(SAID)
    phone.open("/clients")
    rows = page.get_by_role("main").get_by_role("list", name="Clientes").get_by_role("link")
    expect(rows).to_contain_text(["Nadia", "Nuria", "Ñandú", "Olga"])
    expect(status).to_have_text("Guardado")
    said = page.evaluate("window.said")
    assert "Guardado" in said and "Sin conexión" not in said, said

    rows.filter(has_text="Nuria").click()
    expect(phone.button("Más sobre este cliente")).to_be_visible()
    card = page.url
    phone.button("Más sobre este cliente").click()
    phone.button("Eliminar", phone.sheet).click()
    phone.button("Eliminar", phone.sheet).click()
    expect(rows).to_contain_text(["Nadia", "Ñandú", "Olga"])
    page.goto(card)
    phone.button("Recuperar").click()
    phone.page.get_by_role("link", name="Clientes").click()
    expect(rows).to_have_count(4)


def test_nothing_moves_once_it_is_drawn(phones: Callable[..., Phone], shop: Shop) -> None:
    client = shop.client("Rosa Inventada", addresses__a={"kind": "home", "street": "Calle Inventada 1"})
    shop.put("pet", client=client, name="Luna", species="dog", codes__bites=True)
    shop.put("note", client=client, kind="general", body="Ring twice", visibility="private", pinned=True)
    shop.put("task", client=client, description="Send the price list", due={"date": f"{day(-1)}"})
    shop.booking(client, f"{day()}T22:15")
    shop.booking(client, f"{day(-1)}T10:00", "completed")
    phone = phones(shop)
    page = phone.page
    phone.installed()
    page.add_init_script(SHIFTS)
    screens = {
        "/today": "Ring twice",
        "/clients": "Luna",
        f"/clients/{client}": "Send the price list",
        f"/calendar/{day()}": "Rosa Inventada",
        "/tasks": "Send the price list",
    }
    moved = []

    def look(path: str, text: str, when: str) -> None:
        expect(page.get_by_role("main")).to_contain_text(text)
        page.evaluate(PAINTED)
        moved.extend(f"{path} {when}: {shift}" for shift in page.evaluate("window.shifts.splice(0)"))

    for path, text in screens.items():
        phone.open(path)
        phone.saved()
        look(path, text, "online")
    phone.open("/today")
    shop.booking(client, f"{day()}T23:30", note="Afterwards")
    shop.put("task", description="Buy shampoo")
    other = shop.client("Zoe Inventada")
    expect(page.get_by_role("main")).to_contain_text("23:30")
    look("/today", "23:30", "as a booking arrives")
    phone.open("/clients")
    expect(names(page)).to_have_count(2)
    shop.put("note", client=other, kind="general", body="Bites", visibility="private", pinned=True)
    look("/clients", "Bites", "as an alert arrives")
    phone.go_offline()
    for path, text in screens.items():
        phone.open(path)
        expect(phone.sync).to_contain_text("Offline")
        look(path, text, "offline")
    assert not moved, "\n".join(moved)


def test_narrow_tall_and_large_screens_cut_nothing(phones: Callable[..., Phone], shop: Shop) -> None:
    long = "Wolfeschlegelsteinhausenbergerdorffvoralternwarengewissenhaf"
    client = shop.client(long)
    shop.put("pet", client=client, name=long, species="dog")
    shop.booking(client, f"{day()}T23:30")
    phone = phones(shop)
    page = phone.page
    wrong = []
    shapes = {
        "half a phone": ({"width": 195, "height": 422}, 100),
        "twice the text": (PHONE, 200),
        "sideways": ({"width": 844, "height": 390}, 100),
    }
    paths = ("/today", "/clients", f"/clients/{client}", f"/clients/{client}/info", "/tasks")
    for path in paths:
        phone.open(path)
        expect(page.get_by_role("heading", level=1)).to_be_attached()
        expect(page.get_by_role("navigation")).to_be_visible()
        phone.saved()
        for shape, (size, percent) in shapes.items():
            page.set_viewport_size(size)
            page.evaluate(f"document.documentElement.style.fontSize = '{percent}%'")
            page.evaluate(PAINTED)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wrong.append(f"{path}, {shape}: wider than the screen")
            wrong += [f"{path}, {shape}: {words!r} is cut" for words in page.evaluate(CUT)]
    assert not wrong, "\n".join(wrong)


def test_every_path_of_the_app_is_photographed() -> None:
    patterns = re.findall(r'pattern: "(.*?)"', (ROOT / "web/src/screens.ts").read_text())
    assert patterns
    seen = [scene.path for scene in SCENES]
    for pattern in patterns:
        parts = [part for part in pattern.split("/")[1:] if not part.endswith("?")]
        wanted = re.compile("/" + "/".join("[^/]+" if part.startswith(":") else part for part in parts) + "(/|$)")
        assert any(wanted.match(path) for path in seen), f"{pattern} has no scene in tests/browser/scenes.py"


def test_a_sheet_that_gives_way_to_another_on_the_first_screen_leaves_it_open(
    phones: Callable[..., Phone], shop: Shop
) -> None:
    rosa = shop.client("Rosa Inventada")
    phone = phones(shop)
    phone.open(f"/clients/{rosa}")
    phone.button("More about this client").click()
    phone.button("Delete", phone.sheet).click()
    # What the menu left behind is gone from the history before *back* is pressed.
    phone.page.wait_for_function("history.state.guard === true")
    expect(phone.button("Cancel", phone.sheet)).to_be_visible()
    phone.page.go_back()
    expect(phone.sheet).to_have_count(0)
    expect(phone.page.get_by_role("heading", name="Rosa Inventada", level=1)).to_be_visible()
