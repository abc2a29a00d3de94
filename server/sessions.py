"""Sessions and sign-in links in the store: made, used once, recognised, ended.

Both are random 256-bit tokens of which only the SHA-256 is kept. A session that was revoked is remembered, so that its
phone hears that its copy is to be wiped; one that nobody knows is only signed out.
"""

import hashlib
import secrets
from dataclasses import dataclass

import msgspec

from sync.database import fetch, reading
from sync.models import Device, Link, Session
from sync.scope import Seat
from sync.seen import hear
from sync.store import Store

INVITE_MS = 24 * 3_600_000
DEVICE_MS = 10 * 60_000

MOST_DEVICES = 50
"""How many sessions, and links for more, a member may have before no more links are made for them."""


class BadLink(Exception):
    """A sign-in link that opens nothing; `code` is `link-unknown`, `link-used` or `link-expired`."""

    def __init__(self, code: str, text: str):
        super().__init__(text)
        self.code = code


@dataclass(frozen=True)
class SignedIn:
    """A session just made: the token that only the browser keeps, and whose it is."""

    token: str
    seat: Seat
    device: str


class ListedDevice(msgspec.Struct, forbid_unknown_fields=True):
    """A device in the devices list; `seen` in ms UTC."""

    id: str
    label: str
    member: str
    seen: int
    current: bool
    revoked: bool


def hash_of(token: str) -> str:
    """What the store keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def make_link(store: Store, business: str, member: str, lasts: int, made_by: str | None = None) -> tuple[str, int]:
    """A fresh sign-in token for a member and the instant (ms) when it ends. `lasts` is in ms."""
    token, expires = secrets.token_urlsafe(32), store.clock() + lasts
    link = {"hash": hash_of(token), "business": business, "member": member, "made_by": made_by, "expires": expires}
    store.writer.submit(lambda: Link.create(**link))
    return token, expires


def join_address(address: str, token: str) -> str:
    """The link that a person opens. The token stands after `#`, which browsers send to no server."""
    return f"{address}/join#{token}"


def sign_in(store: Store, token: str, label: str) -> SignedIn:
    """Use a link and begin a session with its first device. Raises BadLink."""
    # Whoever guesses must not keep the writer from those who are signed in.
    with reading(store.db):
        _known(store, hash_of(token))
    session = secrets.token_urlsafe(32)

    def begin() -> SignedIn:
        link = _use(store, hash_of(token))
        seat, now = Seat(link.business, link.member, hash_of(session)), store.clock()
        Session.create(
            hash=seat.session, business=seat.business, member=seat.member, label=label, created=now, seen=now
        )  # fmt: skip
        return SignedIn(session, seat, store.add_device(seat.business, seat.member, seat.session, label))

    return store.writer.submit(begin)


def _known(store: Store, hash_: str) -> Link:
    link = Link.get_or_none(Link.hash == hash_)
    if link is None or store.member(link.business, link.member) is None:
        raise BadLink("link-unknown", "This sign-in link is not known here: ask for a new one.")
    return link


def _use(store: Store, hash_: str) -> Link:
    link = _known(store, hash_)
    if not Link.update(used=store.clock()).where((Link.hash == hash_) & Link.used.is_null()).execute():
        raise BadLink("link-used", "This sign-in link was used already: ask for a new one.")
    if link.expires <= store.clock():
        raise BadLink("link-expired", "This sign-in link is too old: ask for a new one.")
    return link


def seat_of(store: Store, token: str) -> Seat | None:
    """Whose session a browser holds: None when nobody's, a revoked seat when its copy is to be wiped."""
    if not token:
        return None
    session = hash_of(token)
    sql = (
        'SELECT s."business", s."member", s."seen", s."ended", s."why", (SELECT COUNT(*) FROM "member" AS m '
        'WHERE m."business" = s."business" AND m."id" = s."member" AND m."deleted" IS NOT TRUE) '
        'FROM "session" AS s WHERE s."hash" = ?'
    )
    with reading(store.db):
        found = fetch(store.db, sql, (session,))
    if not found:
        return None
    business, member, seen, ended, why, members = found[0]
    if ended is not None and why != "revoked":
        return None
    hear(store, session, seen, ended, gone=not members)
    return Seat(business, member, session, revoked=ended is not None or not members)


