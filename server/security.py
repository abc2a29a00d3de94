"""What keeps other sites out: exact Origin on every write, strict headers on every answer, and the session's cookie."""

from urllib.parse import urlsplit

from flask import Flask, Response, request

from server.config import Config
from server.errors import Fault
from sync.wire import MAX_FRAME

COOKIE_DAYS = 400
"""What browsers allow at most; every start of the app renews it."""

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
}

BARE = _ALWAYS | {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
"""The headers of an answer to what is no request that the app could be asked about."""

_READS = ("GET", "HEAD", "OPTIONS")
_FETCHES = ("same-origin", None)


def cookie_name(config: Config) -> str:
    """`__Host-` ties the cookie to this very host, which browsers only do over https."""
    return "__Host-fichero" if config.secure else "fichero"


def set_cookie(response: Response, config: Config, token: str) -> None:
    """Give the browser its session."""
    response.set_cookie(
        cookie_name(config), token, max_age=COOKIE_DAYS * 86_400, path="/",
        secure=config.secure, httponly=True, samesite="Lax",
    )  # fmt: skip


def clear_cookie(response: Response, config: Config) -> None:
    """Take the session from the browser."""
    response.delete_cookie(cookie_name(config), path="/", secure=config.secure, httponly=True, samesite="Lax")


def policy(config: Config) -> str:
    """The content security policy. Sockets are named: not every browser takes them for part of 'self'."""
    sockets = ("wss://" if config.secure else "ws://") + urlsplit(config.address).netloc
    return "; ".join((
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob: data:", "font-src 'self'",
        f"connect-src 'self' {sockets}", "manifest-src 'self'", "worker-src 'self'", "media-src 'self' blob:",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    ))  # fmt: skip


def headers(config: Config) -> dict[str, str]:
    """The headers of every answer."""
    always = _ALWAYS | {"Content-Security-Policy": policy(config)}
    return always | ({"Strict-Transport-Security": "max-age=31536000"} if config.secure else {})


def install(app: Flask, config: Config) -> None:
    """Check every write's origin and dress every answer."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_FRAME
    dress = headers(config)

    @app.before_request
    def _own_pages_only() -> None:
        if request.method in _READS:
            return
        if request.headers.get("Origin") != config.address:
            raise Fault(403, "forbidden", f"Only pages of {config.address} may do this: send it as the Origin.")
        if request.headers.get("Sec-Fetch-Site") not in _FETCHES:
            raise Fault(403, "forbidden", "Only this site's own pages may do this.")

    @app.after_request
    def _dress(response: Response) -> Response:
        for name, value in dress.items():
            response.headers.setdefault(name, value)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response
