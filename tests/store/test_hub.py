"""The hub pokes those who listen to a business, and nobody else."""

from sync.fanout import Alone
from sync.hub import Hub


def test_a_poke_reaches_all_who_listen_to_the_business():
    hub = Hub(Alone())
    heard: list[tuple[str, int]] = []
    hub.join("ours", lambda seq, _: heard.append(("van", seq)))
    hub.join("ours", lambda seq, _: heard.append(("office", seq)))
    hub.join("theirs", lambda seq, _: heard.append(("stranger", seq)))
    hub.poke("ours", 7)
    assert heard == [("van", 7), ("office", 7)]


def test_who_left_hears_nothing():
    hub = Hub(Alone())
    heard: list[int] = []
    token = hub.join("ours", lambda seq, _: heard.append(seq))
    hub.leave(token)
    hub.leave(token)
    hub.poke("ours", 1)
    assert heard == []


def test_one_may_leave_while_being_poked():
    hub = Hub(Alone())
    heard: list[int] = []
    tokens = [hub.join("ours", lambda *_: hub.leave(tokens[1])), hub.join("ours", lambda seq, _: heard.append(seq))]
    hub.poke("ours", 1)
    hub.poke("ours", 2)
    assert 2 not in heard


def test_one_who_fails_keeps_it_from_nobody_else():
    hub = Hub(Alone())
    heard: list[int] = []
    hub.join("ours", lambda *_: 1 // 0)
    hub.join("ours", lambda seq, _: heard.append(seq))
    hub.poke("ours", 3)
    assert heard == [3]


def test_nothing_is_kept_of_those_who_left():
    hub = Hub(Alone())
    for _ in range(100):
        hub.leave(hub.join("ours", print))
    assert not hub._listeners and not hub._business
