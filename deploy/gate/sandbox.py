"""Runs what a push brings in a sandbox: without network, without rights, writing only to its own memory.

The build writes to memory of a fixed size and hands over its files as one archive, so that it can neither
fill the disk nor leave anything behind. Working memory is bounded per process, not for all of them together.
"""

from __future__ import annotations

import os
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
    """How a command in the sandbox ended: its exit code, the file with its output, and its error output."""

    code: int
    out: Path
    err: str


def run(
    settings: Settings, tree: Path, readable: Sequence[Path], script: str, given: Mapping[str, str], out: Path
) -> Done:
    """Run a shell script in the sandbox, in the tree; `readable`: other folders that it may read.

    Its output goes to the file `out`; its error output is kept in memory, so that on a full disk it can still
    say so. Both are bounded by the largest size of a site. After `build_time` seconds it is killed and its
    exit code is TOO_LATE.
    """
    command = [*_bounds(settings), *_cage(settings, tree, readable), *_variables(settings, given)]
    with out.open("wb") as printed, os.fdopen(os.memfd_create("complaints"), "w+b") as complained:
        try:
            code = subprocess.run(
                [*command, "sh", "-euc", script],
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=complained,
                timeout=settings.build_time,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:  # it was killed, with everything it had started
            code = TOO_LATE
        complained.seek(0)
        return Done(code, out, complained.read().decode("utf-8", errors="replace"))


def _bounds(settings: Settings) -> list[str]:
    sizes = (f"--as={settings.memory}", f"--fsize={settings.largest_site}", f"--nproc={PROCESSES}")
    return ["prlimit", *sizes, "--core=0", "nice", "-n", "5"]  # so that readers of the site come first


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
    """The system's programs and libraries, read-only; with or without a merged /usr."""
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
        "GIT_CONFIG_COUNT": "1",  # in the sandbox, the tree belongs to another user
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": "*",
        **given,
    }
    for name, value in variables.items():
        yield from ("--setenv", name, value)
