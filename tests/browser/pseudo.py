"""A made-up language: every text of the catalogues in ⟦brackets⟧, longer, and without one plain Latin letter.

The made-up business on show writes Greek, so a plain Latin letter on a screen was written by the app itself: it is a
word that no catalogue holds.
"""

import json
import re
from typing import Any

from playwright.sync_api import BrowserContext, Page, Route

from tests.browser.scenes import words

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "áƀćđéƒğĥíĵķłɱñóƥɋŕšţúṽŵẋýžÁɃĆĐÉƑĞĤÍĴĶŁṀÑÓƤɊŔŠŢÚṼŴẊÝŽ"
_TABLE = str.maketrans(_PLAIN, _ACCENTED)
_SLOT = re.compile(r"(\{\w+\})")
_VOWEL = re.compile("[áéíóúý]")

_SPEAK_INTL = """([plain, accented]) => {
  const mark = (text) => [...String(text)].map((letter) => accented[plain.indexOf(letter)] ?? letter).join("");
  for (const kind of [Intl.DateTimeFormat, Intl.NumberFormat]) {
    const { get } = Object.getOwnPropertyDescriptor(kind.prototype, "format");
    const format = function () {
      const own = get.call(this);
      return (value) => mark(own(value));
    };
    Object.defineProperty(kind.prototype, "format", { get: format });
  }
  const { DateTimeFormat, DisplayNames, ListFormat, RelativeTimeFormat } = Intl;
  for (const [kind, name] of [
    [ListFormat, "format"], [RelativeTimeFormat, "format"], [DisplayNames, "of"], [DateTimeFormat, "formatRange"],
  ]) {
    const own = kind.prototype[name];
    kind.prototype[name] = function (...values) {
      return mark(own.apply(this, values));
    };
  }
}"""
"""Dates, sums and lists are the browser's own words, and right by themselves: they speak the made-up language too."""

_EVERYTHING = """() => {
  const said = [["title", document.title]];
  const attributes = ["placeholder", "title", "alt", "label", "aria-label", "aria-description", "aria-valuetext",
    "aria-roledescription", "aria-placeholder"];
  const silent = "script, style, noscript, template, kbd";
  for (const element of document.body.querySelectorAll("*")) {
    if (element.closest(silent)) continue;
    const name = element.localName;
    for (const attribute of attributes) {
      if (element.hasAttribute(attribute)) said.push([`${name} ${attribute}`, element.getAttribute(attribute)]);
    }
    for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) said.push([name, node.data]);
    if (element.matches("textarea, input:is([type=text], [type=search], [type=button], [type=submit], :not([type]))")) {
      said.push([`${name} value`, element.value]);
    }
    for (const pseudo of ["::before", "::after"]) {
      const { content } = getComputedStyle(element, pseudo);
      if (/^".*\\w/.test(content)) said.push([`${name}${pseudo}`, content]);
    }
  }
  return said.filter(([, text]) => text && text.trim());
}"""
"""Every text and accessible name of a page, with where it stands."""

BRANDS = ("Fichero", "WhatsApp", "SMS", "Chrome", "Linux")
_NAMES = re.compile(r"https?://\S+|[\w.+-]+@[\w.-]+|\b[A-Z]\w+/[\w/+ -]+|\bUTC\b|\b[A-Z]{3}\b")
"""Addresses, time zones and currencies by their codes."""


def disguise(text: str) -> str:
    """A text of the made-up language; its {slots} stay."""
    parts = _SLOT.split(text)
    longer = (_VOWEL.sub(lambda vowel: vowel.group() * 2, part.translate(_TABLE)) for part in parts[::2])
    spoken = [part for pair in zip(longer, [*parts[1::2], ""], strict=True) for part in pair]
    return f"⟦{''.join(spoken)}⟧"


def pseudo_words() -> dict[str, str]:
    """The made-up language's texts by their keys, as scenes need them."""
    return {key: disguise(text) for key, text in words("en").items()}


def speak(context: BrowserContext) -> None:
    """Have the app speak the made-up language in place of English, in a browser without service workers."""

    def answer(route: Route) -> None:
        said: dict[str, Any] = json.loads(route.fetch().body())
        for key, text in said.items():
            said[key] = disguise(text) if isinstance(text, str) else {f: disguise(each) for f, each in text.items()}
        route.fulfill(json=said)

    context.route("**/static/words-en-*.json", answer)
    context.add_init_script("delete Navigator.prototype.serviceWorker")
    context.add_init_script(f"({_SPEAK_INTL})({json.dumps([_PLAIN, _ACCENTED])})")


def said(page: Page) -> list[tuple[str, str]]:
    """Every text and accessible name on the page, with where it stands."""
    return [(place, text.strip()) for place, text in page.evaluate(_EVERYTHING)]


def undisguised(texts: list[tuple[str, str]], data: tuple[str, ...]) -> list[str]:
    """The texts that the app wrote and no catalogue holds; `data` are Latin names that people typed."""
    known = re.compile("|".join(map(re.escape, sorted((*BRANDS, *data), key=len, reverse=True))))
    wrong = []
    for place, text in texts:
        if re.search("[A-Za-z]", _NAMES.sub("", known.sub("", text))):
            wrong.append(f"<{place}> {text!r}")
    return wrong
