"""Runs what a push brings in a cage: no network, nobody's rights, nothing to write but its own memory.

The build writes into memory of a fixed size and hands its files over as one archive, so that it can neither
fill the disk nor leave anything behind. Its own memory is bounded for each process, not for all of them.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.gate.settings import MEGABYTE, Settings

TREE, OUT = "/tree", "/out"
NOBODY = "65534"
TOO_LATE = 124
PROCESSES = 256


@dataclass(frozen=True)
class Done:
    """How a command in the cage ended: its exit code, what it printed, and what it complained of."""

    code: int
    out: Path
    err: str


def run(
    settings: Settings, tree: Path, readable: Sequence[Path], script: str, given: Mapping[str, str], out: Path
) -> Done:
    """A shell script in the cage, in the tree; `readable` are other folders it may see.

    What it prints goes into the file `out`, what it complains of into one beside it; both are bounded by the
    largest size of a site, in time it is bounded by `build_time`, after which its code is TOO_LATE.
    """
    command = [*_bounds(settings), *_cage(settings, tree, readable), *_variables(settings, given)]
    complaints = out.with_suffix(".err")
    with out.open("wb") as printed, complaints.open("wb") as complained:
        try:
            code = subprocess.run(
                [*command, "sh", "-euc", script],
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=complained,
                timeout=settings.build_time,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:  # killed, and all it started with it
            code = TOO_LATE
    return Done(code, out, complaints.read_text(encoding="utf-8", errors="replace"))


def _bounds(settings: Settings) -> list[str]:
    sizes = (f"--as={settings.memory}", f"--fsize={settings.largest_site}", f"--nproc={PROCESSES}")
    return ["prlimit", *sizes, "--core=0", "nice", "-n", "5"]  # readers come first


def _cage(settings: Settings, tree: Path, readable: Sequence[Path]) -> Iterator[str]:
    yield from ("bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv")
    yield from ("--uid", NOBODY, "--gid", NOBODY, "--proc", "/proc", "--dev", "/dev")
    yield from ("--size", str(16 * MEGABYTE), "--tmpfs", "/dev/shm", "--remount-ro", "/dev")
    yield from ("--size", str(256 * MEGABYTE), "--tmpfs", "/tmp")
    yield from ("--size", str(settings.largest_site), "--tmpfs", OUT)
    yield from _system()
    for folder in (settings.engine, *readable):
        yield from ("--ro-bind", str(folder), str(folder))
    yield from ("--ro-bind", str(tree), TREE, "--remount-ro", "/", "--chdir", TREE)


def _system() -> Iterator[str]:
    """The system's programs and libraries, read only; merged and unmerged /usr alike."""
    yield from ("--ro-bind", "/usr", "/usr")
    for name in ("bin", "sbin", "lib", "lib64"):
        path = Path("/") / name
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), str(path))
        elif path.is_dir():
            yield from ("--ro-bind", str(path), str(path))


def _variables(settings: Settings, given: Mapping[str, str]) -> Iterator[str]:
    variables = {
        "PATH": f"{settings.engine}/bin:/usr/bin:/bin",
        "HOME": "/tmp",
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "NO_MKDOCS_2_WARNING": "1",
        "GIT_CONFIG_COUNT": "1",  # the tree belongs to somebody else in there
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": "*",
        **given,
    }
    for name, value in variables.items():
        yield from ("--setenv", name, value)
