"""A sample of what schemathesis asks: every answer is as the description says, and none is a fault."""

from pathlib import Path

from tests.hostile.described import Asker


def test_every_route_answers_as_it_is_described(tmp_path: Path) -> None:
    asker = Asker(tmp_path / "office")
    asker.fuzz(1, count=1, each=3)
    asker.office.store.close()
    assert {label for label, _ in asker.answers} == {found.ok().label for found in asker.schema.get_all_operations()}
    assert {200, 204, 400, 403, 404} <= {status for _, status in asker.answers}
