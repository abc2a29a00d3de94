"""The app's types are those of the tables as described."""

from sync import typescript


def test_generated_types_are_fresh():
    assert typescript.TARGET.read_text("utf-8") == typescript.source(), "run: python -m sync.typescript"
