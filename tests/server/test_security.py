"""What keeps other sites out, and what every answer bears."""

import json
from collections.abc import Callable

import pytest

from server.config import BadConfig, load
from tests.server.office import Office

WRITES = [("POST", "/session"), ("DELETE", "/session"), ("POST", "/links"), ("DELETE", "/devices/aaaaaaaa"),
          ("POST", "/sync/push"), ("PUT", "/files/" + "0" * 64), ("POST", "/nowhere")]  # fmt: skip


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://localhost:8001"},
        {"Origin": "https://localhost:8000"},
        {"Origin": "http://127.0.0.1:8000"},
        {"Origin": "http://localhost:8000.evil.example"},
        {"Origin": "http://localhost:8000", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://localhost:8000", "Sec-Fetch-Site": "same-site"},
        {"Origin": "http://localhost:8000", "Sec-Fetch-Site": "none"},
    ],
)
def test_writes_of_other_sites_are_refused(office: Office, headers: dict[str, str]) -> None:
    client = office.signed_in().client
    for method, path in WRITES:
        answer = client.open(path, method=method, headers=headers, json={})
        assert (answer.status_code, answer.json["code"]) == (403, "forbidden")
    assert client.get("/session").status_code == 200


def test_a_refused_sign_in_does_not_use_up_its_link(office: Office) -> None:
    token, browser = office.link(), office.browser()
    refused = browser.client.post("/session", json={"token": token, "label": ""}, headers={"Origin": "null"})
    assert refused.status_code == 403
    assert browser.sign_in(token).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", "/today"), ("GET", "/healthz"), ("GET", "/session"), ("GET", "/static/nothing.js"),
     ("GET", "/sw.js"), ("PATCH", "/session"), ("POST", "/session"), ("GET", "/files/none")],
)  # fmt: skip
def test_every_answer_bears_the_headers(office: Office, method: str, path: str) -> None:
    headers = office.browser().client.open(path, method=method).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'" and policy["script-src"] == "'self'" and policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert policy["connect-src"] == "'self' ws://localhost:8000"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Cache-Control" in headers and "Access-Control-Allow-Origin" not in headers


def test_https_is_kept_to(offices: Callable[..., Office]) -> None:
    headers = offices(FICHERO_ADDRESS="https://cards.example.com").browser().get("/").headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "wss://cards.example.com" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("given", "address"),
    [("", "http://localhost:8000"), ("https://Cards.Example.com/", "https://cards.example.com"),
     ("https://a.example:443", "https://a.example"), ("http://localhost:9000", "http://localhost:9000"),
     ("http://[::1]:9000", "http://[::1]:9000")],
)  # fmt: skip
def test_the_address_is_an_origin_as_browsers_write_it(given: str, address: str) -> None:
    assert load({"FICHERO_ADDRESS": given}).address == address


@pytest.mark.parametrize(
    "environ",
    [{"FICHERO_ADDRESS": "cards.example.com"}, {"FICHERO_ADDRESS": "https://a.example/app"},
     {"FICHERO_ADDRESS": "ftp://a.example"}, {"FICHERO_ADDRESS": "https://u:p@a.example"},
     {"FICHERO_ADDRESS": "https://a.example:port"}, {"FICHERO_PORT": "http"}, {"FICHERO_PORT": "70000"},
     {"FICHERO_DATABASE": "mysql://x"}],
)  # fmt: skip
def test_settings_that_cannot_be_used_are_named(environ: dict[str, str]) -> None:
    with pytest.raises(BadConfig, match=next(iter(environ))):
        load(environ)


@pytest.mark.parametrize(
    ("body", "field"),
    [(b"{", ""), (b"[]", ""), (b"null", ""), (b"\xff", ""), (b"{}", "token"), (b'{"token":7}', "token"),
     (b'{"token":""}', "token"), (b'{"token":"a","label":null}', "label"),
     (b'{"token":"a","label":"\\u0000"}', "label"), (b'{"token":"a","label":"\\ud800"}', ""),
     (b'{"token":"a","role":"owner"}', "role"),
     (b'{"token":"' + b"a" * 201 + b'"}', "token"), (b"[" * 100_000, "")],
)  # fmt: skip
def test_bodies_that_cannot_be_read_name_the_field(office: Office, body: bytes, field: str) -> None:
    browser = office.browser()
    answer = browser.client.post("/session", data=body, headers=browser.origin)
    assert (answer.status_code, answer.json["code"], answer.json.get("field", "")) == (400, "bad-message", field)


def test_bodies_that_are_too_large_are_not_read(office: Office) -> None:
    browser = office.browser()
    body = json.dumps({"token": "a" * 1_100_000})
    answer = browser.client.post("/session", data=body, headers=browser.origin)
    assert (answer.status_code, answer.json["code"]) == (413, "too-large")


def test_errors_are_json_without_a_trace(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    browser = office.browser()
    assert browser.client.patch("/session", headers=browser.origin).json["code"] == "bad-method"
    assert browser.get("/static/none").json["code"] == "not-found"
    office.store.db.close_unused()
    office.store.db.connect_params["timeout"] = "never"
    fault = browser.get("/readyz")
    assert (fault.status_code, fault.json["code"]) == (500, "fault")
    assert "Traceback" not in fault.get_data(as_text=True) and "never" not in fault.get_data(as_text=True)
    assert "unforeseen fault in GET /readyz" in caplog.text
