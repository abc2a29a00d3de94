"""Photographs every scene of the app: `make screens`, or `python docs/screens/shoot.py --help` for what else it can.

The demo business stands still at one moment, for the server and for the browser, and is made from a fixed seed: a
picture changes only when the app does. README.md beside this file shows them all; it is written by this script too.
"""

import argparse
import io
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

# The tests' own browser, server and list of scenes: folders that are no packages of the app.
from server import sessions  # noqa: E402
from server.config import Config  # noqa: E402
from sync.database import fetch, reading  # noqa: E402
from tests.browser.house import House  # noqa: E402
from tests.browser.line import Line  # noqa: E402
from tests.browser.phone import DESKTOP, PHONE  # noqa: E402
from tests.browser.scenes import SCENES, Scene, Stage, open_scene, words  # noqa: E402
from tests.machine import chromium  # noqa: E402
from tests.server.process import Fichero  # noqa: E402

SIZES = {"phone": PHONE, "desktop": DESKTOP}
THEMES = ("light", "dark")
MOMENT = (2026, 11, 18, 11, 40)
"""A Wednesday before noon, in the demo's own time zone: some stops are done and some are to come."""
ZONES = {"en": "America/New_York", "es": "Europe/Madrid", "ru": "Europe/Moscow"}
TAGS = {"en": "en-US", "es": "es-ES", "ru": "ru-RU"}
COLOURS = 256
EXACT = 128
"""How many of the colours are exactly those of the screen."""
GROW = """new MutationObserver((_, watcher) => {
  if (!document.documentElement) return;
  document.documentElement.style.fontSize = "100%";
  watcher.disconnect();
}).observe(document, { childList: true });"""
"""What sets the size of a page's text before anything is drawn, as the browser's own setting does."""

PATIENCE = 15_000


@dataclass
class Wish:
    """What is asked for on the command line."""

    locale: str
    only: list[str]
    text: int
    long_names: bool
    out: Path

    @property
    def plain(self) -> bool:
        """Whether it is what the repository holds."""
        return self.locale == "en" and self.text == 100 and not self.long_names and self.out == HERE

    @property
    def scenes(self) -> list[Scene]:
        """The scenes that are wanted: those whose names begin with one of `only`, or all."""
        return [scene for scene in SCENES if not self.only or scene.name.startswith(tuple(self.only))]

    @property
    def moment(self) -> datetime:
        """When it is."""
        return datetime(*MOMENT, tzinfo=ZoneInfo(ZONES[self.locale]))


class StillFichero(Fichero):
    """The command with a clock that stands still; every one of them works on the demo's data."""

    def __init__(self, data: Path, wish: Wish):
        super().__init__(data)
        self.wish = wish

    def _line(self, words: tuple[str, ...]) -> list[str]:
        ms = str(int(self.wish.moment.timestamp() * 1000))
        return [sys.executable, str(HERE / "served.py"), ms, str(int(self.wish.long_names)), *words]


class Studio(House):
    """A served demo business, and an empty one beside it."""

    def __init__(self, folder: Path, wish: Wish):
        self.wish = wish
        self.fichero = StillFichero(folder, wish)
        self.serving = self.fichero.serve("--demo", "--locale", wish.locale)
        with self.store() as store:
            (self.full,) = (each["id"] for each in store.businesses())
            self.new = store.add_business("Empty", ZONES[wish.locale], "EUR", wish.locale)
            store.add_member(self.new, "Robin Fairweather", "robin@example.com", "owner")

    @property
    def config(self) -> Config:
        """What is served."""
        return super().config.for_demo()

    def link(self, business: str) -> str:
        """A fresh sign-in link of a business's owner."""
        with self.store() as store:
            with reading(store.db):
                sql = 'SELECT "id" FROM "member" WHERE "business" = ? AND "role" = ? ORDER BY "id"'
                owner = fetch(store.db, sql, (business, "owner"))[0][0]
            token, _ = sessions.make_link(store, business, owner, sessions.INVITE_MS)
        return sessions.join_address(self.address, token)

    def stage(self, page: Page) -> Stage:
        """A page with what scenes are about: today's next booking of a client with a pinned note and a pet."""
        today = self.wish.moment.date()
        now = self.wish.moment.strftime("%Y-%m-%dT%H:%M")
        sql = """SELECT b."id", b."client", c."name" FROM "booking" b JOIN "client" c ON c."id" = b."client"
            WHERE b."business" = ? AND b."status" = 'confirmed' AND json_extract(b."when", '$.start') >= ?
            AND b."client" IN (SELECT "client" FROM "note" WHERE "pinned")
            AND b."client" IN (SELECT "client" FROM "pet") ORDER BY json_extract(b."when", '$.start'), b."id" LIMIT 1"""
        with self.store() as store, reading(store.db):
            booking, client, name = fetch(store.db, sql, (self.full, now))[0]
        free = f"{today + timedelta(days=400)}"
        return Stage(page, words(self.wish.locale), client, booking, f"{today}", free, name[:4])


