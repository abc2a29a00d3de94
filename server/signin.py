"""Signing in and out over HTTP: `/session`, `/links`, `/devices`, and who is asking on every other route.

There are no passwords. A link signs a browser in once; the session's token then lives in a cookie that scripts cannot
read. Only failed sign-ins are counted: ten a minute and address, by each worker for itself unless Redis counts for all.
"""

import functools
from collections.abc import Callable
from ipaddress import ip_network
from typing import Annotated, Any
from urllib.parse import urlsplit

import msgspec
import segno
from flask import Blueprint, Flask, Response, current_app, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from server import sessions
from server.config import Config
from server.errors import Fault, answer, read
from server.security import clear_cookie, cookie_name, set_cookie
from sync import wire
from sync.scope import Seat
from sync.stamp import is_device
from sync.store import Store
from sync.tables import is_row_id

FAILURES = "10 per minute"
"""By one address; of the sixth generation, by one network of 64 bits, which is what a household has."""

ALL_FAILURES = "600 per minute"
"""By everybody together, so that a guess costs the same from however many addresses."""

_ENOUGH = "Too many sign-ins failed from this address: wait a minute."

routes = Blueprint("signin", __name__)


class SignIn(msgspec.Struct, forbid_unknown_fields=True):
    """What `POST /session` takes: the token of a link, and what the device is to be called in the devices list."""

    token: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    label: Annotated[str, msgspec.Meta(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""


class Rename(msgspec.Struct, forbid_unknown_fields=True):
    """What `PATCH /devices/<device>` takes: what the device is to be called."""

    label: Annotated[
        str,
        msgspec.Meta(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"),
    ]


class NewLink(msgspec.Struct, forbid_unknown_fields=True):
    """What `POST /links` takes: the member who is to sign in, by default the one who asks."""

    member: Annotated[str, msgspec.Meta(max_length=100)] = ""


class Member(msgspec.Struct, forbid_unknown_fields=True):
    """Who is signed in, and what they may see: money, contacts, others."""

    id: str
    name: str | None
    email: str | None
    role: str
    color: str | None
    sees: dict[str, bool]


class Session(msgspec.Struct, forbid_unknown_fields=True):
    """Whose session it is: the device's newest id, its member, and the cells of the business with its `id`."""

    device: str
    member: Member
    business: dict[str, Any]


class Link(msgspec.Struct, forbid_unknown_fields=True):
    """A sign-in link, its QR code as SVG, and when it ends (ms UTC)."""

    link: str
    qr: str
    expires: int


class Devices(msgspec.Struct, forbid_unknown_fields=True):
    """The devices list, the one seen last first."""

    devices: list[sessions.ListedDevice]


def store() -> Store:
    """The store of the app that answers."""
    return current_app.extensions["fichero"][0]


def config() -> Config:
    """The settings of the app that answers."""
    return current_app.extensions["fichero"][1]


def who() -> Seat | None:
    """Whose session the request's cookie holds: see `sessions.seat_of`."""
    return sessions.seat_of(store(), request.cookies.get(cookie_name(config()), ""))


def signed_in(route: Callable[..., Any]) -> Callable[..., Any]:
    """Let only a living session through, as `g.seat`. Nobody's session: 401. A revoked one: 403 and `wipe`."""

    @functools.wraps(route)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        seat = who()
        if seat is None:
            raise Fault(401, "signed-out", "Sign in first.")
        if seat.revoked:
            return answer(wire.Wipe(), 403)
        g.seat = seat
        return route(*args, **kwargs)

    return guarded


def is_owner(seat: Seat) -> bool:
    """Whether a member may sign in others and sign out their devices."""
    return store().scope(seat.business, seat.member).role == "owner"


def install(app: Flask, config: Config) -> None:
    """Add the routes, with a counter of failures: Redis's for all workers where there is one, else the app's own."""
    limiter = Limiter(
        _network, storage_uri=config.fanout or "memory://", in_memory_fallback_enabled=True,
        headers_enabled=True,
    )  # fmt: skip
    limiter.init_app(app)
    app.register_blueprint(routes)
    begin = app.view_functions["signin.begin"]
    failed = lambda response: response.status_code == 401  # noqa: E731
    counted = limiter.limit(FAILURES, deduct_when=failed, error_message=_ENOUGH)(begin)
    everybody = limiter.limit(ALL_FAILURES, key_func=lambda: "all", deduct_when=failed, error_message=_ENOUGH)
    app.view_functions["signin.begin"] = everybody(counted)


@routes.post("/session")
def begin() -> Response:
    """Sign in with a link's token."""
    asked = read(SignIn)
    try:
        made = sessions.sign_in(store(), asked.token, asked.label.strip() or _browser())
    except sessions.BadLink as bad:
        raise Fault(401, bad.code, str(bad), "token") from None
    response = answer(_described(made.seat, made.device))
    set_cookie(response, config(), made.token)
    return response


@routes.get("/session")
@signed_in
def present() -> Response:
    """Whose session this is; renews the cookie."""
    response = answer(_described(g.seat, sessions.device_of(store(), g.seat)))
    set_cookie(response, config(), request.cookies[cookie_name(config())])
    return response


@routes.delete("/session")
@signed_in
def leave() -> Response:
    """Sign out here."""
    sessions.leave(store(), g.seat)
    response = Response(status=204)
    clear_cookie(response, config())
    return response


@routes.post("/links")
@signed_in
def new_link() -> Response:
    """A link that signs another device in, single use, within ten minutes: for oneself, or for others by an owner."""
    seat = g.seat
    member = read(NewLink).member or seat.member
    if member != seat.member and not is_owner(seat):
        raise Fault(403, "forbidden", "Only owners make links for other members.", "member")
    if not is_row_id(member) or store().member(seat.business, member) is None:
        raise Fault(404, "unknown", "There is no such member.", "member")
    if sessions.crowded(store(), seat, member):
        raise Fault(429, "too-many", "There are too many devices and open links already: sign some out.", "member")
    token, expires = sessions.make_link(store(), seat.business, member, sessions.DEVICE_MS, made_by=seat.member)
    link = sessions.join_address(config().address, token)
    qr = segno.make(link, error="m").svg_inline(border=4, light="#fff", dark="#000", omitsize=True)
    return answer(Link(link, qr, expires))


@routes.get("/devices")
@signed_in
def list_devices() -> Response:
    """Where one is signed in; for owners, where everybody is."""
    return answer(Devices(sessions.devices(store(), g.seat, everybody=is_owner(g.seat))))


@routes.patch("/devices/<device>")
@signed_in
def rename(device: str) -> Response:
    """Call a device of one's own, for owners anybody's, something else."""
    session, _ = _theirs(device)
    sessions.rename(store(), session, read(Rename).label.strip())
    return Response(status=204)


@routes.delete("/devices/<device>")
@signed_in
def revoke(device: str) -> Response:
    """Sign a device out for good: its copy is wiped when it is next heard of."""
    sessions.revoke(store(), g.seat.business, *_theirs(device))
    return Response(status=204)


def _theirs(device: str) -> tuple[str, str]:
    """The session of a device that the one who asks may change, and its member."""
    seat = g.seat
    found = sessions.session_with(store(), seat.business, device) if is_device(device) else None
    if found is None or (found[1] != seat.member and not is_owner(seat)):
        raise Fault(404, "unknown", "There is no such device among yours.")
    return found


def _described(seat: Seat, device: str) -> Session:
    row = store().row(seat.business, "business", seat.business)
    business = {"id": seat.business} | (row.v if row else {})
    member = store().member(seat.business, seat.member)
    if member is None:
        raise Fault(401, "signed-out", "Sign in first.")
    return Session(device, msgspec.convert(member, Member), business)


def _network() -> str:
    """Whose failures are counted together."""
    address = get_remote_address()
    try:
        # Some proxies write a port after it.
        host = urlsplit(f"//{address}").hostname if "]" in address or address.count(":") == 1 else address
        return str(ip_network(f"{host}/64" if ":" in host else host, strict=False))
    except ValueError:
        return address


def _browser() -> str:
    """What to call a device whose person gave it no name."""
    agent = request.user_agent.string
    names = ("iPhone", "iPad", "Android", "Windows", "Macintosh", "CrOS", "Linux")
    return next((name for name in names if name in agent), "Device")
