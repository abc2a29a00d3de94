"""The commands of `fichero`: what each takes, and plain words for whatever goes wrong.

Exit codes: 0 done, 1 it could not be done, 2 it was not understood.
"""

import argparse
import contextlib
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from zoneinfo import available_timezones

from peewee import PeeweeException

from server import businesses, doctor, logs, running, sessions
from server import config as settings
from server.config import Config
from sync import sound
from sync.database import BadAddress
from sync.faults import Busy, understood
from sync.store import Store

ROLES = ("owner", "manager", "staff")
LOCALES = ("en", "es", "ru")


class Stop(Exception):
    """The command cannot go on; the text says why and what would do."""


def run(argv: Sequence[str]) -> int:
    """Run one command line. Returns its exit code."""
    args = _parser().parse_args(argv)
    try:
        config = settings.load()
        config = config.for_demo() if args.demo else config
        config.prepare()
        return args.command(args, config) or 0
    except (Stop, settings.BadConfig, running.Taken, BadAddress, businesses.BadChoice, Busy) as stop:
        print(f"fichero: {stop}", file=sys.stderr)
    except PeeweeException as bad:
        print(f"fichero: the store {_place(config)} cannot be used: {understood(bad)}", file=sys.stderr)
    except OSError as bad:
        print(f"fichero: {bad.strerror or bad}: {bad.filename or ''}".rstrip(": "), file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


def open_store(config: Config) -> Store:
    """The store of a configuration, its tables brought to this version."""
    store = Store(config.database, config.data, fanout=config.fanout)
    store.migrate()
    return store


def serve(args: argparse.Namespace, config: Config) -> None:
    """Answer browsers until stopped."""
    from server import runner

    if args.locale and not args.demo:
        raise Stop("--locale goes with --demo: the language of a business of your own is asked for in Settings.")
    config = config.with_workers(args.workers or config.workers)
    host, port = args.host or config.host, config.port if args.port is None else args.port
    logs.configure(config.log)
    held = running.hold(config.data)
    if config.on_sqlite:
        sound.check(config.store_file, config.data)
    listening = runner.listen(host, port)
    config = config.with_port(listening.getsockname()[1])
    with closing(open_store(config)) as store:
        lines = businesses.welcome_demo(store, config, args.locale) if args.demo else businesses.welcome(store, config)
        for line in lines:
            print(line, flush=True)
    running.announce(held, config.address)
    runner.run(config, listening)


def invite(args: argparse.Namespace, config: Config) -> None:
    """Print one line: a sign-in link."""
    email = args.email.strip()
    if email.count("@") != 1 or not all(email.split("@")) or any(letter.isspace() for letter in email):
        raise Stop(f"{args.email!r} is not an email address.")
    with closing(open_store(config)) as store:
        business = businesses.choose_business(store, args.business)
        member = store.add_member(business, email.split("@")[0], email, args.role)
        token, _ = sessions.make_link(store, business, member, sessions.INVITE_MS)
    address = config.given_address or running.served_address(config.data) or config.address
    print(sessions.join_address(address, token))


def add_business(args: argparse.Namespace, config: Config) -> None:
    """Make a business."""
    with closing(open_store(config)) as store:
        businesses.make_business(store, args.name, args.timezone, args.currency, args.locale)
    print(f"{args.name} is ready. Its first owner: fichero invite EMAIL --role owner --business {args.name!r}")


def demo(args: argparse.Namespace, config: Config) -> None:
    """Make a made-up business of any size beside the demo's others."""
    with closing(open_store(config)) as store:
        businesses.make_demo(store, args.locale, args.clients, args.bookings)
    print("The made-up business is ready: fichero serve --demo")


def migrate(args: argparse.Namespace, config: Config) -> None:
    """Bring the store to this version."""
    open_store(config).close()
    print(f"The store {_place(config)} is up to date.")


def backup(args: argparse.Namespace, config: Config) -> None:
    """Copy the store into one file, whether the server runs or not."""
    from sync import backup as copies

    # As it is, of whatever version: when the disk is full, nothing can be brought up to date.
    with closing(Store(config.database, config.data)) as store:
        if not store.db.get_tables():
            raise Stop(f"There is nothing to back up: the store {_place(config)} is empty.")
        copies.backup(store.db, args.file)
    print(f"Saved to {args.file}.")


def restore(args: argparse.Namespace, config: Config) -> None:
    """Put a backup in the store's place; phones then bring what it lacks."""
    from sync import backup as copies

    with running.hold(config.data), closing(Store(config.database, config.data)) as store:
        try:
            copies.restore(store.db, config.data, args.file, store.clock())
        except copies.BadBackup as bad:
            raise Stop(str(bad)) from None
    print(f"Restored from {args.file}. Start the server: phones bring back what they have and it lacks.")


def migrate_store(args: argparse.Namespace, config: Config) -> None:
    """Move the store to another engine, every row compared; phones go on as if nothing had been."""
    from sync import moving

    with contextlib.ExitStack() as stack:
        for folder in {config.data, *_folders(args.source, args.target)}:
            stack.enter_context(running.hold(folder))
        try:
            counts = moving.move(args.source, args.target)
        except moving.Unmoved as why:
            raise Stop(str(why)) from None
    for table, count in counts.items():
        print(f"{count:>10,} {table}")
    print(f"Moved and compared: {sum(counts.values()):,} rows. Start the server with")
    print(f"  FICHERO_DATABASE={_unsecret(args.target)} fichero serve")
    print("and the same FICHERO_DATA: journal, files and snapshots stay there. Never start it on the old store again.")


def _folders(*addresses: str) -> Iterator[Path]:
    """The folders of SQLite stores in which a server has worked: it may be working now."""
    for address in addresses:
        if address.startswith("sqlite:///"):
            folder = Path("/" + address.removeprefix("sqlite:").lstrip("/")).parent
            if (folder / "serving").exists():
                yield folder


def _unsecret(address: str) -> str:
    """An address without the password that it may bear."""
    return re.sub(r"(//[^/@:]*):[^/@]*@", r"\1:…@", address)


def examine(args: argparse.Namespace, config: Config) -> int:
    """Say what is well and what is not."""
    findings = doctor.examine(config)
    for well, text in findings:
        print(("ok      " if well else "PROBLEM ") + text)
    return 0 if all(well for well, _ in findings) else 1


def _place(config: Config) -> str:
    """Where the store is, without a password that its URL may bear."""
    return config.database.split("@")[-1].removeprefix("sqlite:///")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="fichero", description="Client cards, bookings and payments on every phone.")
    parser.set_defaults(demo=False)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(within: argparse._SubParsersAction, name: str, does: Callable) -> argparse.ArgumentParser:
        made = within.add_parser(name, help=does.__doc__, description=does.__doc__)
        made.set_defaults(command=does)
        return made

    one = command(commands, "serve", serve)
    one.add_argument("--host", help="where to listen (default 127.0.0.1: this machine only)")
    one.add_argument("--port", type=_upto(65_535), help="default 8000; 0 takes any free one")
    one.add_argument("--workers", type=_upto(64), help="processes that serve (default 1); more need PostgreSQL")
    one.add_argument("--demo", action="store_true", help="a separate, made-up business to try things with")
    one.add_argument("--locale", choices=LOCALES, help="the demo's language (default from LANG)")
    one = command(commands, "invite", invite)
    one.add_argument("email", metavar="EMAIL")
    one.add_argument("--role", choices=ROLES, required=True)
    one.add_argument("--business", metavar="NAME", help="which one, when there are several")
    business = commands.add_parser("business", help="Businesses of this server.")
    one = command(business.add_subparsers(metavar="COMMAND", required=True), "add", add_business)
    one.add_argument("name", metavar="NAME", type=_text)
    one.add_argument("--timezone", required=True, type=_zone, help="for example Europe/Madrid")
    one.add_argument("--currency", required=True, type=_currency, help="for example EUR")
    one.add_argument("--locale", required=True, choices=LOCALES)
    one = command(commands, "demo", demo)
    one.set_defaults(demo=True)
    one.add_argument("--clients", type=_upto(1_000_000), default=200)
    one.add_argument("--bookings", type=_upto(5_000_000), default=1_500)
    one.add_argument("--locale", choices=LOCALES, help="default from LANG")
    command(commands, "migrate", migrate)
    for name, does in (("backup", backup), ("restore", restore)):
        command(commands, name, does).add_argument("file", metavar="FILE", type=Path)
    one = command(commands, "migrate-store", migrate_store)
    one.add_argument("source", metavar="FROM", help="where the store is: sqlite:///path or postgresql://…")
    one.add_argument("target", metavar="TO", help="an empty database: postgresql://… or sqlite:///path")
    command(commands, "doctor", examine)
    return parser


def _upto(most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not (text.isascii() and text.isdigit() and int(text) <= most):
            raise argparse.ArgumentTypeError(f"must be a number from 0 to {most}, not {text!r}")
        return int(text)

    return number


def _text(text: str) -> str:
    if not text.strip() or len(text) > 200:
        raise argparse.ArgumentTypeError("must have 1 to 200 characters")
    return text.strip()


def _zone(text: str) -> str:
    if text not in available_timezones():
        raise argparse.ArgumentTypeError(f"{text!r} is no time zone; write one like Europe/Madrid")
    return text


def _currency(text: str) -> str:
    if not (len(text) == 3 and text.isascii() and text.isalpha()):
        raise argparse.ArgumentTypeError(f"{text!r} is no currency; write three letters like EUR")
    return text.upper()
