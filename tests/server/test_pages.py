"""What a browser loads: the shell on every path, built files in the smallest encoding, and how to begin."""

import brotli
import pytest

from server import pages
from server.app import create_app
from server.config import load
from sync.store import Store
from tests.server.office import Office

PATHS = ["/", "/today", "/calendar/2026-11-21", "/clients/0198", "/clients/0198/notes", "/join", "/settings/devices"]


@pytest.mark.parametrize("path", PATHS)
def test_every_path_of_the_app_is_the_shell(office: Office, path: str) -> None:
    answer = office.browser().get(path)
    assert answer.status_code == 200 and answer.mimetype == "text/html"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert pages.build_list()["script"] in answer.get_data(as_text=True)
    again = office.browser().get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304 and not again.data


def test_without_a_business_the_first_page_says_what_to_type(tmp_path) -> None:
    store = Store(f"sqlite:///{tmp_path}/fichero.sqlite", tmp_path)
    store.migrate()
    client = create_app(load({"FICHERO_DATA": str(tmp_path)}), store).test_client()
    assert "fichero invite you@example.com --role owner" in client.get("/").get_data(as_text=True)
    store.add_business("Made-up Grooming", "Europe/Madrid", "EUR", "es")
    assert "fichero invite" not in client.get("/").get_data(as_text=True)
    store.close()


@pytest.mark.parametrize(("accepts", "encoding"), [("br, gzip", "br"), ("gzip", "gzip"), ("identity", None)])
def test_built_files_never_change_and_come_in_the_smallest_encoding(office, accepts, encoding) -> None:
    answer = office.browser().get(pages.build_list()["script"], headers={"Accept-Encoding": accepts})
    assert answer.status_code == 200 and answer.mimetype == "text/javascript"
    assert "immutable" in answer.headers["Cache-Control"] and answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers.get("Content-Encoding") == encoding
    if encoding == "br":
        plain = office.browser().get(pages.build_list()["script"], headers={"Accept-Encoding": "identity"})
        assert brotli.decompress(answer.data) == plain.data


@pytest.mark.parametrize(("path", "kind"), [("/sw.js", "text/javascript"), ("/manifest.json", "application/json")])
def test_the_worker_and_the_manifest_are_asked_for_anew(office: Office, path: str, kind: str) -> None:
    answer = office.browser().get(path)
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, kind, "no-cache")


def test_nothing_else_of_the_server_is_a_file(office: Office) -> None:
    for path in (
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/sw.js",
        "/static/sw.js.br",
        "/favicon.ico",
    ):
        assert office.browser().get(path).status_code == 404


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health(office: Office, path: str) -> None:
    assert office.browser().get(path).json == {"ok": True}
