"""The invariants of `docs/protocol.md`, each a function named after it, whose docstring quotes it.

`WHEN_SETTLED` are those that hold once faults have stopped and everything is pushed and pulled; the world calls the
others at each step.
"""

import json
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from msgspec import structs

from sync import wire
from sync.rows import rows_after
from sync.scope import Seat
from sync.tables import TABLES
from tests.model.devices import Key, Op, cells_of
from tests.model.held import equal, hung_from, moment_of
from tests.model.sight import sight_of, view

if TYPE_CHECKING:
    from tests.model.judged import Judged
    from tests.model.world import World

Cells = dict[str, tuple[Any, str]]


def _alike(table: str, real: Cells, model: Cells) -> bool:
    """Conflicts are the server's own: when they were made, and so their stamps, is left to it."""
    if table == "conflict":
        real = {cell: (value, "") for cell, (value, _) in real.items() if cell != "at"}
        model = {cell: (value, "") for cell, (value, _) in model.items() if cell != "at"}
    return real.keys() == model.keys() and all(
        real[cell][1] == model[cell][1] and equal(real[cell][0], model[cell][0]) for cell in real
    )


def _same_rows(real: dict[Key, wire.Row], model: dict[Key, Cells], where: str) -> None:
    extra, lacking = sorted(real.keys() - model.keys()), sorted(model.keys() - real.keys())
    assert not extra and not lacking, f"{where}: has {extra} which it should not, lacks {lacking}"
    for key, row in real.items():
        assert _alike(row.t, cells_of(row), model[key]), f"{where}: {key} is {cells_of(row)}, not {model[key]}"


def same_row(world: "World", business: str, table: str, id: str) -> None:
    """After a push the store and the model hold the same row."""
    if table not in TABLES:
        return
    row, model = world.store.row(business, table, id), world.models[business].rows.get((table, id))
    held = {cell: (held.value, held.stamp) for cell, held in model.cells.items()} if model else None
    assert (row is None) == (held is None), f"{(table, id)} is {row} where the model has {held}"
    assert row is None or _alike(table, cells_of(row), held), f"{(table, id)} is {cells_of(row)}, not {held}"


def i1_convergence(world: "Judged") -> None:
    """After all pushed and pulled, devices with the same view hold equal rows and stamps, equal to the server's."""
    servers = {}
    for phone in world.one_phone_each():
        servers[phone.seat.member] = server = world.rows_of(phone.seat)
        _same_rows(server, view(world.model(phone).rows, phone.seat.member), f"the server's rows for {phone.name}")
    for phone in world.phones:
        server = servers[phone.seat.member]
        assert phone.rows.keys() == server.keys(), f"{phone.name} differs in {phone.rows.keys() ^ server.keys()}"
        for key, row in server.items():
            assert phone.rows[key] == row, f"{phone.name} holds {phone.rows[key]}, the server {row}"


def i2_durable(world: "World") -> None:
    """An acknowledged op is there after kill -9."""
    for business, model in world.models.items():
        owner = next(
            id for (table, id), row in model.rows.items() if table == "member" and row.value("role") == "owner"
        )
        _same_rows(world.rows_of(Seat(business, owner, "")), view(model.rows, owner), "the server after a crash")


def i3_idempotent(world: "World", seat: Seat, message: wire.Push) -> None:
    """Any push repeated, late, overlapping, or repeated under a forked id changes neither state nor history.

    A late push may also be the first of its kind to arrive, when the network dropped the others; then it counts.
    """
    ops, model = [json.loads(bytes(raw)) for raw in message.ops], world.models[seat.business]
    known = all(op["o"] in model.ops for op in ops)
    before = _state(world, seat.business)
    world.deliver(seat, message)
    assert not known or _state(world, seat.business) == before, "a repeated push changed something"


def _state(world: "Judged", business: str) -> tuple[list[tuple], int]:
    tables = (*TABLES, "history", "erased", "sequence")
    found = []
    for table in tables:
        rows = world.store.db.execute_sql(f'SELECT * FROM "{table}"').fetchall()
        found += sorted(((table, *row) for row in rows), key=repr)
    return found, world.store.head(business)


def i4_cursor(world: "World", phone: Any) -> None:
    """Every visible row with seq ≤ cursor is on the device in that version, also with interleaved paging."""
    server = world.rows_of(phone.seat)
    for key, row in server.items():
        assert row.q > phone.cursor or phone.rows.get(key) == row, (
            f"{phone.name}, at {phone.cursor}, lacks {row}: {phone.rows.get(key)}"
        )
    if phone.cursor == world.store.head(phone.seat.business):
        assert phone.rows.keys() == server.keys(), f"{phone.name} still holds {phone.rows.keys() - server.keys()}"
    places = [row.q for row in server.values()]
    assert len(set(places)) == len(places), "two rows share a seq"


