"""One server for all tests of publishing, set up as its administrator would."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.host import Clone, Host, first_commit
from tests.trees import ROOT

SERVER_PYTHON = "/usr/bin/python3"
PEOPLE = {"editor": "report-editors", "developer": "report-editors,report-developers"}


@pytest.fixture(scope="session")
def wheelhouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that the server needs from the outside, in a folder."""
    folder = tmp_path_factory.mktemp("wheelhouse")
    command = [ROOT / "deploy" / "wheelhouse", folder]
    environment = {**os.environ, "PYTHON": SERVER_PYTHON}
    stored = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert stored.returncode == 0, stored.stderr
    return folder


@pytest.fixture(scope="session")
def host(wheelhouse: Path) -> Iterator[Host]:
    """The server, installed without a network; its web server was started again with one."""
    if os.getuid() != 0 and not os.environ.get("CI"):
        pytest.skip("发布的测试要以 root 运行")
    with tempfile.TemporaryDirectory(prefix="report-site-") as folder:
        Path(folder).chmod(0o755)  # the server's users have to get at their clones
        server = Host(Path(folder))
        try:
            _set_up(server, wheelhouse)
            yield server
        finally:
            server.stop()


def _set_up(server: Host, wheelhouse: Path) -> None:
    tree = server.folder / "tree"
    tree.mkdir()
    first_commit(tree)
    conf = (tree / "deploy" / "report-site.conf").read_text(encoding="utf-8")
    for old, new in (
        ("REPORT_URL=http://127.0.0.1/", f"REPORT_URL=http://127.0.0.1:{server.port}/"),
        ("REPORT_LISTEN=80", f"REPORT_LISTEN=127.0.0.1:{server.port}"),
        ("'127.0.0.0/8 ", "'127.0.0.1/32 "),
    ):
        assert old in conf
        conf = conf.replace(old, new)
    server.must("sh", "-c", "cat > /etc/report-site.conf", given=conf)
    server.first = server.must(str(tree / "deploy" / "install"), offline=True, WHEELHOUSE=str(wheelhouse))
    server.stop_web()  # it hears nobody there
    server.again = server.must(str(tree / "deploy" / "install"), offline=False)
    for name, groups in PEOPLE.items():
        server.must("useradd", "--create-home", "--groups", groups, name)


@pytest.fixture(scope="session")
def clones(host: Host) -> dict[str, Clone]:
    """What each person works in."""
    found = {}
    for name in PEOPLE:
        place = host.folder / name
        place.mkdir(mode=0o755)
        host.must("chown", name, str(place))
        found[name] = Clone(host, name, place / "report")
    return found


@pytest.fixture
def editor(clones: dict[str, Clone]) -> Clone:
    """An editor's copy, as the server has it."""
    clones["editor"].reset()
    return clones["editor"]


@pytest.fixture
def developer(clones: dict[str, Clone]) -> Clone:
    """A developer's copy, as the server has it."""
    clones["developer"].reset()
    return clones["developer"]
