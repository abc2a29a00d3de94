"""The protocol over one socket of the real `fichero serve`, as a device that shares no code with it hears it."""


def test_welcome_then_rows_each_after_got(phones):
    phone = phones()
    welcome = phone.hello()
    assert welcome["n"] == 0 and welcome["member"]["email"] == "owner@example.com"
    phone.catch_up(welcome)
    long = "x" * 9000
    phone.push(*[phone.op("note", body=long) for _ in range(30)])
    assert phone.hear()["type"] in ("ack", "rows")
    phone.hang_up()

    phone.connect()
    phone.hello(cursor=welcome["head"])
    first = phone.hear("rows")
    assert first["from"] == welcome["head"] and 1 <= len(first["rows"]) < 30
    # Nothing more before `got`, whatever else is asked.
    phone.say("pull", cursor=first["to"])
    second = phone.hear("rows")
    assert second["from"] == first["to"]
    phone.say("hello", device=phone.device, epoch=phone.epoch, cursor=first["to"], schema=1, now=0)
    assert phone.hear("welcome")["n"] == 30
    assert phone.hear("rows") == second
    phone.say("got", cursor=first["to"])
    phone.say("nonsense")
    assert phone.hear()["type"] == "error"
    phone.say("got", cursor=second["to"])
    assert phone.hear("rows")["from"] == second["to"]


def test_news_reach_the_other_phone_by_themselves(phones):
    van, office = phones(), phones()
    for phone in (van, office):
        phone.catch_up(phone.hello())
    edit = van.op(name="Nadia Invented")
    van.push(edit)
    heard = {message["type"]: message for message in (van.hear(), van.hear())}
    assert heard["ack"]["n"] == 1 and heard["ack"]["o"] == edit["o"]
    assert heard["rows"]["rows"][0]["i"] == edit["i"]
    assert office.hear("rows")["rows"] == heard["rows"]["rows"]


def test_pushes_in_flight_are_acknowledged_in_order(phones):
    phone = phones()
    phone.hello()
    for _ in range(100):
        phone.push(phone.op(name="One of many"))
    acks = []
    while len(acks) < 100:
        message = phone.hear()
        if message["type"] == "ack":
            acks.append(message["n"])
    assert acks == list(range(1, 101))


def test_a_phone_without_a_device_gets_one_then_welcome(phones):
    phone = phones()
    phone.say("hello", device="", epoch="", cursor=0, schema=1, now=0)
    forked = phone.hear("forked")["device"]
    assert forked != phone.device and len(forked) == 8
    assert phone.hear("welcome")["n"] == 0
    assert phone.hear("rows")["from"] == 0


def test_a_fork_gets_a_new_device_and_numbers_from_one(phones):
    phone = phones()
    phone.catch_up(phone.hello())
    phone.say("fork")
    phone.device = phone.hear("forked")["device"]
    phone.push(phone.op(name="From the fork"))
    answers = {message["type"]: message for message in (phone.hear(), phone.hear())}
    assert answers["ack"]["device"] == phone.device and answers["ack"]["n"] == 1


def test_a_device_of_another_session_must_fork_and_is_then_welcome(phones):
    phone, other = phones(), phones()
    phone.say("hello", device=other.device, epoch="", cursor=0, schema=1, now=0)
    phone.hear("fork")
    phone.say("fork")
    assert phone.hear("forked")["device"] not in (phone.device, other.device)
    phone.hear("welcome")
    assert phone.hear("rows")["from"] == 0


def test_a_gap_is_told(phones):
    phone = phones()
    phone.catch_up(phone.hello())
    phone.n = 4
    phone.push(phone.op(name="Fifth"))
    assert phone.hear("gap")["want"] == 1


def test_after_another_epoch_no_rows_come_until_pull(phones):
    phone = phones()
    phone.hello(epoch="anothertimes", cursor=3)
    phone.push(phone.op(name="Kept in the archive"))
    phone.hear("ack")
    phone.say("pull", cursor=0)
    assert phone.hear("rows")["from"] == 0


def test_a_push_of_another_epoch_changes_nothing(phones):
    phone = phones()
    phone.catch_up(phone.hello())
    phone.push(phone.op(name="Lost history"), epoch="anothertimes")
    phone.hear("reset")
    phone.hang_up()
    phone.connect()
    assert phone.hello()["n"] == 0


def test_a_changed_role_resets_the_phone_once(phones):
    owner, staff = phones(), phones("staff")
    owner.catch_up(owner.hello())
    owner.push(*[owner.op("note", body="x" * 9000) for _ in range(10)])
    owner.hear("ack")
    owner.hear("rows")
    staff.catch_up(staff.hello())
    owner.push(owner.op("member", staff.member, **{"sees.money": False}))
    head = owner.hear("ack")["seq"]
    staff.hear("reset")
    # The new copy is begun with the new sight, though its first frames end before the sight changed.
    staff.say("pull", cursor=0)
    frames = staff.catch_up({"head": head})
    assert frames[0]["from"] == 0 and len(frames) > 1
