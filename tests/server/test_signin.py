"""Signing in and out: links, sessions, devices, and who may do what to whom."""

import re
from collections.abc import Callable

import pytest

from server import sessions
from sync.backup import backup, restore
from sync.models import Link, Session
from sync.tables import is_row_id
from tests.postgres import Postgres
from tests.redis import Redis
from tests.server.office import HOUR, Office, row_id


def test_a_link_signs_in_and_says_who_one_is(office: Office) -> None:
    browser = office.browser()
    answer = browser.sign_in(office.link())
    assert answer.status_code == 200
    assert re.fullmatch("[0-9a-z]{8}", answer.json["device"])
    assert answer.json["member"]["role"] == "owner" and is_row_id(answer.json["member"]["id"])
    assert answer.json["business"]["currency"] == "EUR" and answer.json["business"]["id"] == office.business
    assert browser.get("/session").json == answer.json


def test_a_link_works_once(office: Office) -> None:
    token = office.link()
    office.browser().sign_in(token)
    again = office.browser().sign_in(token)
    assert (again.status_code, again.json["code"]) == (401, "link-used")


def test_a_link_ends(office: Office) -> None:
    token = office.link(lasts=HOUR)
    office.clock.ms += HOUR
    late = office.browser().sign_in(token)
    assert (late.status_code, late.json["code"]) == (401, "link-expired")


def test_a_guessed_link_opens_nothing(office: Office) -> None:
    guessed = office.browser().sign_in("guess")
    assert (guessed.status_code, guessed.json["code"], guessed.json["field"]) == (401, "link-unknown", "token")


def test_a_member_who_left_cannot_use_their_link(office: Office) -> None:
    owner, sam = office.signed_in(), office.staff()
    token, browser = office.link(sam), office.signed_in(sam)
    owner.push(office.epoch(owner), [owner.op("member", sam, {"deleted": True})])
    assert office.browser().sign_in(token).json["code"] == "link-unknown"
    assert browser.get("/session").json == {"type": "wipe"}


def test_only_hashes_are_kept(office: Office) -> None:
    token = office.link()
    browser = office.browser()
    cookie = browser.sign_in(token).headers["Set-Cookie"].split(";")[0].split("=")[1]
    kept = str(list(Session.select().dicts())) + str(list(Link.select().dicts()))
    assert token not in kept and cookie not in kept
    assert len(cookie) == 43


def test_only_failures_are_counted(office: Office) -> None:
    links = [office.link() for _ in range(13)]
    for link in links[:12]:
        assert office.browser().sign_in(link).status_code == 200
    for _ in range(10):
        assert office.browser().sign_in("guess").status_code == 401
    stopped = office.browser().sign_in("guess")
    assert (stopped.status_code, stopped.json["code"]) == (429, "too-many")
    assert "wait a minute" in stopped.json["text"] and int(stopped.headers["Retry-After"]) <= 61
    elsewhere = office.browser()
    elsewhere.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert elsewhere.sign_in(links[12]).status_code == 200


def test_behind_a_proxy_failures_are_counted_by_the_address_that_it_tells(offices: Callable[..., Office]) -> None:
    office = offices(FICHERO_ADDRESS="https://cards.example.com")
    guess = {"token": "guess"}
    for last, status in [(1, 401)] * 10 + [(1, 429), (2, 401)]:
        browser = office.browser()
        headers = browser.origin | {"X-Forwarded-For": f"203.0.113.9, 192.0.2.{last}"}
        assert browser.client.post("/session", json=guess, headers=headers).status_code == status


@pytest.mark.parametrize("written", ["192.0.2.1:{}", "[2001:db8::1]:{}", "nowhere:at:{}", "[", "%00"])
def test_whatever_a_proxy_writes_for_an_address_is_counted_by(offices: Callable[..., Office], written: str) -> None:
    office = offices(FICHERO_ADDRESS="https://cards.example.com")
    answers = []
    for port in range(4000, 4012):
        browser = office.browser()
        headers = browser.origin | {"X-Forwarded-For": written.format(port)}
        answers.append(browser.client.post("/session", json={"token": "guess"}, headers=headers).status_code)
    # Who has no address has one more with every request, but an answer like everybody.
    assert answers[:10] == [401] * 10 and answers[11] == (401 if "nowhere" in written else 429)