def i5_no_stamp_in_the_future(world: "World", seat: Seat, ops: list[Op], now: int) -> None:
    """No stamp lies in the server's future (+ 1 ms)."""
    for op in ops:
        row = world.store.row(seat.business, op["t"], op["i"]) if op["t"] in TABLES else None
        for cell, (_, stamp) in cells_of(row).items() if row else ():
            assert moment_of(stamp).ms <= now + 1, f"{cell} of {op['i']} is stamped in the future"


def i5_clocks(world: "Judged") -> None:
    """An op whose base is A beats A under any clocks, jumping ones too, the server's included; per device and cell
    the highest `n` wins."""
    for history in _histories(world).values():
        stamps = {entry["stamp"] for entry in history}
        for entry in history:
            assert entry["base"] not in stamps or entry["stamp"] > entry["base"]
        for one in history:
            for other in history:
                if (one["device"], one["cell"]) == (other["device"], other["cell"]) and one["n"] < other["n"]:
                    assert one["stamp"] < other["stamp"], f"n {one['n']} beats n {other['n']} of {one['device']}"


def _histories(world: "Judged") -> dict[tuple[str, Key], list[dict[str, Any]]]:
    """The store's history of every row, by business, as its owner may read it."""
    found = {}
    for business, model in world.models.items():
        seat = Seat(business, _owner(model), "")
        for key in model.rows:
            found[business, key] = [structs.asdict(change) for change in world.store.history(seat, *key)]
    return found


def _owner(model: Any) -> str:
    return next(id for (table, id), row in model.rows.items() if table == "member" and row.value("role") == "owner")


def _lines(history: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps([entry[name] for name in _KEPT], sort_keys=True) for entry in history)


_KEPT = ("device", "n", "o", "member", "cell", "value", "stamp", "base", "won", "conflict")


def i6_nothing_unseen(world: "Judged") -> None:
    """Row state is the fold of the greatest stamps over history; every value acknowledged is current or in history;
    each concurrent overwrite makes exactly one conflict row."""
    histories = _histories(world)
    for (business, (table, id)), history in histories.items():
        model = world.models[business]
        expected = [entry for entry in model.history if (entry["table"], entry["row"]) == (table, id)]
        assert _lines(history) == _lines(expected), f"history of {(table, id)}"
        if TABLES[table].insert_only or table == "conflict":
            continue
        row = world.store.row(business, table, id)
        for cell, (value, stamp) in cells_of(row).items():
            written = [entry for entry in history if entry["cell"] == cell]
            greatest = max(written, key=lambda entry: entry["stamp"], default=None)
            if greatest and not stamp.endswith("-00000000"):
                assert (greatest["stamp"], greatest["value"]) == (stamp, value), f"{cell} of {(table, id)}"


def i6_refusals_are_told(world: "Judged") -> None:
    """Nothing silently lost: refused cells stay visible on their device with the reason."""
    for phone in world.phones:
        for _, op in phone.archive:
            refused = {refused.cell for refused in world.model(phone).ops.get(op["o"], ())}
            assert refused <= phone.refused.get(op["o"], set()), f"{phone.name} was not told what was refused of {op}"


def i7_ledger(world: "Judged") -> None:
    """Balances are equal on all devices and equal the sum of distinct payments; concurrent *mark as paid* pays once,
    concurrent reversal reverses once."""
    for business, model in world.models.items():
        whole = {phone.name: balances(phone.rows.values()) for phone in _whole_sight(world, business)}
        server = balances(world.rows_of(_whole_sight(world, business)[0].seat).values()) if whole else {}
        assert all(owed == server for owed in whole.values()), whole
        entries = [row for row in model.rows.values() if row.table == "payment"]
        reversed_ = Counter(row.value("reverses") for row in entries if row.value("kind") == "reversal")
        paid = Counter(
            row.value("booking") for row in entries if row.value("kind") == "payment" and row.id not in reversed_
        )
        assert all(times == 1 for times in paid.values()), f"paid more than once: {paid}"
        assert all(times == 1 for times in reversed_.values()), f"reversed more than once: {reversed_}"


def _whole_sight(world: "Judged", business: str) -> list[Any]:
    phones = [phone for phone in world.phones if phone.seat.business == business]
    return [phone for phone in phones if sight_of(world.model(phone).rows, phone.seat.member).role != "staff"]


def balances(rows: Iterable[wire.Row]) -> dict[str, int]:
    """What each client owes: completed bookings less payments and deposits, plus refunds, each with its reversals."""
    held = {(row.t, row.i): row.v for row in rows}
    owed: Counter[str] = Counter()
    for (table, _), v in held.items():
        if table == "booking" and v.get("client") and v.get("status") == "completed" and v.get("price"):
            owed[v["client"]] += v["price"]["amount"]
        if table == "payment" and v.get("client") and v.get("money"):
            entry = held.get(("payment", v.get("reverses")), {}) if v.get("kind") == "reversal" else v
            sign = {"payment": -1, "deposit": -1, "refund": 1}.get(entry.get("kind"), 0)
            owed[v["client"]] += (sign if entry is v else -sign) * v["money"]["amount"]
    return {client: amount for client, amount in owed.items() if amount}