class Camera:
    """One browser at one size, in front of one business or at the door."""

    def __init__(self, browser: Browser, studio: Studio, size: str, at: str):
        self.studio, self.size, self.at, self.browser = studio, size, at, browser
        self.line = Line()
        self.context = self._context()
        self.page = self.context.new_page()
        if at != "door":
            self.page.goto(studio.link(studio.full if at == "full" else studio.new))
            said = words(studio.wish.locale)
            settled = re.compile("|".join(said[f"sync.{state}"] for state in ("saved", "attention")))
            expect(self.page.get_by_role("status", name=said["sync.name"], exact=True)).to_have_text(settled)

    def _context(self) -> BrowserContext:
        wish, phone = self.studio.wish, self.size == "phone"
        context = self.browser.new_context(
            viewport=SIZES[self.size], device_scale_factor=1, is_mobile=phone, has_touch=phone, reduced_motion="reduce",
            locale=TAGS[wish.locale], timezone_id=ZONES[wish.locale], proxy={"server": self.line.address},
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        context.clock.set_fixed_time(wish.moment)
        if wish.text != 100:
            context.add_init_script(GROW.replace("100%", f"{wish.text}%"))
        return context

    def take(self, scene: Scene) -> Iterator[tuple[str, bytes]]:
        """A scene's pictures, each with its name."""
        stage = self.studio.stage(self.page)
        stage.line = self.line
        open_scene(stage, scene, self.studio.address)
        self.page.evaluate("document.fonts.ready.then(() => true)")
        for theme in THEMES:
            self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            yield f"{scene.name}-{self.size}-{theme}", self.page.screenshot(animations="disabled", caret="hide")

    def close(self) -> None:
        """Lay it aside."""
        self.context.close()
        self.line.close()


def small(png: bytes) -> bytes:
    """The same picture with few colours: the commonest as they are, for paper must keep its tint, and some between."""
    written = io.BytesIO()
    with Image.open(io.BytesIO(png)) as picture:
        plain = picture.convert("RGB")
        commonest = sorted(plain.getcolors(plain.width * plain.height), reverse=True)[:EXACT]
        between = plain.quantize(COLOURS - len(commonest)).getpalette()
        palette = Image.new("P", (1, 1))
        palette.putpalette([part for _, colour in commonest for part in colour] + between)
        plain.quantize(palette=palette, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()


def photograph(browser: Browser, studio: Studio, wish: Wish) -> list[str]:
    """Take every picture that is wished; what could not be taken is told."""
    failed = []
    for size in SIZES:
        cameras: dict[str, Camera] = {}
        for scene in wish.scenes:
            if scene.wide_only and size == "phone":
                continue
            camera = None if scene.alone else cameras.get(scene.at)
            try:
                camera = camera or Camera(browser, studio, size, scene.at)
                for name, png in camera.take(scene):
                    (wish.out / f"{name}.png").write_bytes(small(png))
                    print(name, flush=True)
            except Exception as fault:
                failed.append(f"{scene.name}-{size}: {fault}")
                cameras.pop(scene.at, None)
                if camera:
                    camera.page.screenshot(path=wish.out / f"FAILED-{scene.name}-{size}.png")
                    camera.close()
                continue
            if scene.alone:
                camera.close()
            else:
                cameras[scene.at] = camera
        for camera in cameras.values():
            camera.close()
    return failed


def index(out: Path) -> str:
    """A page that shows all pictures of a folder."""
    lines = [
        "# Every screen",
        "",
        "Taken by `make screens` from the made-up business, on one Wednesday that never passes. `shoot.py --help` says",
        "how to take some of them in another language, with larger text or with long names; the list is",
        "`tests/browser/scenes.py`.",
    ]
    for scene in SCENES:
        shown = [f"{scene.name}-{size}-{theme}.png" for size in SIZES for theme in THEMES]
        shown = [name for name in shown if (out / name).exists()]
        if not shown:
            continue
        lines += ["", f"## {scene.name}", ""]
        for name in shown:
            about = name.removesuffix(".png").removeprefix(f"{scene.name}-").replace("-", ", ")
            width = 180 if "-phone-" in name else 440
            lines.append(f'<img src="{name}" width="{width}" alt="{scene.name}, {about}">')
    return "\n".join(lines) + "\n"


def parse() -> Wish:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--locale", choices=ZONES, default="en", help="the language of the app and of the made-up business"
    )
    parser.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="scenes whose names begin so; may be repeated"
    )
    parser.add_argument(
        "--text", type=int, default=100, metavar="PERCENT", help="the size of text that the browser is set to"
    )
    parser.add_argument("--long-names", action="store_true", help="names of 60 letters without spaces")
    parser.add_argument(
        "--out", type=Path, help="the folder of the pictures; needed for variants, which are not kept here"
    )
    args = parser.parse_args()
    wish = Wish(args.locale, args.only, args.text, args.long_names, args.out or HERE)
    variant = wish.locale != "en" or wish.text != 100 or wish.long_names
    if variant and wish.out == HERE:
        parser.error("name a folder with --out: this one holds the plain pictures only")
    return wish


def main() -> int:
    """Serve, photograph, stop."""
    wish = parse()
    wish.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        studio = Studio(Path(folder), wish)
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        try:
            failed = photograph(browser, studio, wish)
        finally:
            browser.close()
            studio.close()
    if not wish.only:
        (wish.out / "README.md").write_text(index(wish.out))
    print("\n".join(failed), file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
