"""What is counted of the server's work, for whoever wants to know how it fares: numbers alone, of nobody in particular.

A `Meter` counts nothing; the server puts one in its place that does, when metrics are asked for. Every method is
called by greenlets of the server or threads of a command, never by the writer's own thread, and must not wait.
"""

from collections.abc import Iterable


class Meter:
    """Takes no notice of anything."""

    def connected(self, change: int) -> None:
        """A device connected (1) or left (-1)."""

    def sending(self, change: int) -> None:
        """A frame is on its way to a device (1), or was taken by it or given up (-1)."""

    def pushed(self, seconds: float, ops: int, conflicts: int) -> None:
        """A push was answered: how long it took, its ops, and the conflicts it made."""

    def refused(self, codes: Iterable[str]) -> None:
        """Something was refused: the wire's code for each op, cell or push."""

    def committed(self, seconds: float) -> None:
        """A transaction became durable: how long its COMMIT took."""

    def sent(self, rows: int) -> None:
        """Rows went to a device, or word of rows that are gone."""

    def snapshot(self, seconds: float) -> None:
        """A snapshot was encoded: how long it took."""
