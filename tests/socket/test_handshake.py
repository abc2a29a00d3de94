"""What is refused before a WebSocket is opened, and what is never agreed on."""

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.socket.raw import CLOSE, ORIGIN, Raw


def test_a_good_handshake_is_accepted_and_names_the_subprotocol(port):
    with Raw(port) as client:
        assert client.answer.status == 101
        assert client.answer.headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
        assert client.answer.headers["sec-websocket-protocol"] == "fichero.sync.1"


def test_an_independent_client_talks(port):
    headers = {"Cookie": "who=me"}
    with connect(
        f"ws://127.0.0.1:{port}/sync", origin=ORIGIN, subprotocols=["fichero.sync.1"], additional_headers=headers
    ) as client:
        client.send("echo")
        client.send("¿Qué tal, Тоби?")
        assert client.recv(10) == "¿Qué tal, Тоби?"
        assert client.subprotocol == "fichero.sync.1"
        assert client.protocol.extensions == []


def test_compression_is_never_agreed_on(port):
    with Raw(port, {"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"}) as client:
        assert client.answer.status == 101
        assert "sec-websocket-extensions" not in client.answer.headers


def test_a_compressed_frame_is_a_fault_and_not_unpacked(port):
    with Raw(port, {"Sec-WebSocket-Extensions": "permessage-deflate"}) as client:
        client.send(b"\x00" * 1000, rsv=4)
        assert client.closed() == 1002


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"Origin": "http://evil.test"}, 403),
        ({"Origin": ORIGIN + ".evil.test"}, 403),
        ({"Origin": ORIGIN + ":80"}, 403),
        ({"Origin": "https://fichero.test"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": None}, 403),
        ({"Cookie": None}, 401),
        ({"Cookie": "who=someone"}, 401),
        ({"Sec-WebSocket-Key": None}, 400),
        ({"Sec-WebSocket-Key": ""}, 400),
        ({"Sec-WebSocket-Key": "not base64 at all!"}, 400),
        ({"Sec-WebSocket-Key": "c2hvcnQ="}, 400),
        ({"Sec-WebSocket-Version": None}, 400),
        ({"Sec-WebSocket-Version": "8"}, 400),
        ({"Sec-WebSocket-Protocol": None}, 400),
        ({"Sec-WebSocket-Protocol": "fichero.sync.2"}, 400),
    ],
)
def test_a_bad_handshake_is_refused_as_plain_http(port, change, status):
    with Raw(port, change) as client:
        assert client.answer.status == status
        assert client.answer.headers["content-type"] == "application/json"


def test_headers_of_any_size_and_alphabet_do_no_harm(port):
    noise = {f"X-Noise-{i}": "é" * 7000 for i in range(6)}
    with Raw(port, noise | {"Host": "strange host"}) as client:
        assert client.answer.status == 101
        client.send(b"nap 0")
        assert client.receive() == (1, b"awake")
        assert client.receive()[0] == CLOSE


def test_the_subprotocol_is_found_among_others(port):
    with Raw(port, {"Sec-WebSocket-Protocol": "chat, fichero.sync.1"}) as client:
        assert client.answer.headers["sec-websocket-protocol"] == "fichero.sync.1"


def test_the_independent_client_sees_the_refusal(port):
    with pytest.raises(InvalidStatus) as refused:
        connect(f"ws://127.0.0.1:{port}/sync", origin="http://evil.test", subprotocols=["fichero.sync.1"])
    assert refused.value.response.status_code == 403
