"""schemathesis asks every route for what the description allows, and for what it does not: answers are as described.

`python -m tests.hostile.described`, part of `make soak`, asks at length: FICHERO_ASKED (300) tells how many requests of
each kind a route gets beside the bounds of what is described, FICHERO_SEED which, random by default.
"""

import hashlib
import os
import secrets
import tempfile
from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis import checks as all_checks
from schemathesis.specs.openapi import checks as openapi_checks

from server.security import cookie_name
from sync.tables import TABLES
from tests.server.office import Browser, Office, row_id

PHOTO = b"\xff\xd8\xff\xe0 a made-up photo"
CHECKS = [
    all_checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.negative_data_rejection,
    openapi_checks.missing_required_header,
]
"""Not whether other methods are refused by 405: GET is answered by the app at every path, and strange pages get 403."""


class Asker:
    """An owner's browser at a made-up office, and what there is for it to ask about; `answers` counts by status."""

    def __init__(self, folder: Path):
        self.office = Office(folder)
        self.answers: Counter[tuple[str, int]] = Counter()
        self.browser: Browser = self.office.signed_in()
        self.epoch = self.office.epoch(self.browser)
        self.client, self.name = row_id(), hashlib.sha256(PHOTO).hexdigest()
        cells = {"name": "Ada Invented", "photo": self.name}
        self.browser.push(self.epoch, [self.browser.op("client", self.client, cells)])
        self.browser.put("/files/" + self.name, PHOTO)
        described = self.browser.get("/openapi.json").json
        self.schema = schemathesis.openapi.from_dict(described)
        self.schema.app = self.office.app

    def known(self, pick: Callable[[st.SearchStrategy], object], case: Case) -> None:
        """Put what there is in the place of half of what a valid request makes up."""
        there = {
            "device": self.browser.device, "table": pick(st.sampled_from(sorted(TABLES))), "row": self.client,
            "epoch": self.epoch, "name": self.name, "member": self.office.owner, "cursor": 0,
        }  # fmt: skip
        for part in (case.path_parameters, case.query, case.body):
            if isinstance(part, dict):
                for key in part.keys() & there.keys():
                    if pick(st.booleans()):
                        part[key] = there[key]
        if isinstance(case.body, dict) and "token" in case.body and pick(st.booleans()):
            case.body["token"] = self.office.link()

    def ask(self, case: Case) -> None:
        """Send it and judge the answer. Raises schemathesis's failures, which say how to send it again."""
        for limiter in self.office.app.extensions["limiter"]:
            limiter.reset()
        name = cookie_name(self.office.config)
        case.cookies = {name: self.browser.client.get_cookie(name).value}
        status = case.call_and_validate(checks=CHECKS).status_code
        self.answers[case.operation.label, status] += 1
        if case.method == "DELETE" and status == 204:
            # It signed out whoever asks.
            self.browser = self.office.signed_in()

    def fuzz(self, first: int, count: int, each: int = 1) -> None:
        """So many valid requests and as many others of every route, and each so-manieth bound of what is described."""
        for found in self.schema.get_all_operations():
            operation = found.ok()
            self._give(operation, GenerationMode.POSITIVE, first, count)
            # Any text is a valid part of a path.
            if operation.query or operation.headers:
                self._give(operation, GenerationMode.NEGATIVE, first, count)
            generation = self.schema.config.generation_for(operation=operation)
            modes = list(GenerationMode)
            bounds = self.schema.iter_coverage_cases(operation, generation_modes=modes, generation_config=generation)
            for case in islice(bounds, 0, None, each):
                self.ask(case)

    def _give(self, operation: APIOperation, mode: GenerationMode, first: int, count: int) -> None:
        @seed(first)
        @settings(
            max_examples=count, deadline=None, database=None, phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck), print_blob=False,
        )  # fmt: skip
        @given(operation.as_strategy(generation_mode=mode), st.data())
        def run(case: Case, data: st.DataObject) -> None:
            if mode is GenerationMode.POSITIVE:
                self.known(data.draw, case)
            self.ask(case)

        run()


def main() -> None:
    """Ask at length."""
    count = int(os.environ.get("FICHERO_ASKED", "300"))
    first = int(os.environ.get("FICHERO_SEED", secrets.randbelow(2**31)))
    again = f"FICHERO_SEED={first} FICHERO_ASKED={count} python -m tests.hostile.described"
    print(f"to ask these again: {again}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        asker = Asker(Path(folder) / "office")
        asker.fuzz(first, count)
        asker.office.store.close()
    print(f"{asker.answers.total()} requests were answered as described")


if __name__ == "__main__":
    main()
