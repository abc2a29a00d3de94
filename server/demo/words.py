"""What the made-up business is made of, in each language: `en.json`, `es.json` and `ru.json` beside this file.

Nothing in them exists: towns and families are invented, coordinates lie in open water, postcodes begin with zeros that
no post office uses. English phones are from the 555-01xx range, which is reserved for fiction; Spain and Russia reserve
none, so theirs begin with a 0, as no subscriber's number does.
"""

import unicodedata
from functools import cache
from pathlib import Path

import msgspec


class Town(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the clients live; `address` and `postcode` are patterns, `lat` and `lon` its middle."""

    name: str
    region: str
    country: str
    address: str
    postcode: str
    lat: float
    lon: float
    streets: tuple[str, ...]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language's names and texts. A family or middle name may be written `hers/his`."""

    business: str
    zone: str
    currency: str
    price_factor: float
    week_start: int
    phone: str
    phone_first: int
    town: Town
    team: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]
    middle: tuple[str, ...]
    families: tuple[str, ...]
    latin: dict[str, str]
    companies: tuple[str, ...]
    positions: tuple[str, ...]
    breeds: dict[str, tuple[str, ...]]
    pets: tuple[str, ...]
    coats: tuple[str, ...]
    allergies: tuple[str, ...]
    vets: tuple[str, ...]
    vaccines: tuple[str, ...]
    services: dict[str, str]
    labels: tuple[str, ...]
    fields: dict[str, str]
    choices: tuple[str, ...]
    shampoos: tuple[str, ...]
    parking: tuple[str, ...]
    alerts: dict[str, str]
    notes: tuple[str, ...]
    visits: tuple[str, ...]
    calls: tuple[str, ...]
    tasks: tuple[str, ...]
    requests: tuple[str, ...]

    def amount(self, base: int) -> int:
        """A price in minor units of the currency, from one in US cents, rounded as a price list would."""
        return round(base * self.price_factor / 100) * 100

    def phone_number(self, serial: int) -> str:
        """A number for each serial from 0, none twice within tens of thousands."""
        places = self.phone.count("#")
        span = 10**places - self.phone_first
        digits = iter(f"{self.phone_first + serial * 733 % span:0{places}}")
        return "".join(next(digits) if letter == "#" else letter for letter in self.phone)

    def mailbox(self, name: str) -> str:
        """A name as the part of an email address before the @."""
        latin = "".join(self.latin.get(letter, letter) for letter in name.lower())
        plain = "".join(letter for letter in unicodedata.normalize("NFD", latin) if letter.isascii())
        return ".".join("".join(letter for letter in word if letter.isalnum()) for word in plain.split())


@cache
def words(locale: str) -> Words:
    """The words of `en`, `es` or `ru`."""
    return msgspec.json.decode(Path(__file__).with_name(f"{locale}.json").read_bytes(), type=Words)
