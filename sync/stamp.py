"""Stamps: `mmmmmmmmm-ccc-dddddddd`, base 36, lower case; comparing stamps is comparing strings.

Nine digits of milliseconds since 1970 UTC, three of counter, eight of the device that wrote. Only the server issues
them (`docs/protocol.md`, *Time*).
"""

import re
import secrets
from functools import cache
from typing import NamedTuple

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
SERVER_DEVICE = "00000000"
"""The device part of stamps on cells that the server itself writes."""

MAX_MS = 36**9 - 1
MAX_COUNT = 36**3 - 1
_THREE, _SIX = 36**3, 36**6
is_stamp = re.compile(r"[0-9a-z]{9}-[0-9a-z]{3}-[0-9a-z]{8}", re.ASCII).fullmatch
is_device = re.compile(r"[0-9a-z]{8}", re.ASCII).fullmatch


class Moment(NamedTuple):
    """The part of a stamp that orders it in time: milliseconds UTC and a counter within them."""

    ms: int
    count: int

    def after(self) -> "Moment":
        """The least moment greater than this one; a full counter carries into the next millisecond."""
        return Moment(self.ms, self.count + 1) if self.count < MAX_COUNT else Moment(self.ms + 1, 0)


ZERO = Moment(0, 0)


@cache
def _three(number: int) -> str:
    """A number below 36³ as three digits."""
    return DIGITS[number // 1296] + DIGITS[number // 36 % 36] + DIGITS[number % 36]


def write(moment: Moment, device: str) -> str:
    """The stamp of a moment on a device."""
    ms, count = moment
    return f"{_three(ms // _SIX)}{_three(ms // _THREE % _THREE)}{_three(ms % _THREE)}-{_three(count)}-{device}"


def moment_of(stamp: str) -> Moment:
    """The moment of a stamp."""
    return Moment(int(stamp[:9], 36), int(stamp[10:13], 36))


def device_of(stamp: str) -> str:
    """The device that wrote the value which bears this stamp."""
    return stamp[14:]


def new_device() -> str:
    """Eight random base-36 characters; the caller makes sure that the business has no such device yet."""
    return random_name(8)


def random_name(length: int) -> str:
    """Random base-36 characters, as in the names of devices (8) and ops (12)."""
    return "".join(secrets.choice(DIGITS) for _ in range(length))
