"""Scenes: things that a server does to its disk, and what must hold of it afterwards wherever they ended."""

from tests.faults.scenes.edits import Erasure, Pushes
from tests.faults.scenes.people import Revocation, Upload
from tests.faults.scenes.scene import Scene
from tests.faults.scenes.stores import Backup, FirstStart, Migration, Restore, SnapshotMade

SCENES: dict[str, Scene] = {
    "pushes": Pushes(),
    "erasure": Erasure(),
    "snapshot": SnapshotMade(),
    "backup": Backup(),
    "restore": Restore(),
    "migration": Migration(),
    "first start": FirstStart(),
    "upload": Upload(),
    "revocation": Revocation(),
}
