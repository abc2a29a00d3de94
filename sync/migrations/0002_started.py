"""A booking says when the work on it was started."""

from peewee import BigIntegerField, Database
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the column, empty."""
    migrator.migrate(migrator.add_column("booking", "started", BigIntegerField(null=True)))
