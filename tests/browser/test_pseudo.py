"""Every word that a person sees or hears comes from the catalogues: under a made-up language none is plain Latin."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.everything import Everything
from tests.browser.phone import DESKTOP, PHONE, Phone
from tests.browser.pseudo import pseudo_words, said, speak, undisguised
from tests.browser.scenes import SCENES, Scene, Stage, open_scene
from tests.browser.shop import Shop, day

WORDS = pseudo_words()
TYPED = ("Full groom", "Olga Invented", "OI", "van phone", "Invented Kennels", "x" * 9000, "qqqqq zzzzz")
"""What shops and scenes write in Latin."""
ROOMY = "storage"
"""The scene that cannot be played here: without a service worker's files an edit always finds room."""


class Listener:
    """Goes from scene to scene of a shop and takes down whatever no catalogue holds."""

    def __init__(self, phones: Callable[..., Phone], shop: Shop):
        self._phones = phones
        self._shop = shop
        self._data = (shop.name, *TYPED)
        self._wrong: set[str] = set()

    def phone(self, link: str) -> Phone:
        """A phone that speaks the made-up language, signed in unless the link is empty."""
        phone = self._phones(self._shop, link="")
        speak(phone.context)
        if link:
            phone.page.goto(link)
            settled = [WORDS["sync.saved"], WORDS["sync.attention"]]
            status = phone.page.get_by_role("status", name=WORDS["sync.name"], exact=True)
            expect(status.filter(has_text=re.compile("|".join(settled)))).to_be_visible()
        return phone

    def go(self, scene: Scene, stage: Stage) -> None:
        """Open a scene and listen."""
        stage.page.set_viewport_size(DESKTOP if scene.wide_only else PHONE)
        open_scene(stage, scene, self._shop.house.address)
        self._wrong |= {f"{scene.name}: {each}" for each in undisguised(said(stage.page), self._data)}

    def silent(self) -> None:
        """Fail with all that was taken down."""
        assert not self._wrong, "no catalogue holds these:\n" + "\n".join(sorted(self._wrong))


@pytest.fixture
def listener(phones: Callable[..., Phone], shop: Shop) -> Listener:
    """A listener in the test's shop."""
    return Listener(phones, shop)


def test_no_screen_has_a_word_of_its_own(listener: Listener, shop: Shop) -> None:
    everything = Everything(shop)
    phone = listener.phone(shop.link())
    for scene in SCENES:
        if scene.at == "full" and not scene.alone:
            listener.go(scene, everything.stage(phone.page, WORDS))
    listener.silent()


def test_nothing_that_happens_has_a_word_of_its_own(listener: Listener, shop: Shop) -> None:
    everything = Everything(shop, disagreements=False)
    for scene in SCENES:
        if scene.at == "full" and scene.alone and scene.name != ROOMY:
            phone = listener.phone(shop.link())
            listener.go(scene, everything.stage(phone.page, WORDS, phone.line))
    listener.silent()


@pytest.mark.parametrize("at", ["new", "door"])
def test_no_beginning_has_a_word_of_its_own(listener: Listener, shop: Shop, at: str) -> None:
    phone = listener.phone(shop.link() if at == "new" else "")
    for scene in SCENES:
        if scene.at == at:
            listener.go(scene, Stage(phone.page, WORDS, today=f"{day()}", free=f"{day(400)}", line=phone.line))
    listener.silent()
