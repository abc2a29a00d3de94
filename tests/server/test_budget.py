"""What a phone downloads before it can work: budgets of the built scripts, as they travel, after brotli."""

from pathlib import Path

from server.built import STATIC, build_list

KB = 1024
FIRST_SCREEN = 40 * KB
WHOLE_APP = 90 * KB


def weights(addresses: list[str]) -> dict[str, int]:
    """Bytes of each script after brotli, the heaviest first."""
    names = [address.rsplit("/", 1)[1] for address in addresses if address.endswith(".js")]
    sizes = {name: (STATIC / f"{name}.br").stat().st_size for name in names}
    return dict(sorted(sizes.items(), key=lambda each: -each[1]))


def told(what: str, sizes: dict[str, int], budget: int) -> str:
    """Why a budget is broken, script by script."""
    over = sum(sizes.values()) - budget
    lines = [f"  {size / KB:6.1f} KB  {name}: {_made_of(STATIC / name)}" for name, size in sizes.items()]
    return "\n".join([f"{what} is {over} bytes over {budget // KB} KB:", *lines])


def _made_of(script: Path) -> str:
    return ", ".join(build_list()["parts"][script.name])


def test_the_first_screen_stays_small() -> None:
    built = build_list()
    sizes = weights([built["script"], *built["before"]])
    assert sum(sizes.values()) <= FIRST_SCREEN, told("the first screen", sizes, FIRST_SCREEN)


def test_the_whole_app_stays_small() -> None:
    sizes = weights(build_list()["files"])
    assert sum(sizes.values()) <= WHOLE_APP, told("the whole app", sizes, WHOLE_APP)