def device_of(store: Store, seat: Seat) -> str:
    """The newest device id of a session: the one that its browser goes by."""
    with reading(store.db):
        return _devices(seat.business, [seat.session])[seat.session]


def devices(store: Store, seat: Seat, everybody: bool) -> list[ListedDevice]:
    """The sessions of one member or of the whole business, the one seen last first.

    Those signed out from elsewhere stay, as `revoked`, until they are heard of: only then is their copy erased.
    """
    unheard = (Session.why == "revoked") & (Session.seen <= Session.ended)
    with reading(store.db):
        listed = Session.select().where((Session.business == seat.business) & (Session.ended.is_null() | unheard))
        if not everybody:
            listed = listed.where(Session.member == seat.member)
        sessions = list(listed.order_by(Session.seen.desc()))
        ids = _devices(seat.business, [session.hash for session in sessions])
        gone = {
            member for member in {session.member for session in sessions} if store.member(seat.business, member) is None
        }
    return [
        ListedDevice(
            id=ids[session.hash],
            label=session.label,
            member=session.member,
            seen=session.seen,
            current=session.hash == seat.session,
            revoked=session.ended is not None or session.member in gone,
        )
        for session in sessions
        if session.hash in ids
    ]


def crowded(store: Store, seat: Seat, member: str) -> bool:
    """Whether a member is signed in, or may yet sign in by links that others or they made, MOST_DEVICES times."""
    now = store.clock()
    with reading(store.db):
        sessions = Session.select().where(
            (Session.business == seat.business) & (Session.member == member) & Session.ended.is_null()
        )
        links = Link.select().where(
            (Link.business == seat.business) & (Link.member == member) & Link.used.is_null() & (Link.expires > now)
        )
        return sessions.count() + links.count() >= MOST_DEVICES


def session_with(store: Store, business: str, device: str) -> tuple[str, str] | None:
    """The living session that owns a device id, and its member."""
    with reading(store.db):
        found = Device.get_or_none((Device.business == business) & (Device.id == device))
        session = found and Session.get_or_none((Session.hash == found.session) & Session.ended.is_null())
        return (session.hash, session.member) if session else None


def rename(store: Store, session: str, label: str) -> None:
    """Call a device something else in the devices list."""
    store.writer.submit(lambda: Session.update(label=label).where(Session.hash == session).execute())


def leave(store: Store, seat: Seat) -> None:
    """End a session because its person signed out there."""
    store.writer.submit(lambda: _end(store, seat.session, seat.member, "left"))


def revoke(store: Store, business: str, session: str, member: str) -> None:
    """End a member's session from elsewhere: its copy is wiped as soon as it is heard of, also after a restore."""
    store.journal.revoked(session)
    store.writer.submit(lambda: _end(store, session, member, "revoked"))
    store.hub.poke(business, store.head(business))


def _end(store: Store, session: str, member: str, why: str) -> None:
    """The links that a member made for themselves end with any of their sessions: it may have been stolen."""
    Session.update(ended=store.clock(), why=why).where((Session.hash == session) & Session.ended.is_null()).execute()
    Link.delete().where((Link.made_by == member) & (Link.member == member) & Link.used.is_null()).execute()


def _devices(business: str, sessions: list[str]) -> dict[str, str]:
    rows = Device.select(Device.session, Device.id).where(
        (Device.business == business) & Device.session.in_(sessions)
    )  # fmt: skip
    return {row.session: row.id for row in rows.order_by(Device.made, Device.id)}
