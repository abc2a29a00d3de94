"""Files: sent in parts, checked, and shown only to who may see a row that names them."""

import hashlib
import os
import time
from pathlib import Path

import gevent
import pytest

from server import files, sessions, sweeping
from sync.leftovers import SPARED_SECONDS
from tests.server.office import HOUR, Office, row_id

PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 400
NAME = hashlib.sha256(PHOTO).hexdigest()
PATH = "/files/" + NAME
SIZE = len(PHOTO)


def shown(office: Office, browser) -> str:
    """Have a client's card name the photo; the client's id."""
    client = row_id()
    ack = browser.push(office.epoch(browser), [browser.op("client", client, {"name": "Ada Invented", "photo": NAME})])
    assert ack.json["refused"] == []
    return client


def erase(office: Office, browser, client: str) -> None:
    """Erase a client."""
    assert browser.push(office.epoch(browser), [browser.op("client", client, {"erased": True})]).json["refused"] == []


def aged(file: Path) -> Path:
    """A file that was sent longer ago than any is spared."""
    os.utime(file, (0, time.time() - SPARED_SECONDS - 60))
    return file


def test_a_file_is_sent_at_once_and_seen_through_its_row(office: Office) -> None:
    browser = office.signed_in()
    assert browser.get(PATH).status_code == 404
    sent = browser.put(PATH, PHOTO)
    assert (sent.status_code, sent.json) == (201, {"have": SIZE})
    assert browser.get(PATH).status_code == 404
    shown(office, browser)
    seen = browser.get(PATH)
    assert (seen.status_code, seen.mimetype, seen.data) == (200, "image/jpeg", PHOTO)
    assert "sandbox" in seen.headers["Content-Security-Policy"] and "private" in seen.headers["Cache-Control"]
    assert browser.get(PATH, headers={"If-None-Match": seen.headers["ETag"]}).status_code == 304


def test_sending_again_changes_nothing(office: Office) -> None:
    browser = office.signed_in()
    browser.put(PATH, PHOTO)
    again = browser.put(PATH, PHOTO)
    assert (again.status_code, again.json) == (200, {"have": SIZE})


def test_a_cut_upload_goes_on_where_it_was_cut(office: Office) -> None:
    browser = office.signed_in()
    first = browser.put(PATH, PHOTO[:1000], f"bytes 0-{SIZE - 1}/{SIZE}")
    assert (first.status_code, first.json) == (202, {"have": 1000})
    asked = browser.put(PATH, b"", f"bytes */{SIZE}")
    assert (asked.status_code, asked.json) == (202, {"have": 1000})
    ahead = browser.put(PATH, PHOTO[2000:], f"bytes 2000-{SIZE - 1}/{SIZE}")
    assert (ahead.status_code, ahead.json["have"]) == (416, 1000)
    overlapping = browser.put(PATH, PHOTO[500:3000], f"bytes 500-2999/{SIZE}")
    assert (overlapping.status_code, overlapping.json) == (202, {"have": 3000})
    rest = browser.put(PATH, PHOTO[3000:], f"bytes 3000-{SIZE - 1}/{SIZE}")
    assert (rest.status_code, rest.json) == (201, {"have": SIZE})
    shown(office, browser)
    assert browser.get(PATH).data == PHOTO


def test_what_is_begun_lies_apart_from_the_photos(office: Office) -> None:
    """Unfinished files are looked for at every piece of an upload: it must not cost more with every photo."""
    browser = office.signed_in()
    browser.put(PATH, PHOTO[:1000], f"bytes 0-{SIZE - 1}/{SIZE}")
    folder = office.store.files(office.business)
    assert [path.name for path in folder.iterdir()] == ["parts"]
    assert browser.put(PATH, PHOTO[1000:], f"bytes 1000-{SIZE - 1}/{SIZE}").status_code == 201
    assert (folder / NAME).read_bytes() == PHOTO and not list((folder / "parts").iterdir())


def test_another_hash_is_refused_and_begins_anew(office: Office) -> None:
    browser = office.signed_in()
    wrong = browser.put(PATH, PHOTO[:-1] + b"!")
    assert (wrong.status_code, wrong.json["code"]) == (422, "bad-value")
    assert browser.put(PATH, b"", f"bytes */{SIZE}").json == {"have": 0}
    assert browser.put(PATH, PHOTO).status_code == 201


