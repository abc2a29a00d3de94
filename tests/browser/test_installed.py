"""The browser takes the app for one that can be installed, and finds no fault with what it says of itself."""

import json
from collections.abc import Callable

from tests.browser.house import House
from tests.browser.phone import Phone
from tests.browser.profile import Profile
from tests.browser.shop import Shop


def test_the_app_can_be_installed(profiles: Callable[[House], Profile], shop: Shop) -> None:
    phone: Phone = profiles(shop.house).start()
    phone.join(shop.link())
    phone.installed()
    devtools = phone.context.new_cdp_session(phone.page)
    told = devtools.send("Page.getAppManifest")
    assert told["url"].endswith("/manifest.json") and not told["errors"], told["errors"]
    manifest = json.loads(told["data"])
    assert {shortcut["name"] for shortcut in manifest["shortcuts"]} >= {"Today", "New booking"}
    assert not devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    for picture in [*manifest["icons"], *manifest.get("screenshots", [])]:
        assert phone.page.request.get(phone.address + picture["src"]).ok, picture["src"]
    for shortcut in manifest["shortcuts"]:
        phone.open(shortcut["url"])
        phone.saved()
    assert not phone.faults