def i8_deletes(world: "Judged") -> None:
    """Erased values are nowhere, and never return, also not from an archive or a backup."""
    everything = repr(_state(world, world.business)[0])
    for business, model in world.models.items():
        for phone in (phone for phone in world.phones if phone.seat.business == business):
            held = [*phone.rows, *((op["t"], op["i"]) for op in (*phone.outbox, *(op for _, op in phone.archive)))]
            assert not set(held) & set(world.journal[business]), f"{phone.name} keeps {set(held) & model.erased.keys()}"
            for op in (*phone.outbox, *(op for _, op in phone.archive)):
                if (op["t"], op["i"]) in phone.rows:
                    continue
                assert not set(hung_from(op["t"], op["v"].get)) & model.erased.keys(), f"{phone.name} keeps {op}"
        for word in world.erased_words(business):
            assert word not in everything, f"{word} was erased"


def i9_isolation(world: "World", seat: Seat, rows: Iterable[wire.Row]) -> None:
    """No message or snapshot of a business or outside a role's view reaches anyone else."""
    visible = view(world.models[seat.business].rows, seat.member)
    for row in rows:
        assert (row.t, row.i) in visible, f"{row} is out of sight"
        hidden = cells_of(row).keys() - visible[row.t, row.i].keys()
        assert row.t == "conflict" or not hidden, f"{hidden} of {row} is out of sight"


def i9_histories(world: "Judged") -> None:
    """No history of a business or outside a role's view reaches anyone else."""
    for phone in world.one_phone_each():
        rows = world.model(phone).rows
        sight, visible = sight_of(rows, phone.seat.member), view(rows, phone.seat.member)
        if sight.role != "staff" and phone.seat.business == world.business:
            continue
        for table, id in {key for model in world.models.values() for key in model.rows}:
            told = world.store.history(phone.seat, table, id)
            assert not told or (table, id) in visible, f"{phone.name} reads the history of {(table, id)}"
            assert all(sight.shows_cell(table, entry.cell) for entry in told)
            mine = {copy.member for copy in world.model(phone).devices.values()}
            assert all(entry.member in mine for entry in told), "a neighbour's history"


def i10_liveness(world: "Judged") -> None:
    """Once faults stop, every outbox drains and every cursor reaches head in a bounded number of rounds."""
    for phone in world.phones:
        assert not phone.outbox, f"{phone.name} cannot send {phone.outbox}"
        assert phone.cursor == world.store.head(phone.seat.business), f"{phone.name} is behind"
        assert not phone.arriving


def i11_restore(world: "Judged") -> None:
    """A server restored from any backup ends, after its devices reconnect, with every op of their archives and
    outboxes, each once."""
    for phone in world.phones:
        model, written = world.model(phone), Counter()
        for entry in model.history:
            written[entry["o"], entry["cell"]] += 1
        for _, op in phone.archive:
            key, refused = (op["t"], op["i"]), world.refused.get(op["o"], set())
            above = set(hung_from(op["t"], op["v"].get))
            if None in refused or key in model.erased or above & model.erased.keys():
                continue
            for cell in op["v"].keys() - refused:
                assert written[op["o"], cell] == 1, f"{op} is {written[op['o'], cell]} times in the history"


KEPT = 6
"""How many copies of a schedule are brought up to date at its end."""


def i4_paging(world: "World") -> None:
    """The law of paging: for every cursor c, the rows up to c and then those after c are all the rows."""
    living = [copy for copy in world.kept if not world.store.needs_reset(copy.seat, copy.cursor)]
    for copy in living[:: len(living) // KEPT + 1]:
        epoch, _ = world.store.state(copy.seat.business)
        if copy.epoch != epoch:
            continue
        at, scope = copy.cursor, world.store.scope(copy.seat.business, copy.seat.member)
        while frame := rows_after(world.store.db, scope, copy.cursor, 1_000):
            copy.receive_rows(frame)
        server = world.rows_of(copy.seat)
        differ = {key for key in {*copy.rows, *server} if copy.rows.get(key) != server.get(key)}
        assert not differ, f"{copy.name}, from {at} on, differs in {differ}"


def i15_snapshot(world: "Judged") -> None:
    """snapshot(s) + rows(> s) = rows(> 0)."""
    for phone in world.one_phone_each():
        server = world.rows_of(phone.seat)
        fresh = phone.clone("a fresh copy")
        fresh.receive_snapshot(world.store.snapshot(phone.seat).path.read_bytes())
        while frame := world.store.rows(phone.seat, fresh.cursor):
            fresh.receive_rows(frame)
        assert fresh.rows == server, f"for {phone.name} the snapshot differs in {fresh.rows.keys() ^ server.keys()}"


WHEN_SETTLED = (
    i10_liveness,
    i1_convergence,
    i5_clocks,
    i6_nothing_unseen,
    i6_refusals_are_told,
    i7_ledger,
    i8_deletes,
    i9_histories,
    i11_restore,
    i15_snapshot,
)
"""What holds whatever drives the phones."""
