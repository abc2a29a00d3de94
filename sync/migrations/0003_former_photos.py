"""A photo that a card showed before is found by its name, so that no erasure takes it while it can be brought back."""

from peewee import Database
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the index: of the cells that hold photos alone, so that no other edit writes to it."""
    db.execute_sql('CREATE INDEX "history_photo" ON "history" ("business", "value") WHERE "cell" = \'photo\'')
