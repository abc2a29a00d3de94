"""The steps of schedules with real phones: those of `tests/model/steps.py`, and what only real phones know."""

from tests.browser.replica.world import RealWorld
from tests.model.steps import Steps

PROFILES = 5
"""Phones that a schedule may come to have."""


class RealSteps(Steps):
    """The steps, and those that only real phones know."""

    world: RealWorld

    def begin_offline(self) -> None:
        """From now on phones have a line only while they are told to send or to hear, or when it is mended."""
        self.world.offline = True
        for phone in self.world.phones:
            phone.post.cut()

    def cut(self, who: int) -> None:
        """A line is cut."""
        self.phone(who).post.cut()

    def mend(self, who: int) -> None:
        """A line is mended, and what was held comes."""
        self.phone(who).mend()

    def delay(self, who: int, kind: str) -> None:
        """From the next message of a type on, a line is slow."""
        self.phone(who).post.hold(kind)

    def open_tab(self, who: int) -> None:
        """Another tab of a profile."""
        phone = self.phone(who)
        if len(phone.tabs) < 3:
            phone.open_tab()

    def kill_tab(self, who: int, which: int) -> None:
        """A tab dies."""
        self.phone(who).kill_tab(which)

    def edit_and_die(self, who: int, which: int) -> None:
        """A tab dies in the midst of an edit."""
        phone = self.phone(who)
        if (row := self.row(phone, "client", which)) is not None:
            phone.edit_and_die("client", row, {"company": self.world.word()})

    def stall(self, who: int, how: int) -> None:
        """The server stands still while somebody edits and sends, then goes on where it was."""
        serving = self.world.house.serving
        serving.pause()
        try:
            self.edit_the_client(who, how)
            self.world.push(self.phone(who))
        finally:
            serving.go_on()

    def keep_a_profile(self, who: int) -> None:
        """A copy of a phone's profile is laid aside."""
        if len(self.world.profiles) < 2:
            self.world.keep(self.phone(who))

    def clone(self, who: int) -> None:
        """A phone's profile is copied to another machine."""
        if len(self.world.phones) < PROFILES:
            self.world.clone(self.phone(who))

    def sign_in(self, person: str, ahead: int) -> None:
        """Somebody signs in on another phone, whose clock is `ahead`."""
        if len(self.world.phones) < PROFILES:
            self.world.sign_in(person, ahead=ahead)

    def phone_clock_jumps(self, who: int, by: int) -> None:
        """From now on a phone's clock is wrong by so many ms."""
        self.phone(who).set_clock(by)

    def server_clock_jumps(self, by: int) -> None:
        """From now on the server's clock is wrong by so many ms."""
        self.world._set_server_clock(by)