def test_bodies_that_cannot_be_read_are_not_counted_as_guesses(office: Office) -> None:
    for _ in range(12):
        assert office.browser().post("/session", {}).status_code == 400
    assert office.browser().sign_in(office.link()).status_code == 200


def test_the_cookie_over_plain_http_on_localhost(office: Office) -> None:
    cookie = office.browser().sign_in(office.link()).headers["Set-Cookie"]
    assert cookie.startswith("fichero=")
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    assert "Secure" not in cookie and "Domain" not in cookie


def test_the_cookie_over_https(offices: Callable[..., Office]) -> None:
    office = offices(FICHERO_ADDRESS="https://cards.example.com")
    cookie = office.browser().sign_in(office.link()).headers["Set-Cookie"]
    assert cookie.startswith("__Host-fichero=")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Domain" not in cookie


def test_signing_out_ends_the_session_but_wipes_nobody(office: Office) -> None:
    browser = office.browser()
    cookie = browser.sign_in(office.link()).headers["Set-Cookie"].split(";")[0].split("=")[1]
    assert browser.delete("/session").status_code == 204
    assert browser.get("/session").status_code == 401
    browser.client.set_cookie("fichero", cookie)
    assert browser.get("/session").status_code == 401


@pytest.mark.parametrize("path", ["/session", "/devices", "/sync/rows", "/sync/snapshot", "/history/client/x"])
def test_nobody_hears_anything(office: Office, path: str) -> None:
    answer = office.browser().get(path)
    assert (answer.status_code, answer.json["code"]) == (401, "signed-out")


def test_an_unknown_session_is_401_and_never_a_wipe(office: Office) -> None:
    browser = office.browser()
    browser.client.set_cookie("fichero", "A" * 43)
    assert browser.get("/session").status_code == 401
    assert browser.push("", []).status_code == 401


def test_a_device_is_added_by_link_and_qr(office: Office) -> None:
    browser = office.signed_in()
    made = browser.post("/links", {}).json
    assert made["link"].startswith("http://localhost:8000/join#")
    assert made["qr"].startswith("<svg") and "style=" not in made["qr"]
    assert made["expires"] == office.clock() + 10 * 60_000
    second = office.browser()
    assert second.sign_in(made["link"].split("#")[1]).status_code == 200
    assert second.device != browser.device and second.member == browser.member


def test_owners_make_links_for_others_and_nobody_else_does(office: Office) -> None:
    sam = office.staff()
    made = office.signed_in().post("/links", {"member": sam})
    browser = office.browser()
    browser.sign_in(made.json["link"].split("#")[1])
    assert browser.member == sam
    refused = browser.post("/links", {"member": office.owner})
    assert (refused.status_code, refused.json["field"]) == (403, "member")
    assert office.signed_in().post("/links", {"member": "nobody"}).status_code == 404


def test_each_sees_their_own_devices_and_owners_see_all(office: Office) -> None:
    owner, sam = office.signed_in(), office.signed_in(office.staff())
    (own,) = sam.get("/devices").json["devices"]
    assert own == {
        "id": sam.device,
        "label": "van phone",
        "member": sam.member,
        "seen": office.clock(),
        "current": True,
        "revoked": False,
    }
    assert {device["id"] for device in owner.get("/devices").json["devices"]} == {owner.device, sam.device}
    assert sam.delete(f"/devices/{owner.device}").status_code == 404
    assert owner.get("/session").status_code == 200


