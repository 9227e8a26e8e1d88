"""A server of its own on this machine: the real install at its real places, in a mount namespace that ends
with the tests. Nothing is left in /etc, /srv or /opt; the network is shared, so that readers get there."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.gate.settings import MEGABYTE, Settings
from tests.trees import ROOT

OVERLAID = ("etc", "opt", "home", "usr/local", "var/lib", "var/log")  # written on top of what is there
EMPTY = ("srv", "run")
SERVER_PYTHON = "/usr/bin/python3"
NAMES = ("-c", "user.name=编辑", "-c", "user.email=editor@example.invalid")
STOP = "kill $(cat {pid}) && while [ -e {pid} ]; do sleep 0.02; done"  # nginx takes its file along
PRIVATE = """
mkdir -p {upper} && mount -t tmpfs none {upper}
for name in {overlaid}; do
  mkdir -p {upper}/$name {upper}/work/$name
  mount -t overlay none -o lowerdir=/$name,upperdir={upper}/$name,workdir={upper}/work/$name /$name
done
for name in {empty}; do mount -t tmpfs none /$name; done
echo ready
exec sleep infinity >/dev/null
"""


@dataclass(frozen=True)
class Answer:
    """What the web server said. Names of headers in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def text(self) -> str:
        """The body as a reader sees it."""
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(port: int, path: str, method: str = "GET", source: str = "127.0.0.1", **headers: str) -> Answer:
    """Ask a web server on this machine, from any address of it. Underscores in headers' names are hyphens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, 30, source_address=(source, 0))
    with contextlib.closing(connection):
        connection.request(method, path, headers={n.replace("_", "-"): text for n, text in headers.items()})
        response = connection.getresponse()
        given = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, given, response.read())


def bare_settings(folder: Path, **other: Any) -> Settings:
    """A server's settings where no server is: its places lie in a folder."""
    given: dict[str, Any] = {
        "home": folder,
        "engines": Path("/usr"),
        "developers": "",
        "url": "http://127.0.0.1/",
    }
    given |= {"data": "data", "edition": "", "timezone": "Asia/Shanghai", "largest_site": MEGABYTE}
    return Settings(**given | other)


