"""A sample of spoilt frames: for the store on both engines, and for the real server beside an honest phone."""

import json
import os
import random
import secrets
from pathlib import Path

from sync.wire import CODES
from tests.hostile.frames import spoilt, valid
from tests.hostile.fuzz import Target, fuzz
from tests.hostile.rig import Rig, work
from tests.socket.phone import Phone
from tests.socket.raw import BINARY, CLOSE, PING, TEXT

SEED = int(os.environ.get("FICHERO_SEED", secrets.randbelow(2**31)))
ANSWERS = {"welcome", "ack", "rows", "forked", "gap", "fork", "reset", "error"}


def test_spoilt_frames_are_answered_in_the_protocols_words(database: str, tmp_path: Path) -> None:
    target = Target(database, tmp_path)
    answers = fuzz(target, SEED, 400)
    target.store.close()
    assert answers["bad-message"] and answers["Ack"] and target.taken


def test_spoilt_frames_over_real_sockets_end_no_conversation(rig: Rig, honest: Phone) -> None:
    print(f"FICHERO_SEED={SEED}")
    raw = rig.raw()
    rig.hello(raw)
    for seed in range(SEED, SEED + 150):
        dice = random.Random(seed)
        frame = spoilt(dice, valid(dice, rig.device, honest.epoch, 1))
        try:
            frame.decode()
        except UnicodeDecodeError:
            continue
        if dice.random() < 0.2:
            cut = len(frame.decode()[: len(frame) // 2].encode())
            raw.send(frame[:cut], TEXT, fin=False)
            raw.send(b"between", PING)
            raw.send(frame[cut:], 0)
        else:
            raw.send(frame, BINARY if dice.random() < 0.05 else TEXT)
    raw.send(b'{"type":"got","cursor":-1}')
    while True:
        opcode, payload = raw.receive()
        assert opcode != CLOSE, payload
        if opcode != TEXT:
            continue
        said = json.loads(payload)
        assert said["type"] in ANSWERS and said.get("code", CODES[0]) in CODES
        if "$.cursor" in said.get("text", "") and "between" in said["text"]:
            break
    raw.socket.close()
    work(honest)