def test_a_revoked_device_hears_wipe_on_every_route(office: Office) -> None:
    owner, sam = office.signed_in(), office.signed_in(office.staff())
    epoch = office.epoch(sam)
    assert owner.delete(f"/devices/{sam.device}").status_code == 204
    for answer in (
        sam.get("/session"), sam.get("/sync/snapshot"), sam.get(f"/sync/rows?epoch={epoch}&cursor=0"),
        sam.push(epoch, [sam.op("client", office.owner, {"name": "Too late"})]), sam.put("/files/" + "0" * 64, b""),
    ):  # fmt: skip
        assert (answer.status_code, answer.json) == (403, {"type": "wipe"})
    assert [device["id"] for device in owner.get("/devices").json["devices"]] == [owner.device]
    assert any(entry.get("revoked") for entry in office.store.journal.entries())


def test_a_revoked_device_is_listed_until_it_is_heard_of(office: Office) -> None:
    owner, sam = office.signed_in(), office.signed_in(office.staff())
    listed = lambda: {each["id"]: each["revoked"] for each in owner.get("/devices").json["devices"]}  # noqa: E731
    office.clock.ms += 1
    owner.delete(f"/devices/{sam.device}")
    assert listed() == {owner.device: False, sam.device: True}
    assert owner.delete(f"/devices/{sam.device}").status_code == 404
    office.clock.ms += 1
    assert sam.get("/session").status_code == 403
    assert listed() == {owner.device: False}


def test_a_removed_member_hears_wipe_and_their_devices_say_so(office: Office) -> None:
    owner, sam = office.signed_in(), office.signed_in(office.staff())
    epoch = office.epoch(owner)
    owner.push(epoch, [owner.op("member", sam.member, {"deleted": True})])
    assert {each["id"]: each["revoked"] for each in owner.get("/devices").json["devices"]}[sam.device]
    for answer in (sam.get("/session"), sam.get("/sync/snapshot"), sam.push(epoch, [])):
        assert (answer.status_code, answer.json) == (403, {"type": "wipe"})
    assert owner.post("/links", {"member": sam.member}).status_code == 404


def test_a_member_whose_role_was_taken_away_is_of_the_staff(office: Office) -> None:
    owner, sam = office.signed_in(), office.signed_in(office.staff())
    owner.push(office.epoch(owner), [owner.op("member", sam.member, {"role": None})])
    told = sam.get("/session")
    assert (told.status_code, told.json["member"]["role"]) == (200, "staff")


def test_the_last_owner_is_neither_demoted_nor_removed(office: Office) -> None:
    owner = office.signed_in()
    epoch = office.epoch(owner)
    for cells in ({"role": "staff"}, {"deleted": True}):
        (refused,) = owner.push(epoch, [owner.op("member", owner.member, cells)]).json["refused"]
        assert refused["code"] == "forbidden" and "at least one owner" in refused["text"]
    assert owner.get("/session").json["member"]["role"] == "owner"


def test_a_device_is_renamed_by_its_member_and_by_owners(office: Office) -> None:
    owner, sam = office.signed_in(), office.signed_in(office.staff())
    assert sam.patch(f"/devices/{sam.device}", {"label": "  Sam's phone "}).status_code == 204
    assert sam.get("/devices").json["devices"][0]["label"] == "Sam's phone"
    assert owner.patch(f"/devices/{sam.device}", {"label": "Van two"}).status_code == 204
    assert sam.get("/devices").json["devices"][0]["label"] == "Van two"
    assert sam.patch(f"/devices/{owner.device}", {"label": "Mine"}).status_code == 404
    assert office.browser().patch(f"/devices/{sam.device}", {"label": "Mine"}).status_code == 401


@pytest.mark.parametrize(
    "body",
    [{}, {"label": ""}, {"label": "   "}, {"label": "\u2003"}, {"label": "x" * 61}, {"label": "a\0b"}, {"label": 7}],
)
def test_a_label_that_is_none_is_refused(office: Office, body: dict[str, object]) -> None:
    browser = office.signed_in()
    assert browser.patch(f"/devices/{browser.device}", body).status_code == 400
    assert browser.get("/devices").json["devices"][0]["label"] == "van phone"


