"""Checks and builds a commit in the sandbox, and says in Chinese what went wrong."""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from deploy.gate.answers import Refused
from deploy.gate.git import asked, git
from deploy.gate.sandbox import OUT, TOO_LATE, Done, run
from deploy.gate.settings import MEGABYTE, Settings
from deploy.gate.trees import clone

LIST = "requirements.txt"
CHECK = "python -m report check || exit 3"
BETWEEN = "----"
IMPACT = f'echo {BETWEEN}; python -m report impact "$LIVE" 2>&1 || true'
BUILD = f"""
mkdocs build --strict --site-dir {OUT}/site >&2
export SSL_CERT_FILE="$(python -m certifi)" # lychee does not start without it, even offline
lychee --offline --include-fragments --index-files index.html --no-progress --root-dir {OUT}/site \\
  --remap "$REPORT_URL file://{OUT}/site/" --format json {OUT}/site > {OUT}/links.json || test $? -eq 2
tar -C {OUT} --sort=name -cf - links.json site
"""
MOST_LINKS = 16 * MEGABYTE
FAULTY = 3  # the exit code of a check that found faults
NO_ROOM = re.compile(r"No space left on device|Errno 28|File too large|MemoryError|Cannot write|Wrote only")
# a fault of the built site: a line by itself, in Chinese already
FAULT = r"\S+\.(?:html|css):\d+: .+"
SAID = re.compile(rf"^(?:(?:WARNING|ERROR) +-? *|(?={FAULT}))(.*)$")
COMMON = (  # what the site generator says → the same in Chinese
    (rf"({FAULT})", r"\1"),
    (r"Doc file '(.+?)' contains a link '(.+?)', but the target .*", r"docs/\1:0: 链接 \2 指的文件没有"),
    (r"Doc file '(.+?)' contains a link '(.+?)', but .*anchor.*", r"docs/\1:0: 链接 \2 指的小标题没有"),
    (r"A reference to '(.+?)' is included in the 'nav'.*", r"mkdocs.yml:0: 栏目里的 \1 没有文件"),
)


@dataclass(frozen=True)
class Built:
    """A built site. `archive`: its files; `reminders` of the check and `impact` of the commit:
    lines to print."""

    archive: Path
    reminders: list[str]
    impact: list[str]


def build(settings: Settings, commit: str, day: date, live: str, place: Path) -> Built:
    """Check and build a commit as of a day, working in the folder `place`, and compare it with
    the live commit.

    Refused with everything that is wrong. The archive holds the site under `site/`; nothing about it may be
    relied on except that its size is bounded.
    """
    _fits(settings, commit, live)
    tree = place / "tree"
    try:
        readable = clone(settings, commit, tree)
    except subprocess.CalledProcessError as error:
        raise Refused(
            [f"服务器取不出这次提交，多半是磁盘满了，请告诉管理员：{_last(error.stderr)}"]
        ) from None
    given = _variables(settings, commit, day)
    look = CHECK if not live or live == commit else f"{CHECK}\n{IMPACT}"
    with ThreadPoolExecutor() as at_once:
        looking = at_once.submit(
            run, settings, tree, readable, look, {**given, "LIVE": live[:10]}, place / "look.txt"
        )
        building = at_once.submit(run, settings, tree, readable, BUILD, given, place / "site.tar")
        looked, built = looking.result(), building.result()
    if reasons := [*_check(settings, looked)] or [*_generated(settings, built)] or [*_links(built.out)]:
        raise Refused(reasons)
    said, _, impact = looked.out.read_text(encoding="utf-8", errors="replace").partition(f"{BETWEEN}\n")
    return Built(built.out, said.splitlines()[1:], impact.splitlines())


def _variables(settings: Settings, commit: str, day: date) -> dict[str, str]:
    committed = asked(settings.repository, "log", "-1", "--format=%ct", commit)
    return {"REPORT_DATE": str(day), "SOURCE_DATE_EPOCH": committed, **settings.chosen()}


def _fits(settings: Settings, commit: str, live: str) -> None:
    """The dependencies of a commit must be those installed on the server, or those of the live commit."""
    wanted, before = (_list_of(settings, of) for of in (commit, live))
    if wanted not in ((settings.engine / LIST).read_bytes(), before):
        raise Refused(
            [f"{LIST}:0: 依赖清单变了，服务器上装的还是原来的；请管理员先用新版本运行 deploy/install，再推送"]
        )


def _list_of(settings: Settings, commit: str) -> bytes:
    """The dependency list of a commit; empty without a commit, or if it has none."""
    try:
        return git(settings.repository, "show", f"{commit}:{LIST}") if commit else b""
    except subprocess.CalledProcessError:
        return b""


def _check(settings: Settings, done: Done) -> Iterator[str]:
    if done.code == FAULTY:
        text = done.out.read_text(encoding="utf-8", errors="replace")
        yield from text.splitlines() or [f"检查程序自己出了错，请告诉开发人员：{_last(done.err)}"]
    elif done.code:
        yield _stopped(settings, done, "检查")


def _generated(settings: Settings, done: Done) -> Iterator[str]:
    if not done.code:
        return
    said = [found[1].strip() for line in done.err.splitlines() if (found := SAID.match(line))]
    if NO_ROOM.search(done.err) or done.code == TOO_LATE or not any(said):
        yield _stopped(settings, done, "生成网站")
    else:
        yield from (_in_chinese(line) for line in dict.fromkeys(said) if line)


def _stopped(settings: Settings, done: Done, what: str) -> str:
    if done.code == TOO_LATE:
        return f"{what}超过{settings.build_time}秒还没有完，停下了；请看看这次提交里有没有特别大的文件"
    if NO_ROOM.search(done.err):
        most = settings.largest_site // MEGABYTE
        return f"{what}放不下，停下了：网站超过{most}MB，或者服务器的磁盘满了；请看看有没有特别大的图片"
    return f"{what}时出了错，请告诉开发人员：{_last(done.err)}"


def _in_chinese(line: str) -> str:
    for pattern, said in COMMON:
        if found := re.fullmatch(pattern, line):
            return str(found.expand(said))
    return f"生成网站时说：{line}"


def _links(archive: Path) -> Iterator[str]:
    """Every broken link, by its page."""
    root = f"file://{OUT}/site/"
    try:
        with tarfile.open(archive) as tar:
            member = tar.extractfile("links.json")
            found = json.loads(member.read(MOST_LINKS)) if member else {}
    except (KeyError, ValueError, tarfile.TarError):
        raise Refused(["链接没有查成，请告诉开发人员"]) from None
    for page, errors in sorted(found.get("error_map", {}).items()):
        for error in errors:
            target = str(error.get("url", "")).removeprefix(root)
            yield f"网页 /{page.removeprefix(f'{OUT}/site/')}：链接 {target} 指的地方没有"


def _last(text: str | bytes) -> str:
    """The last line of a program's error output."""
    decoded = text.decode(errors="replace") if isinstance(text, bytes) else text
    lines = [line for line in decoded.splitlines() if line.strip()]
    return lines[-1].strip()[:300] if lines else "没有说明"
