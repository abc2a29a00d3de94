"""Businesses made and chosen from the command line, and what `serve` says before it listens."""

import os
from collections.abc import Iterator
from io import StringIO

import segno
import tzlocal

from server import sessions
from server.config import Config
from sync.database import fetch, reading
from sync.records import find
from sync.store import Store

LOCALES = ("en", "es", "ru")


class BadChoice(Exception):
    """There is no such business, or it cannot be made; the text says why and what to type."""


def any_business(store: Store) -> bool:
    """Whether the store holds a business yet."""
    with reading(store.db):
        return bool(fetch(store.db, 'SELECT 1 FROM "sequence" LIMIT 1'))


def choose_business(store: Store, name: str | None) -> str:
    """The id of the business with this name, or of the only one; made when there is none. Raises BadChoice."""
    businesses = store.businesses()
    if not businesses:
        return make_business(store, name or "My business", tzlocal.get_localzone_name() or "UTC", "EUR", "en")
    found = [business["id"] for business in businesses if name in (None, business["name"])]
    names = ", ".join(repr(business["name"]) for business in businesses)
    if not found:
        raise BadChoice(f"There is no business {name!r}. There is: {names}.")
    if len(found) > 1:
        raise BadChoice(f"Which business? Add --business NAME, one of: {names}.")
    return found[0]


def make_business(store: Store, name: str, zone: str, currency: str, locale: str) -> str:
    """A business under a name that no other has here; its id. Raises BadChoice."""
    if any(business["name"] == name for business in store.businesses()):
        raise BadChoice(f"There is a business {name!r} already: give this one another name.")
    return store.add_business(name, zone, currency, locale)


def welcome(store: Store, config: Config) -> Iterator[str]:
    """What `serve` prints first: how to begin, when there is no business yet."""
    if not any_business(store):
        yield "There is no business here yet. Make one, and sign in, with the link that this prints:"
        yield f"  FICHERO_DATA={config.data} fichero invite you@example.com --role owner"


def welcome_demo(store: Store, config: Config, locale: str | None) -> Iterator[str]:
    """What `serve --demo` prints first: fresh sign-in links. Makes the business at the first start."""
    if not any_business(store):
        yield "Making a business, people and animals that do not exist…"
        make_demo(store, locale, 200, 1_500)
    business = store.businesses()[-1]["id"]
    yield f"A made-up business, in {config.data}. Sign in as"
    for role in ("owner", "staff"):
        with reading(store.db):
            members = find(store.db, business, "member", '"role" = ? AND "deleted" IS NOT TRUE ORDER BY "id"', (role,))
        for member in members[:1]:
            token, _ = sessions.make_link(store, business, member.id, sessions.INVITE_MS)
            link = sessions.join_address(config.address, token)
            yield f"  {role} ({member.cells.get('name')}): {link}"
            if config.secure:
                yield _qr(link)


def make_demo(store: Store, locale: str | None, clients: int, bookings: int) -> None:
    """A made-up business in the language asked for, or in the machine's."""
    from server import demo

    language = os.environ.get("LANG", "")[:2]
    try:
        demo.make(store, locale or (language if language in LOCALES else "en"), clients, bookings, seed=1)
    except demo.Unmade as unmade:
        raise BadChoice(f"The made-up business could not be made: {unmade}") from None


def _qr(link: str) -> str:
    """A code that a phone's camera reads off the terminal."""
    drawn = StringIO()
    segno.make(link).terminal(drawn, compact=True)
    return drawn.getvalue()
