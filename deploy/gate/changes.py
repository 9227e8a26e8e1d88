"""What the commits of a push bring, one by one: which files, of what type and size, and which lines.

Every commit is inspected, not only the last: a secret that a later commit removes is stored all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.gate.git import EMPTY_TREE, MAIN, asked, git
from deploy.gate.secrets import kinds_in
from deploy.gate.settings import MEGABYTE

REGULAR, EXECUTABLE, LINK, SUBMODULE, GONE = "100644", "100755", "120000", "160000", "000000"
EDITORS = (  # what an editor may change
    re.compile(r"docs/[a-z0-9/-]+\.md"),
    re.compile(r"docs/[a-z0-9/-]+\.(?:png|jpe?g|webp)"),
    re.compile(r"data/(?:[a-z0-9-]+|notices/[0-9-]+|reminders/[0-9-]+)\.yml"),
    re.compile(r"data/ledgers/[a-z]+\.csv"),
)
STRAY = re.compile(
    r"(?:^|/)(?:~\$.*|\.~lock.*|Thumbs\.db|desktop\.ini|\.DS_Store"
    r"|.*(?:~|\.(?:bak|tmp|orig|rej|swp|old|zip|rar|7z|docx?|xlsx?|pptx?|wps|et|pdf|exe)))$",
    re.IGNORECASE,
)
STRANGE = re.compile(r'[\x00-\x1f\x7f"\\\ufffd]')
CONFLICT = re.compile(r"(?:<{7}|>{7})(?: |$)")
NO_FILE = "是符号链接或者子模块，不收；请放文件本身"
ALLOWED = "deploy/allowed-lines.txt"
HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
LITERALLY = "--literal-pathspecs"
MANY = 20  # times the largest file: the limit for a whole commit
FROZEN = re.compile(r"data/(?:notices|reminders)/[0-9-]+\.yml")


@dataclass(frozen=True)
class Change:
    """A file as a commit leaves it. `mode` and `blob` are git's; both are zeros for a file
    that was deleted."""

    path: str
    mode: str
    blob: str


def new_commits(repository: Path, tip: str) -> list[str]:
    """The commits that a push brings, oldest first."""
    stored = [f"^{main}"] if (main := asked(repository, "rev-parse", "--verify", "--quiet", MAIN)) else []
    return git(repository, "rev-list", "--reverse", "--topo-order", tip, *stored).decode().split()


def complaints(repository: Path, commits: list[str], editor: bool, largest: int) -> Iterator[str]:
    """What is wrong with the files of the commits, as lines to print. `largest`: bytes per file."""
    allowed = _allowed(repository, commits[-1]) if commits else frozenset()
    for commit in commits:
        yield from _wrong_author(repository, commit)
        where = f"（在提交 {commit[:8]} 里，请用 git rebase -i 改那次提交）" if commit != commits[-1] else ""
        base, touched = _changes(repository, commit)
        sizes = _sizes(repository, [c.blob for c in touched if c.mode in (REGULAR, EXECUTABLE)])
        for change in touched:
            for complaint in _wrong_file(change, editor):
                yield f"{change.path}:0: {complaint}{where}"
            if (size := sizes.get(change.blob, 0)) > largest:
                over = f"有{size / MEGABYTE:.1f}MB，超过{largest // MEGABYTE}MB"
                yield f"{change.path}:0: {over}，请压缩{where}"
            for kind in () if change.path in allowed else kinds_in(change.path):
                yield f"{change.path}:0: 文件名像是{kind}，不能进仓库，请改名{where}"
        total = sum(sizes.values())
        if total > largest * MANY:
            yield f"提交 {commit[:8]}: 一共有{total // MEGABYTE}MB，请分几次，或者压缩图片"
        if total > largest * MANY or max(sizes.values(), default=0) > largest:
            continue  # refused already, so that its lines need not be read
        lines = _added(repository, base, commit, [change.path for change in touched])
        for path, line, text in lines:
            for complaint in wrong_line(text, path in allowed):
                yield f"{path}:{line}: {complaint}{where}"


def outcome(repository: Path, before: str, tip: str) -> Iterator[str]:
    """What is wrong with all that an editor's push changes on main: a merge may bring back old code
    from a parent."""
    for change in _differing(repository, before, tip, ()):
        for complaint in _wrong_file(change, editor=True):
            yield f"{change.path}:0: {complaint}"


def links(repository: Path, commit: str) -> Iterator[str]:
    """The symbolic links and submodules in a tree, whichever commit they came with."""
    for entry in filter(None, git(repository, "ls-tree", "-r", "-z", commit).split(b"\0")):
        head, _, path = entry.decode(errors="replace").partition("\t")
        if head.split(" ")[0] not in (REGULAR, EXECUTABLE):
            yield f"{path}:0: {NO_FILE}"


def wrong_line(text: str, allowed: bool = False) -> Iterator[str]:
    """What is wrong with a line. A secret is named by its kind and never repeated."""
    if CONFLICT.match(text):
        yield "合并没有做完，请留下要的一份，删去 <<<<<<<、=======、>>>>>>> 三种行"
    for kind in () if allowed else kinds_in(text):
        yield f"像是{kind}，不能进仓库，请从这次提交里去掉，已经用过的请更换"


def _changes(repository: Path, commit: str) -> tuple[str, list[Change]]:
    """What a commit is compared with, and the files that differ. For a merge: those that differ from every
    parent, since the others are inspected in the commits that brought them."""
    _, *parents = git(repository, "rev-list", "--parents", "-1", commit).decode().split()
    base, paths = parents[0] if parents else EMPTY_TREE, []
    if len(parents) > 1:
        names = ("diff-tree", "-c", "-r", "-z", "--name-only", "--no-commit-id", commit)
        paths = _names(git(repository, *names))
        if not paths:
            return base, []
    return base, _differing(repository, base, commit, paths)


def _differing(repository: Path, base: str, tip: str, paths: Sequence[str]) -> list[Change]:
    """The files that differ between two trees: all, or those in `paths` if there are any."""
    raw = git(repository, LITERALLY, "diff-tree", "-r", "-z", "--no-renames", base, tip, "--", *paths)
    fields = raw.split(b"\0")
    found = []
    for head, path in zip(fields[0::2], fields[1::2], strict=False):
        _, mode, _, blob, _ = head.decode().split(" ")
        found.append(Change(path.decode(errors="replace"), mode, blob))
    return found


def _wrong_author(repository: Path, commit: str) -> Iterator[str]:
    """Names and addresses of people are stored with a commit, too."""
    people = git(repository, "log", "-1", "--format=%an %ae %cn %ce", commit).decode(errors="replace")
    for kind in kinds_in(people):
        changed = "请用 git config user.name、user.email 换一个，再 git commit --amend --reset-author"
        yield f"提交 {commit[:8]}: 提交人的名字或者邮箱像是{kind}，{changed}"


def _names(listed: bytes) -> list[str]:
    return [name.decode(errors="surrogateescape") for name in listed.split(b"\0") if name]


def _wrong_file(change: Change, editor: bool) -> Iterator[str]:
    if change.mode in (LINK, SUBMODULE):
        yield NO_FILE
    elif STRANGE.search(change.path):
        yield "文件名里有引号、反斜线或者看不见的字符，请改名"
    elif change.mode != GONE and STRAY.search(change.path):
        yield "是临时文件、备份或者办公软件的文件，不收；文字进 docs/，数据进 data/"
    elif editor and not any(pattern.fullmatch(change.path) for pattern in EDITORS):
        yield "编辑只改 docs/ 的页面、图片和 data/ 的数据，文件名用小写字母、数字、连字符；别的请交开发人员"
    elif editor and change.mode == GONE and FROZEN.fullmatch(change.path):
        yield "公示过、督办过的不能删；数错了请写更正，另开一次活动要清空的请交开发人员"
    elif editor and change.mode == EXECUTABLE:
        yield "带着可执行的标记，请用 git update-index --chmod=-x 去掉"


def _added(repository: Path, base: str, commit: str, paths: list[str]) -> Iterator[tuple[str, int, str]]:
    """Every line that a commit adds, and those of its message, as (file, line number, text)."""
    message = git(repository, "log", "-1", "--format=%B", commit).decode(errors="replace")
    yield from (("提交说明", number, line) for number, line in enumerate(message.splitlines(), 1))
    if not paths:
        return
    options = ("-r", "-p", "-U0", "--no-renames", "--text", "--no-ext-diff", "--no-textconv")
    shown = git(repository, "diff-tree", *options, base, commit)
    path, line, taken, given = "", 0, 0, 0  # how many lines the hunk still removes and adds
    for raw in shown.split(b"\n"):
        if given and raw.startswith(b"+"):
            if path in paths:
                yield path, line, _text(raw[1:])
            line, given = line + 1, given - 1
        elif taken and raw.startswith(b"-"):
            taken -= 1
        elif raw.startswith(b"+++ "):
            path = raw[4:].decode(errors="replace").removeprefix("b/").rstrip("\t")
        elif found := HUNK.match(raw):
            taken, line, given = int(found[1] or 1), int(found[2]), int(found[3] or 1)


def _text(raw: bytes) -> str:
    """A line, decoded as the encodings that people's files come in. In UTF-16 git has cut its line
    end in two."""
    if b"\0" in raw:
        pieces = ((raw, "utf-16-le"), (raw[1:], "utf-16-le"), (raw, "utf-16-be"))
        return " ".join(piece.decode(kind, errors="replace") for piece, kind in pieces)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def _allowed(repository: Path, commit: str) -> frozenset[str]:
    """The files whose lines only look like secrets; each must have a reason beside it."""
    lines = asked(repository, "show", f"{commit}:{ALLOWED}").splitlines()
    entries = [line.split(maxsplit=1) for line in lines if line.strip() and not line.startswith("#")]
    return frozenset(entry[0] for entry in entries if len(entry) == 2)


def _sizes(repository: Path, blobs: list[str]) -> dict[str, int]:
    wanted = "".join(f"{blob}\n" for blob in blobs).encode()
    found = git(repository, "cat-file", "--batch-check=%(objectname) %(objectsize)", given=wanted)
    pairs = (line.split() for line in found.decode().splitlines())
    return {blob: int(size) for blob, size in pairs}
