"""The stage: a process under `disk.c` that has loaded everything once, and plays each scene in a child of its own.

It reads one JSON object a line, `{"scene", "folder", "plan", "record", "cast"}`, and answers with one:
`{"said": […], "code"}`, where code is the exit code, or minus the signal that ended the child.
"""

import ctypes
import json
import os
import resource
import sys
import traceback
from pathlib import Path
from typing import Any

from tests.faults.scenes import SCENES

_disk = ctypes.CDLL(None)


def main() -> None:
    """Play until there is no more to read."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin:
        asked = json.loads(line)
        hears, tells = os.pipe()
        child = os.fork()
        if not child:
            os.close(hears)
            play(asked, tells)
        os.close(tells)
        with open(hears, "rb") as heard:
            said = [json.loads(each) for each in heard.read().split(b"\n")[:-1]]
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(json.dumps({"said": said, "code": code}), flush=True)


def play(asked: dict[str, Any], tells: int) -> None:
    """One scene; what it says is heard even when it dies right after. Does not return."""

    def say(what: Any) -> None:
        text = json.dumps(what).encode()
        _disk.disk_mark(text)
        os.write(tells, text + b"\n")

    code = 1
    try:
        os.environ |= {"DISK_FOLDER": asked["folder"], "DISK_PLAN": asked["plan"]}
        if asked["record"]:
            os.environ["DISK_RECORD"] = asked["record"]
        _disk.disk_begin()
        SCENES[asked["scene"]].play(Path(asked["folder"]), asked["cast"], say)
        code = 0
    except BaseException:  # noqa: BLE001 - told to whoever reads the test's output
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
