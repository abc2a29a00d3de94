"""The same headers on every answer: of every route, by every method, whatever went wrong."""

import pytest

from server import pages
from server.app import create_app
from server.config import load
from tests.hostile.rig import Rig
from tests.server.office import Office, row_id

NAMES = {"name": "0" * 64, "path": "today", "device": "aaaaaaaa", "table": "client", "row": row_id()}
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; "
    "connect-src 'self' {socket}; manifest-src 'self'; worker-src 'self'; media-src 'self' blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
}


def judge(answer, socket: str, https: bool) -> None:
    """Raises AssertionError for an answer without its headers."""
    headers = answer.headers
    about = (answer.request.method, answer.request.path, answer.status_code)
    assert headers["Content-Security-Policy"] == POLICY.format(socket=socket), about
    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS, about
    assert headers.get("Strict-Transport-Security") == ("max-age=31536000" if https else None), about
    assert not [name for name in headers.keys() if name.startswith("Access-Control-")], about
    assert headers.get("Server") is None, about


@pytest.mark.parametrize("https", [False, True])
def test_every_answer_of_every_route_bears_the_headers(office: Office, monkeypatch, https: bool) -> None:
    s, host = ("s", "cards.example") if https else ("", "localhost:8000")
    address, socket = f"http{s}://{host}", f"ws{s}://{host}"
    config = load({"FICHERO_DATA": str(office.config.data), "FICHERO_ADDRESS": address})
    app = create_app(config, office.store)
    rules = sorted({rule.rule for rule in app.url_map.iter_rules()})
    ours, nobody = app.test_client(), app.test_client()
    origin = {"Origin": address, "Sec-Fetch-Site": "same-origin"}
    seen: set[int] = set()

    def ask(client, method: str, rule: str, **more) -> None:
        path = rule.replace("path:", "").replace("<", "{").replace(">", "}").format(**NAMES)
        answer = client.open(path, method=method, base_url=address, **more)
        judge(answer, socket, https)
        if (answer.is_json and answer.request.path != "/manifest.json") or answer.status_code >= 400:
            assert answer.headers["Cache-Control"] == "no-store", (method, path, answer.status_code)
        seen.add(answer.status_code)

    def sign_in() -> None:
        answer = ours.post("/session", json={"token": office.link()}, headers=origin, base_url=address)
        assert answer.status_code == 200
        judge(answer, socket, https)

    for rule in rules:
        sign_in()
        for method in METHODS:
            ask(nobody, method, rule)
            ask(nobody, method, rule, headers=origin)
            ask(ours, method, rule, headers=origin, json={})
            if rule == "/session":
                sign_in()
        ask(ours, "POST", rule, headers=origin, data=b"x" * 1_100_000)
    monkeypatch.setattr(pages, "any_business", lambda store: 1 / 0)
    for rule in ("/readyz", "/", "/<path:path>"):
        ask(nobody, "GET", rule)
    assert {200, 204, 400, 401, 403, 404, 405, 413, 500} <= seen


def test_what_is_no_request_bears_what_keeps_an_answer_from_being_used(rig: Rig) -> None:
    for head, status in (
        (b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", 431),
        (b"nonsense\r\n\r\n", 400),
    ):
        with rig.tcp() as line:
            line.sendall(head)
            said = b"".join(iter(lambda: line.recv(65536), b""))  # noqa: B023
        first, *lines = said.split(b"\r\n\r\n")[0].decode().split("\r\n")
        assert first.startswith(f"HTTP/1.1 {status} ")
        headers = dict(each.split(": ", 1) for each in lines)
        assert ALWAYS.items() <= headers.items()
        assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert headers["Cache-Control"] == "no-store"