def test_a_fork_belongs_to_its_session_and_is_revoked_with_it(office: Office) -> None:
    owner, sam = office.signed_in(), office.signed_in(office.staff())
    seat = sessions.session_with(office.store, office.business, sam.device)
    office.clock.ms += 1
    fork = office.store.add_device(office.business, sam.member, seat[0], "van phone", parent=sam.device)
    assert [device["id"] for device in sam.get("/devices").json["devices"]] == [fork]
    assert sam.get("/session").json["device"] == fork
    assert owner.delete(f"/devices/{sam.device}").status_code == 204
    assert sam.get("/session").status_code == 403


def test_a_restore_brings_back_neither_links_nor_revoked_devices(office: Office, tmp_path) -> None:
    owner, sam, token = office.signed_in(), office.staff(), office.link()
    backup(office.store.db, tmp_path / "monday.fichero")
    younger = office.signed_in(sam)
    assert office.browser().sign_in(token).status_code == 200
    owner.delete(f"/devices/{younger.device}")
    office.store.close()
    restore(office.store.db, office.config.data, tmp_path / "monday.fichero", office.clock())
    office.reopen()
    assert younger.get("/session").json == {"type": "wipe"}
    assert office.browser().sign_in(token).json["code"] == "link-used"
    assert owner.get("/session").status_code == 200


def test_a_stolen_phone_leaves_no_link_behind(office: Office) -> None:
    owner, sam = office.signed_in(), office.signed_in(office.staff())
    link = sam.post("/links", {}).json["link"]
    owner.delete(f"/devices/{sam.device}")
    assert office.browser().sign_in(link.split("#")[1]).status_code == 401


def test_all_of_it_on_either_engine(offices: Callable[..., Office], database: str) -> None:
    office = offices(FICHERO_DATABASE=database)
    owner, sam, token = office.signed_in(), office.signed_in(office.staff()), office.link()
    epoch = office.epoch(owner)
    assert owner.push(epoch, [owner.op("client", row_id(), {"name": "Ada Invented"})]).json["n"] == 1
    assert len(sam.get(f"/sync/rows?epoch={epoch}&cursor=0").json["rows"]) == 4
    assert len(owner.get("/devices").json["devices"]) == 2
    assert owner.delete("/devices/%00").status_code == owner.post("/links", {"member": "\0"}).status_code == 404
    assert owner.delete(f"/devices/{sam.device}").status_code == 204
    assert sam.get("/session").json == {"type": "wipe"}
    assert office.browser().sign_in(token).status_code == 200
    assert office.browser().sign_in(token).json["code"] == "link-used"
    assert owner.get("/readyz").json == {"ok": True}
    assert owner.delete("/session").status_code == 204


def test_another_business_sees_none_of_it(office: Office) -> None:
    browser = office.signed_in()
    other = office.store.add_business("Made-up Walks", "Europe/Madrid", "EUR", "es")
    owner = office.store.add_member(other, "Wim Invented", "wim@example.com", "owner")
    stranger = office.browser()
    stranger.sign_in(sessions.make_link(office.store, other, owner, HOUR)[0])
    assert stranger.delete(f"/devices/{browser.device}").status_code == 404
    assert [device["member"] for device in stranger.get("/devices").json["devices"]] == [owner]
    assert stranger.post("/links", {"member": office.owner}).status_code == 404


def test_redis_counts_failed_sign_ins_for_all_workers(
    offices: Callable[..., Office], postgres: Postgres, redis: Redis
) -> None:
    database = postgres.database()
    one, other = (offices(FICHERO_DATABASE=database, FICHERO_FANOUT=redis.url) for _ in range(2))
    van, office = one.browser(), other.browser()
    for browser in (van, office) * 5:
        assert browser.sign_in("unknown").status_code == 401
    assert van.sign_in("unknown").status_code == office.sign_in("unknown").status_code == 429


def test_without_its_redis_each_worker_counts_for_itself(offices: Callable[..., Office], postgres: Postgres) -> None:
    browser = offices(FICHERO_DATABASE=postgres.database(), FICHERO_FANOUT="redis://127.0.0.1:1/0").browser()
    answers = [browser.sign_in("unknown").status_code for _ in range(12)]
    assert answers[:9] == [401] * 9 and answers[11] == 429
    assert {browser.get("/healthz").status_code for _ in range(20)} == {200}
