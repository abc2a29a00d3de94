"""Signing in under attack: races for a link, planted cookies, strange hosts, methods in disguise, lost rights."""

import threading
from pathlib import Path

import pytest

from server import sessions, signin
from tests.server.office import Office, row_id


def test_of_many_who_race_for_a_link_one_wins(office: Office) -> None:
    token, start, ends = office.link(), threading.Barrier(8), []

    def run() -> None:
        start.wait()
        try:
            ends.append(sessions.sign_in(office.store, token, "racer").device)
        except sessions.BadLink as bad:
            ends.append(bad.code)

    racers = [threading.Thread(target=run) for _ in range(8)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert ends.count("link-used") == 7 and len(ends) == 8
    assert len(office.signed_in().get("/devices").json["devices"]) == 2


def test_a_cookie_that_was_planted_is_never_a_session(office: Office) -> None:
    planted, victim, thief = "A" * 43, office.browser(), office.browser()
    for browser in (victim, thief):
        browser.client.set_cookie("fichero", planted)
    assert victim.sign_in(office.link()).status_code == 200
    assert victim.client.get_cookie("fichero").value != planted
    assert thief.get("/session").status_code == 401
    before = victim.client.get_cookie("fichero").value
    assert victim.sign_in(office.link()).status_code == 200
    assert victim.client.get_cookie("fichero").value != before


def test_the_host_that_a_request_names_is_not_believed(office: Office) -> None:
    browser = office.signed_in()
    strange = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    session = {"Cookie": "fichero=" + browser.client.get_cookie("fichero").value}
    bare = office.app.test_client(use_cookies=False)
    made = bare.post("/links", json={}, headers=browser.origin | strange | session)
    assert made.json["link"].startswith("http://localhost:8000/join#")
    for path in ("/", "/today", "/nowhere/", "//evil.example/", "/openapi.json"):
        answer = browser.client.get(path, headers=strange)
        assert "evil" not in answer.get_data(as_text=True) + str(answer.headers)
    refused = browser.client.post("/links", json={}, headers=strange | {"Origin": "http://evil.example"})
    assert (refused.status_code, refused.json["code"]) == (403, "forbidden")


def test_a_method_in_disguise_is_the_method_that_it_is(office: Office) -> None:
    browser, other = office.signed_in(), office.signed_in()
    path = f"/devices/{other.device}"
    disguise = {"X-HTTP-Method-Override": "DELETE", "X-HTTP-Method": "DELETE", "X-Method-Override": "DELETE"}
    assert browser.client.post(f"{path}?_method=DELETE", headers=browser.origin | disguise).status_code == 405
    for method in ("GET", "HEAD", "OPTIONS", "TRACE"):
        answer = browser.client.open(path, method=method, headers=browser.origin | disguise)
        assert "fichero=" not in answer.get_data(as_text=True)
    assert browser.client.open("/session", method="TRACE", headers=browser.origin).status_code == 405
    assert other.get("/session").status_code == 200


def test_failures_are_counted_overall_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signin, "ALL_FAILURES", "12 per minute")
    office = Office(tmp_path / "few")
    for n in range(13):
        browser = office.browser()
        browser.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{n}"
        assert browser.sign_in("guess").status_code == (401 if n < 12 else 429)
    office.store.close()


def test_who_loses_rights_sees_and_does_no_more_from_then_on(office: Office) -> None:
    owner, sam = office.signed_in(), office.signed_in(office.staff())
    epoch, payment = office.epoch(owner), row_id()
    assert not owner.push(epoch, [owner.op("member", sam.member, {"role": "manager"})]).json["refused"]
    cells = {"money": {"amount": 100, "currency": "EUR"}}
    assert not owner.push(epoch, [owner.op("payment", payment, cells)]).json["refused"]
    before = sam.get(f"/sync/rows?epoch={epoch}&cursor=0").json
    assert payment in str(before["rows"]) and sam.get(f"/history/payment/{payment}").json["changes"]
    lowered = {"role": "staff", "sees.money": False}
    assert not owner.push(epoch, [owner.op("member", sam.member, lowered)]).json["refused"]
    stale = sam.get(f"/sync/rows?epoch={epoch}&cursor={before['to']}")
    assert (stale.status_code, stale.json["type"]) == (409, "reset")
    assert payment not in sam.get("/sync/snapshot").get_data(as_text=True)
    assert sam.get(f"/history/payment/{payment}").json == {"changes": []}
    assert sam.push(epoch, [sam.op("payment", payment, cells)]).json["refused"][0]["code"] == "forbidden"
