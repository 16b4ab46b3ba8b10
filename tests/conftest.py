"""What many tests need: no network, a data folder of their own, Chromium, PostgreSQL."""

import contextlib
import getpass
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

OFFLINE = Path(__file__).parent / "offline"
TEST_MODEL = os.environ.get("VIVA_TEST_MODEL", "")
"""A model for the tests marked `llm`, as VIVA_MODEL would name it; they alone may use the network."""
CHROMIUM_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking")


def pytest_configure(config: pytest.Config) -> None:
    """Cut the network, and forget the settings of whoever runs the tests."""
    for name in ("CONTENT", "DATA", "DATABASE_URL", "ENCODER", "HOSTS", "MODEL", "READ_ONLY"):
        os.environ.pop(f"VIVA_{name}", None)
    if not TEST_MODEL:
        import tests.offline.sitecustomize  # noqa: F401

        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(OFFLINE), os.environ.get("PYTHONPATH")]))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the tests that talk to a model unless one is named."""
    for item in items:
        if item.get_closest_marker("llm") and not TEST_MODEL:
            item.add_marker(pytest.mark.skip(reason="no language model: name one with VIVA_TEST_MODEL=provider:model"))


def missing(reason: str, required_by: str) -> NoReturn:
    """Skip for the reason given, or fail when the environment variable `required_by` is 1."""
    if os.environ.get(required_by) == "1":
        pytest.fail(f"{reason} ({required_by}=1 requires it)", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(autouse=True, scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep tests that set no VIVA_DATA of their own away from the checkout."""
    folder = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIVA_DATA", str(folder))
        yield folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium."""
    named = os.environ.get("VIVA_CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found or not Path(found).exists():
        missing(
            f"no Chromium at {named or '/usr/bin/chromium'}: install it, or set VIVA_CHROMIUM", "VIVA_REQUIRE_BROWSER"
        )
    return found


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Run a PostgreSQL server on a socket in a temporary folder, and give its URL."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    initdb = str(debian[-1]) if debian else shutil.which("initdb")
    if not initdb:
        missing("no PostgreSQL: install Debian's package postgresql", "VIVA_REQUIRE_POSTGRES")
    # PostgreSQL refuses to run as root. The folder is not pytest's, because those are closed to other users.
    user = "postgres" if os.geteuid() == 0 else getpass.getuser()
    as_user = {"user": user, "group": user, "extra_groups": []} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="viva-postgres-"))
    folder.chmod(0o755)
    data = folder / "data"
    data.mkdir(mode=0o700)
    if as_user:
        shutil.chown(folder, user)
        shutil.chown(data, user)
    common = {"cwd": folder, "env": {"LC_ALL": "C", "PATH": os.environ["PATH"]}, **as_user}
    make = [initdb, "-D", str(data), "-U", "viva", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(make, check=True, capture_output=True, **common)
    serve = [str(Path(initdb).with_name("postgres")), "-F", "-D", str(data), "-k", str(folder), "-h", ""]
    with (folder / "log").open("w") as log, subprocess.Popen(serve, stdout=log, stderr=log, **common) as server:
        try:
            _wait_for_postgres(folder)
            yield f"postgresql://viva@/postgres?host={folder}"
        finally:
            server.send_signal(signal.SIGQUIT)  # "immediate": the data is thrown away
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(20)
            server.kill()
    shutil.rmtree(folder, ignore_errors=True)


def _wait_for_postgres(folder: Path) -> None:
    import psycopg

    for attempt in itertools.count():
        try:
            psycopg.connect(host=str(folder), user="viva", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            if attempt == 100:
                pytest.fail(f"PostgreSQL does not answer:\n{(folder / 'log').read_text()}", pytrace=False)
            time.sleep(0.2)


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """URL of an empty PostgreSQL database, emptied again for the next test."""
    import psycopg

    with psycopg.connect(postgres_server, autocommit=True) as db:
        db.execute("DROP SCHEMA public CASCADE")
        db.execute("CREATE SCHEMA public")
    return postgres_server
