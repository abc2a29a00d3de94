"""The command line: what each command does, and plain words with the right exit code for what it cannot do."""

import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from server import running
from tests.postgres import Postgres
from tests.server.process import Done

LINK = re.compile(r"http://localhost:8000/join#[\w-]{43}")
Typed = Callable[..., Done]

OWNER = ("invite", "olga@example.com", "--role", "owner")
SPANISH = ("--timezone", "Europe/Madrid", "--currency", "EUR", "--locale", "es")


def test_invite_prints_one_line_and_makes_the_first_business(typed: Typed) -> None:
    done, again = typed(*OWNER), typed(*OWNER)
    assert (done.code, done.err) == (0, "")
    (line,) = done.out.splitlines()
    assert LINK.fullmatch(line) and LINK.fullmatch(again.out.strip()) and again.out != done.out
    assert "1 business" in typed("doctor").out


def test_what_the_server_keeps_is_for_its_user_alone(typed: Typed, data: Path) -> None:
    typed(*OWNER)
    for path in (data, *data.iterdir()):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


def test_invite_goes_by_the_address_that_is_configured(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FICHERO_ADDRESS", "https://Cards.example.com/")
    assert typed(*OWNER).out.startswith("https://cards.example.com/join#")


def test_with_several_businesses_one_must_be_named(typed: Typed) -> None:
    for name in ("Made-up Grooming", "Made-up Walks"):
        made = typed("business", "add", name, *SPANISH)
        assert made.code == 0 and name in made.out
    which = typed(*OWNER)
    assert which.code == 1 and "'Made-up Grooming', 'Made-up Walks'" in which.err
    none = typed(*OWNER, "--business", "Other")
    assert none.code == 1 and "no business 'Other'" in none.err
    assert LINK.fullmatch(typed(*OWNER, "--business", "Made-up Walks").out.strip())
    twice = typed("business", "add", "Made-up Walks", *SPANISH)
    assert twice.code == 1 and "already" in twice.err


@pytest.mark.parametrize(
    ("code", "says", "words"),
    [
        (2, "COMMAND", ()),
        (2, "invalid choice", ("party",)),
        (2, "--role", ("invite", "olga@example.com")),
        (2, "invalid choice: 'king'", ("invite", "olga@example.com", "--role", "king")),
        (1, "is not an email address", ("invite", "olga", "--role", "owner")),
        (2, "no time zone", ("business", "add", "X", *SPANISH, "--timezone", "Mars")),
        (2, "no currency", ("business", "add", "X", *SPANISH, "--currency", "EURO")),
        (2, "invalid choice: 'fr'", ("business", "add", "X", *SPANISH, "--locale", "fr")),
        (2, "1 to 200 characters", ("business", "add", " ", *SPANISH)),
        (2, "from 0 to 65535", ("serve", "--port", "99999")),
        (1, "--demo", ("serve", "--locale", "es")),
        (1, "no file", ("restore", "nowhere.fichero")),
        (2, "FILE", ("backup",)),
        (2, "from 0 to", ("demo", "--clients", "-1")),
    ],
)
def test_what_it_cannot_do_it_says_in_plain_words(typed: Typed, code: int, says: str, words: tuple[str, ...]) -> None:
    done = typed(*words)
    assert (done.code, done.out) == (code, "")
    assert says in done.err and "Traceback" not in done.err


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("FICHERO_ADDRESS", "cards.example.com", "FICHERO_ADDRESS"),
        ("FICHERO_PORT", "http", "FICHERO_PORT"),
        ("FICHERO_DATABASE", "mysql://x", "FICHERO_DATABASE"),
        ("FICHERO_DATA", "/proc/nowhere", "FICHERO_DATA"),
        ("FICHERO_DATABASE", "postgresql://nobody:secret@127.0.0.1:1/none", "127.0.0.1:1/none"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    typed: Typed, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    done = typed("migrate")
    assert done.code == 1 and says in done.err
    assert "Traceback" not in done.err and "secret" not in done.err


@pytest.mark.about_sqlite
def test_a_file_that_is_no_store_is_said_to_be_none(typed: Typed, data: Path) -> None:
    data.mkdir()
    (data / "fichero.sqlite").write_text("This is no database. " * 100)
    for command in ("migrate", "doctor"):
        done = typed(command)
        assert done.code == 1 and "cannot be used" in done.err + done.out


def test_migrate_and_doctor(typed: Typed, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The usual port may be another server's on this machine.
    monkeypatch.setenv("FICHERO_PORT", "0")
    assert "up to date" in typed("migrate").out
    assert "up to date" in typed("migrate").out
    healthy = typed("doctor")
    assert healthy.code == 0 and "PROBLEM" not in healthy.out
    data.chmod(0o755)
    open_to_all = typed("doctor")
    assert open_to_all.code == 1 and "PROBLEM data folder" in open_to_all.out


def test_backup_and_restore(typed: Typed, tmp_path: Path) -> None:
    copy, junk = tmp_path / "monday.fichero", tmp_path / "junk"
    typed("business", "add", "Before", *SPANISH)
    saved = typed("backup", str(copy))
    assert (saved.code, saved.err) == (0, "") and not stat.S_IMODE(copy.stat().st_mode) & 0o077
    assert "exists already" in typed("backup", str(copy)).err
    typed("business", "add", "After", *SPANISH)
    restored = typed("restore", str(copy))
    assert (restored.code, restored.err) == (0, "")
    assert LINK.fullmatch(typed(*OWNER).out.strip())
    junk.write_text("no backup")
    refused = typed("restore", str(junk))
    assert refused.code == 1 and "no backup" in refused.err


@pytest.mark.about_sqlite
def test_migrate_store(typed: Typed, data: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(*OWNER)
    old, new = f"sqlite:///{data}/fichero.sqlite", postgres.database()
    with running.hold(data):
        busy = typed("migrate-store", old, new)
        assert busy.code == 1 and "stop it first" in busy.err
    moved = typed("migrate-store", old, new.replace("fichero@", "fichero:secret@"))
    assert moved.code == 0 and "1 member" in moved.out and "FICHERO_DATABASE=" in moved.out
    assert "secret" not in moved.out
    monkeypatch.setenv("FICHERO_DATABASE", new)
    assert "1 business" in typed("doctor").out
    again = typed("migrate-store", old, new)
    assert again.code == 1 and "already" in again.err
