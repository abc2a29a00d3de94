"""Tries what stands in this folder for real: `python deploy/try_caddy.py` (Caddy on PATH, Fichero installed).

Caddy, with the Caddyfile and a certificate of its own making, in front of `fichero serve` on a fresh folder: signs in
over https, says hello over a WebSocket, has an edit acknowledged and hears of it, and restarts the server behind it.
"""

import json
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path

from websockets.sync.client import connect

from sync.stamp import random_name

HERE = Path(__file__).parent
PATIENCE = 30


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def serve(stack: ExitStack, environ: dict[str, str]) -> subprocess.Popen:
    """`fichero serve`, ready."""
    line = [sys.executable, "-m", "server", "serve"]
    server = stack.enter_context(subprocess.Popen(line, env=environ, stdout=subprocess.PIPE, text=True))
    stack.callback(server.kill)
    for said in server.stdout:
        if said.startswith("listening on"):
            return server
    raise SystemExit("Fichero did not start")


def main() -> None:
    """Raises whatever does not work."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fichero-caddy-")))
        port, upstream = free_port(), free_port()
        site = f"https://localhost:{port}"
        environ = os.environ | {"FICHERO_DATA": str(folder / "data"), "FICHERO_ADDRESS": site}
        environ |= {"FICHERO_PORT": str(upstream), "FICHERO_SITE": site, "XDG_DATA_HOME": str(folder)}
        environ |= {"FICHERO_UPSTREAM": f"localhost:{upstream}"}
        server = serve(stack, environ)
        # This machine is not to trust Caddy's authority for good.
        wrapped = folder / "Caddyfile"
        wrapped.write_text(f"{{\nskip_install_trust\nadmin off\nhttp_port {free_port()}\n}}\nimport {HERE}/Caddyfile\n")
        caddy = subprocess.Popen(
            ["caddy", "run", "--config", wrapped, "--adapter", "caddyfile"], env=environ, stderr=subprocess.DEVNULL
        )
        stack.callback(caddy.wait)
        stack.callback(caddy.kill)
        root = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
        until(root.exists, "Caddy has no authority")
        trust = ssl.create_default_context(cafile=root)

        def ask(method: str, path: str, body: object = None, cookie: str = ""):
            head = {"Origin": site, "Cookie": cookie}
            content = None if body is None else json.dumps(body).encode()
            return urllib.request.urlopen(
                urllib.request.Request(site + path, content, head, method=method), timeout=PATIENCE, context=trust
            )

        until(lambda: ask("GET", "/readyz").status == 200, "nothing came through")
        invited = [sys.executable, "-m", "server", "invite", "olga@example.com", "--role", "owner"]
        link = subprocess.run(invited, env=environ, capture_output=True, text=True, check=True).stdout.strip()
        assert link.startswith(site + "/join#"), link
        signed = ask("POST", "/session", {"token": link.split("#")[1], "label": "van phone"})
        cookie, said = signed.headers["Set-Cookie"].split(";")[0], json.load(signed)
        assert cookie.startswith("__Host-"), cookie
        print("signed in over https")

        def phone():
            line = connect(
                site.replace("https", "wss") + "/sync", ssl=trust, origin=site, subprotocols=["fichero.sync.1"],
                additional_headers={"Cookie": cookie}, open_timeout=PATIENCE, legacy=True,
            )  # fmt: skip
            stack.callback(line.close)
            hello = {"device": said["device"], "epoch": "", "cursor": 0, "schema": 1, "now": 0}
            line.send(json.dumps({"type": "hello"} | hello))
            return line, json.loads(line.recv(PATIENCE))

        line, welcome = phone()
        rows = json.loads(line.recv(PATIENCE))
        line.send(json.dumps({"type": "got", "cursor": rows["to"]}))
        op = {"n": 1, "o": random_name(12), "w": 0, "t": "client", "i": "01900000-0000-7000-8000-000000000001"}
        push = {"device": said["device"], "epoch": welcome["epoch"], "now": 0, "ops": [op | {"v": {"name": "Rosa"}}]}
        line.send(json.dumps({"type": "push"} | push))
        heard = {each["type"] for each in (json.loads(line.recv(PATIENCE)) for _ in range(2))}
        assert heard == {"ack", "rows"}, heard
        print("an edit was acknowledged, and its row came, over a WebSocket through Caddy")
        server.terminate()
        assert server.wait(PATIENCE) == 0
        serve(stack, environ)
        assert ask("GET", "/session", cookie=cookie).status == 200
        _, welcome = phone()
        assert welcome["n"] == 1, welcome
        print("after a restart behind it, the same session goes on where it stood")


def until(true, wrong: str) -> None:
    """Wait for something."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            if true():
                return
        except OSError:
            pass
        if time.monotonic() > end:
            raise SystemExit(wrong)
        time.sleep(0.1)


if __name__ == "__main__":
    main()