@pytest.mark.parametrize("part", ["bytes 5-1/9", "bytes 0-9/9", "bytes x", "lines 0-1/9", f"bytes 0-{10**20}/9"])
def test_a_range_that_cannot_be_is_refused(office: Office, part: str) -> None:
    answer = office.signed_in().put(PATH, b"123456789", part)
    assert (answer.status_code, answer.json["code"]) == (400, "bad-range")


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(office: Office) -> None:
    answer = office.signed_in().put(PATH, b"x", f"bytes 0-0/{files.MAX_FILE + 1}")
    assert (answer.status_code, answer.json["code"]) == (413, "too-large")


@pytest.mark.parametrize("name", ["x", "0" * 63, "F" * 64, "..", "fichero.sqlite"])
def test_only_a_hash_is_a_name(office: Office, name: str) -> None:
    browser = office.signed_in()
    assert browser.get(f"/files/{name}").status_code == 404
    assert browser.put(f"/files/{name}", b"x").status_code == 404


def test_another_business_neither_sees_a_file_nor_learns_that_it_is_there(office: Office) -> None:
    browser = office.signed_in()
    browser.put(PATH, PHOTO)
    shown(office, browser)
    other = office.store.add_business("Made-up Walks", "Europe/Madrid", "EUR", "es")
    owner = office.store.add_member(other, "Wim Invented", "wim@example.com", "owner")
    stranger = office.browser()
    stranger.sign_in(sessions.make_link(office.store, other, owner, HOUR)[0])
    assert stranger.get(PATH).status_code == 404
    assert stranger.put(PATH, b"", f"bytes */{SIZE}").json == {"have": 0}


def test_a_member_sees_only_the_files_of_rows_in_sight(office: Office) -> None:
    owner, sam = office.signed_in(), office.signed_in(office.staff())
    owner.put(PATH, PHOTO)
    client, epoch = row_id(), office.epoch(owner)
    owner.push(epoch, [
        owner.op("client", client, {"name": "Ada Invented", "photo": NAME}),
        owner.op("booking", row_id(), {"client": client, "member": owner.member}),
    ])  # fmt: skip
    assert sam.get(PATH).status_code == 200
    owner.push(epoch, [owner.op("member", sam.member, {"sees.others": False})])
    assert sam.get(PATH).status_code == 404


def test_what_is_no_picture_is_only_ever_downloaded(office: Office) -> None:
    page = b"<script>alert(1)</script>"
    name = hashlib.sha256(page).hexdigest()
    browser = office.signed_in()
    browser.put("/files/" + name, page)
    browser.push(office.epoch(browser), [browser.op("client", row_id(), {"photo": name})])
    answer = browser.get("/files/" + name)
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_an_erasure_spares_a_photo_that_another_phone_was_told_is_there(office: Office) -> None:
    """The row of that phone's card comes only after it."""
    tablet, phone = office.signed_in(), office.signed_in()
    tablet.put(PATH, PHOTO)
    client = shown(office, tablet)
    aged(office.store.files(office.business) / NAME)
    assert phone.put(PATH, PHOTO).status_code == 200
    erase(office, tablet, client)
    shown(office, phone)
    assert tablet.get(PATH).data == PHOTO


def test_a_photo_that_was_spared_goes_while_the_server_runs_and_at_its_start(office: Office) -> None:
    browser = office.signed_in()
    file = office.store.files(office.business) / NAME
    for sweeps in (False, True):
        browser.put(PATH, PHOTO)
        erase(office, browser, shown(office, browser))
        office.store.migrate()
        assert file.exists()
        aged(file)
        if sweeps:
            sweeper = sweeping.begin(office.store, 0.001)
            with gevent.Timeout(10):
                while file.exists():
                    gevent.sleep(0.001)
            sweeper.kill()
        else:
            office.store.migrate()
        assert [path.name for path in file.parent.iterdir()] == ["parts"]


def test_a_photo_that_is_sent_again_by_who_may_not_see_it_is_theirs_too(office: Office) -> None:
    """They send it whole; an erasure of the card that they do not see leaves it to them."""
    owner, sam = office.signed_in(), office.signed_in(office.staff())
    owner.put(PATH, PHOTO)
    client, epoch = shown(office, owner), office.epoch(owner)
    owner.push(epoch, [
        owner.op("booking", row_id(), {"client": client, "member": owner.member}),
        owner.op("member", sam.member, {"sees.others": False}),
    ])  # fmt: skip
    aged(office.store.files(office.business) / NAME)
    assert sam.put(PATH, PHOTO).status_code == 201
    erase(office, owner, client)
    shown(office, sam)
    assert sam.get(PATH).data == PHOTO
