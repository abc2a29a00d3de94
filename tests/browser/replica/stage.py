"""What schedules of real phones share: a browser, a server that writes down what it takes, a folder."""

from itertools import count
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.house import House


class Stage:
    """Where one schedule after the other is played."""

    def __init__(self, browser: Browser, folder: Path):
        self.browser = browser
        self.folder = folder
        self.house = House(folder / "data", main="tests.browser.replica.recorded")
        self.numbers = count(1)

    def close(self) -> None:
        """The end of all."""
        self.house.close()