class Host:
    """The server: its own files, its own users, its own nginx."""

    home = Path("/srv/report-site")

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.first = self.again = ""  # what the two runs of the install said
        self.port = free_port()
        script = PRIVATE.format(upper=folder / "upper", overlaid=" ".join(OVERLAID), empty=" ".join(EMPTY))
        self.keeper = subprocess.Popen(
            ["unshare", "--mount", "--propagation", "private", "sh", "-euc", script],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.keeper.stdout is not None
        with self.keeper.stdout as printed:
            assert printed.readline() == "ready\n", "no mount namespace of its own"

    def run(
        self,
        *command: str,
        user: str = "root",
        cwd: Path | str = "/",
        offline: bool = False,
        given: str | None = None,
        **environment: str,
    ) -> subprocess.CompletedProcess[str]:
        """A command on the server, as one of its users, without the network if so asked."""
        return subprocess.run(
            self.inside(*command, user=user, offline=offline, cwd=cwd, **environment),
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )

    def inside(
        self,
        *command: str,
        user: str = "root",
        cwd: Path | str = "/",
        offline: bool = False,
        **environment: str,
    ) -> list[str]:
        """The command line that runs a command on the server."""
        home = "/root" if user == "root" else f"/home/{user}"
        clean = {
            "PATH": "/usr/local/bin:/usr/local/sbin:/usr/bin:/bin:/usr/sbin:/sbin",
            "HOME": home,
        } | environment
        entered = ["nsenter", f"--target={self.keeper.pid}", "--mount", f"--wd={cwd}"]
        alone = ["unshare", "--net"] if offline else []
        given = [f"{name}={value}" for name, value in clean.items()]
        as_user = [] if user == "root" else ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"]
        return [*entered, "env", "-i", *given, *alone, *as_user, *command]

    def install(self, wheelhouse: Path) -> None:
        """What an administrator does: settings, then the install; without a network, then again with one."""
        tree = self.folder / "tree"
        tree.mkdir()
        first_commit(tree)
        conf = (tree / "deploy" / "report-site.conf").read_text(encoding="utf-8")
        for old, new in (
            ("REPORT_URL=http://127.0.0.1/", f"REPORT_URL=http://127.0.0.1:{self.port}/"),
            ("REPORT_LISTEN=80", f"REPORT_LISTEN=127.0.0.1:{self.port}"),
            ("'127.0.0.0/8 ", "'127.0.0.1/32 "),
        ):
            assert old in conf
            conf = conf.replace(old, new)
        self.must("sh", "-c", "cat > /etc/report-site.conf", given=conf)
        self.first = self.must(str(tree / "deploy" / "install"), offline=True, WHEELHOUSE=str(wheelhouse))
        self.stop_web()  # it hears nobody in there
        self.again = self.must(str(tree / "deploy" / "install"))

    def add_person(self, name: str, groups: str) -> None:
        """Somebody with an account on the server."""
        self.must("useradd", "--create-home", "--groups", groups, name)

    def must(self, *command: str, **how: Any) -> str:
        """What a command prints that has to succeed."""
        done = self.run(*command, **how)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        return done.stdout

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask the web server."""
        return ask(self.port, path, method, **headers)

    def site(self) -> str:
        """A digest of every file that is live, with the name of the release."""
        listed = "cd -P /srv/report-site/current && pwd && find . -type f -exec sha256sum {} + | sort -k2"
        return self.must("sh", "-c", listed)

    def files(self) -> str:
        """The same of the pages and what goes with them, wherever they lie."""
        return "\n".join(line for line in self.site().splitlines() if "./site/" in line)

    def live_commit(self) -> str:
        return self.must("sh", "-c", "basename $(readlink /srv/report-site/current)").strip().split("-")[1]

    def kill(self, *words: str) -> None:
        """SIGKILL for the processes that have all of these words in their command line."""
        found = self.processes(*words)
        assert found, f"no process with {words}"
        for process in found:
            os.kill(process, signal.SIGKILL)

    def processes(self, *words: str) -> list[int]:
        """The processes that have all of these words in their command line."""
        found = []
        for process in filter(lambda path: path.name.isdigit(), Path("/proc").iterdir()):
            with contextlib.suppress(OSError):
                line = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
                if all(word in line for word in words):
                    found.append(int(process.name))
        return found

    def set(self, name: str, value: str) -> None:
        """Another setting of the server."""
        self.must("sed", "-i", f"s|^{name}=.*|{name}={value}|", "/etc/report-site.conf")

    def stop_web(self) -> None:
        """The web server goes, and has gone when this returns."""
        self.run("sh", "-c", STOP.format(pid="/run/nginx.pid"))

    def stop(self) -> None:
        """The web server goes, and with the keeper every file of the server."""
        self.stop_web()
        self.keeper.send_signal(signal.SIGKILL)
        self.keeper.wait()


class Clone:
    """Somebody's copy of the repository, in which they edit and from which they push."""

    def __init__(self, host: Host, user: str) -> None:
        place = host.folder / user
        place.mkdir(mode=0o755)
        host.must("chown", user, str(place))
        self.host, self.user, self.folder = host, user, place / "report"
        host.must("git", "clone", "--quiet", f"{host.home}/repo.git", str(self.folder), user=user)

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.host.run("git", *NAMES, *arguments, user=self.user, cwd=str(self.folder))

    def must(self, *arguments: str) -> str:
        done = self.git(*arguments)
        assert done.returncode == 0, (arguments, done.stderr)
        return done.stdout.strip()

    def write(self, name: str, content: str | bytes) -> None:
        """Put a file into the copy, as its owner."""
        path = self.folder / name
        done = subprocess.run(
            self.host.inside("sh", "-c", f"mkdir -p '{path.parent}' && cat > '{path}'", user=self.user),
            input=content.encode() if isinstance(content, str) else content,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        assert old in text, (name, old)
        self.write(name, text.replace(old, new, 1))

    def commit(self, message: str = "改动") -> str:
        """Commit everything; the digits of the commit."""
        self.must("add", "--all")
        self.must("commit", "--quiet", "--message", message)
        return self.must("rev-parse", "HEAD")

    def pushing(self) -> subprocess.Popen[str]:
        """A push under way, what it says line by line on its standard error."""
        command = self.host.inside(
            "git", *NAMES, "push", "origin", "HEAD:main", user=self.user, cwd=str(self.folder)
        )
        return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)

    def push(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.git("push", *(arguments or ("origin", "HEAD:main")))

    def reset(self) -> None:
        """Back to what the server has."""
        self.must("fetch", "--quiet", "origin")
        self.must("reset", "--quiet", "--hard", "origin/main")
        self.must("clean", "--quiet", "-fd")


def first_commit(folder: Path) -> Path:
    """The tree as it stands, uncommitted changes included, as a repository with one commit."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard", "-z"],
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    for arguments in (("init", "-q", "-b", "main"), ("add", "-A"), (*NAMES, "commit", "-qm", "第一版")):
        subprocess.run(
            ["git", "-C", str(folder), *arguments], check=True, env={**os.environ, "GIT_CONFIG_NOSYSTEM": "1"}
        )
    return folder


def stored_wheels(folder: Path) -> Path:
    """Everything that the server needs from the outside, in a folder."""
    command = [ROOT / "deploy" / "wheelhouse", folder]
    environment = {**os.environ, "PYTHON": SERVER_PYTHON}
    stored = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert stored.returncode == 0, stored.stderr
    return folder


@contextlib.contextmanager
def serving_host(wheelhouse: Path) -> Iterator[Host]:
    """A server that is set up and serves its first release."""
    with tempfile.TemporaryDirectory(prefix="report-site-") as folder:
        Path(folder).chmod(0o755)  # the server's users have to get at their clones
        server = Host(Path(folder))
        try:
            server.install(wheelhouse)
            yield server
        finally:
            server.stop()
