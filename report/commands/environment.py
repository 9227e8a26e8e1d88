"""Where the commands run: in an environment of their own, `.venv`, made and mended when a command needs it.

Any Python from 3.6 on reads this, before there is anything else: only the standard library, and no syntax
that is newer, so that one that is too old can be told.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

OLDEST = (3, 11)
NEWER = range(20, 10, -1)  # minor versions to look for, the newest first
STAMP = ".installed"  # newer than the list if what it lists is installed; the Makefile looks at it too
LIST = "requirements.txt"
FIT = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
WHEELHOUSE = "WHEELHOUSE"  # names a folder of wheels, in the environment or behind the command
OFFLINE = "连不上外网的，请管理员照编辑手册“第一次准备电脑”备好依赖，放进项目文件夹"


def hand_over() -> None:
    """Run the command with a newer Python of this machine. SystemExit in any case, with what to do if there
    is none."""
    for minor in NEWER:
        found = shutil.which("python3." + str(minor))
        if found:
            _run([found, "-m", "report", *sys.argv[1:]])
    have = ".".join(map(str, sys.version_info[:2]))
    sys.exit(f"要Python 3.11以上，这里是{have}：请装上新的再运行，办法见 docs/handbook/prepare-computer.md。")


def enter(root: Path) -> None:
    """Come back if this Python has what the commands need, else run the command again in `.venv`.

    `.venv` is made first if it is not there, and again if its Python does not run or is too old; what the
    list asks for since is installed. Any other virtual environment is taken as it is: whoever made it
    filled it. SystemExit with a sentence if that cannot be done.
    """
    folder = root / ".venv"
    virtual = sys.prefix != sys.base_prefix
    inside = virtual and folder.is_dir() and folder.samefile(sys.prefix)
    if virtual and not inside:
        return
    if not _installed(root, folder):
        _prepare(root, folder, inside)
    if not inside:
        _run([str(_python(folder)), "-m", "report", *sys.argv[1:]])


def _python(folder: Path) -> Path:
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def _run(command: "list[str]") -> None:
    """Go on as another program; Windows has no such thing, so wait for its end there."""
    sys.stdout.flush()
    environment = dict(os.environ, PYTHONUTF8="1")
    if os.name != "nt":
        os.execve(command[0], command, environment)
    try:
        sys.exit(subprocess.call(command, env=environment))
    except KeyboardInterrupt:  # the other one has heard it too, and has ended
        sys.exit(0)


def _installed(root: Path, folder: Path) -> bool:
    stamp = folder / STAMP
    if not (stamp.is_file() and _python(folder).is_file()):
        return False
    return stamp.stat().st_mtime >= (root / LIST).stat().st_mtime


def _prepare(root: Path, folder: Path, inside: bool) -> None:
    python = Path(sys.executable) if inside else _python(folder)
    if not _fit(python):
        _make(folder)
    else:
        _say("正在更新运行环境，请稍等……")
    command = [
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    if subprocess.call(command + _packages(root), env=dict(os.environ, PYTHONUTF8="1")):
        sys.exit(f"运行环境没有准备好，原因见上面。请看网络通不通；{OFFLINE}。")
    (folder / STAMP).touch()
    _say("运行环境准备好了。")


def _fit(python: Path) -> bool:
    """Whether an environment can be used: its Python runs, is new enough, and has pip."""
    try:
        return python.is_file() and subprocess.call([str(python), "-c", FIT], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def _make(folder: Path) -> None:
    """A new environment in place of whatever is there."""
    import importlib.util

    _say("第一次运行，正在准备运行环境，要一两分钟，请不要关窗口……")
    if importlib.util.find_spec("ensurepip") is None:
        package = "python" + ".".join(map(str, sys.version_info[:2])) + "-venv"
        sys.exit(f"Python缺少建运行环境的部分：请管理员运行 apt-get install {package}，再来一次。")
    try:
        if folder.is_symlink():
            folder.unlink()
        elif folder.exists():
            shutil.rmtree(str(folder))
    except OSError:
        sys.exit("原来的运行环境用不了，又删不掉：请关掉别的预览、检查窗口，删去 .venv 文件夹，再来一次。")
    if subprocess.call([sys.executable, "-m", "venv", str(folder)]):
        sys.exit("运行环境建不起来，原因见上面；请看磁盘满不满、文件夹能不能写。")


def _packages(root: Path) -> "list[str]":
    """What pip is to install: by the list, or from a folder of wheels, for machines without a network."""
    system = sysconfig.get_platform().replace("-", "_").replace("linux_", "")
    said = [word.partition("=")[2] for word in sys.argv if word.startswith(WHEELHOUSE + "=")]
    given = said[0] if said else os.environ.get(WHEELHOUSE)
    folders = [Path(given)] if given else [root / f"wheelhouse-{system}", root / "wheelhouse"]
    for folder in folders:
        if given or (folder / LIST).is_file():
            return ["--no-index", "--find-links", str(folder), "--requirement", str(folder / LIST)]
    return ["--requirement", str(root / LIST)]


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
