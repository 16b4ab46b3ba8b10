"""Who is answered: nobody who came by a foreign name or from a foreign page, over HTTP and websocket alike."""

import base64
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from ui.hosts import hosts, is_answered

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(
    ("host", "origin", "answered", "why"),
    [
        (["127.0.0.1:8501"], [], True, "address"),
        (["localhost"], [], True, "no port"),
        (["LocalHost.:8501"], [], True, "capitals and the dot at the end mean the same"),
        (["[::1]:8501"], ["http://[::1]:8501"], True, "IPv6"),
        (["127.0.0.1:8501"], ["http://127.0.0.1:8501"], True, "its own page"),
        (["viva.example"], ["https://viva.example"], True, "named, behind a proxy that speaks TLS"),
        (["10.0.0.5:80"], [], True, "named address"),
        (["[fd00::5]:80"], [], True, "named IPv6 address"),
        (["evil.example"], [], False, "foreign"),
        (["evil.example:8501"], ["http://evil.example:8501"], False, "foreign, with its own page"),
        (["127.0.0.1.evil.example"], [], False, "begins like ours"),
        (["evil.example#127.0.0.1"], [], False, "fragment"),
        (["evil.example@127.0.0.1"], [], False, "user"),
        (["127.0.0.1:8501", "evil.example"], [], False, "two hosts"),
        ([], [], False, "no host"),
        ([""], [], False, "empty"),
        (["[::1"], [], False, "broken"),
        (["127.0.0.1:8501"], ["http://evil.example"], False, "foreign page"),
        (["127.0.0.1:8501"], ["http://127.0.0.1:3000"], False, "another program's page on this machine"),
        (["127.0.0.1:8501"], ["http://localhost:8501"], False, "page of another name"),
        (["127.0.0.1:8501"], ["null"], False, "page without an origin"),
        (["127.0.0.1:8501"], [""], False, "empty origin"),
        (["127.0.0.1:8501"], ["http://[::1"], False, "broken origin"),
        (["127.0.0.1:8501"], ["http://127.0.0.1:8501", "http://evil.example"], False, "two origins"),
    ],
)
def test_who_is_answered(host, origin, answered, why):
    known = hosts({"VIVA_HOSTS": "viva.example, 10.0.0.5,[fd00::5]"})
    assert is_answered(known, host, origin) is answered, why


def test_only_this_machine_unless_more_is_named():
    assert hosts({}) == hosts({"VIVA_HOSTS": " , "}) == {"127.0.0.1", "localhost", "::1"}


class Served:
    """The app as `streamlit run` serves it, on loopback."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        env = {**os.environ, "VIVA_DATA": str(folder / "data"), "VIVA_HOSTS": "viva.example", "OMP_NUM_THREADS": "1"}
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)

    def wait(self) -> None:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.2)
        pytest.fail(f"the server does not answer:\n{self.log.read_text()}", pytrace=False)

    def status(self, path: str, **headers: str) -> int:
        """Return the status that is answered to one request, sent as it stands here."""
        lines = [f"GET {path} HTTP/1.1", *(f"{k.replace('_', '-')}: {v}" for k, v in headers.items()), "", ""]
        with socket.create_connection(("127.0.0.1", self.port), 30) as connection:
            connection.settimeout(30)
            connection.sendall("\r\n".join(lines).encode())
            return int(connection.recv(64).split()[1])


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    made = Served(tmp_path_factory.mktemp("hosts"))
    made.wait()
    yield made
    made.process.send_signal(signal.SIGKILL)
    made.process.wait(30)


UPGRADE = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec_WebSocket_Version": "13",
    "Sec_WebSocket_Key": base64.b64encode(b"sixteen bytes...").decode(),
}


@pytest.mark.parametrize(
    ("host", "origin", "answered"),
    [
        ("127.0.0.1:PORT", "", True),
        ("127.0.0.1:PORT", "http://127.0.0.1:PORT", True),
        ("localhost:PORT", "http://localhost:PORT", True),
        ("[::1]:PORT", "http://[::1]:PORT", True),
        ("viva.example", "https://viva.example", True),
        ("evil.example", "", False),
        ("evil.example:PORT", "http://evil.example:PORT", False),
        ("127.0.0.1:PORT", "http://evil.example", False),
        ("127.0.0.1:PORT", "http://127.0.0.1:1", False),
        ("127.0.0.1:PORT", "null", False),
    ],
)
def test_a_running_server(served, host, origin, answered):
    sent = {"Host": host.replace("PORT", str(served.port))}
    if origin:
        sent["Origin"] = origin.replace("PORT", str(served.port))
    for path in ("/", "/_stcore/health", "/_stcore/host-config", "/review"):
        assert served.status(path, **sent, Connection="close") == (200 if answered else 403), path
    assert served.status("/_stcore/stream", **sent, **UPGRADE) == (101 if answered else 403)


def test_a_page_may_load_nothing_from_elsewhere(served):
    host = f"127.0.0.1:{served.port}"
    with urllib.request.urlopen(f"http://{host}/", timeout=30) as answer:
        (policy,) = answer.headers.get_all("Content-Security-Policy")
    assert policy.startswith("default-src 'self' data: blob:") and f"ws://{host}" in policy
    assert "*" not in policy and "http" not in policy


def test_nobody_is_asked_for_this_machines_address(served):
    """Streamlit looks it up to print it, and again for a foreign origin."""
    served.status("/_stcore/stream", Host=f"127.0.0.1:{served.port}", Origin="http://evil.example", **UPGRADE)
    assert served.status("/", Host="127.0.0.1", Connection="close") == 200
    log = served.log.read_text()
    assert f"http://127.0.0.1:{served.port}" in log
    assert "external IP" not in log and "External URL" not in log and "Network URL" not in log
