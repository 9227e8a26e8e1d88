"""impact: what a change of the data affects: figures with the pages that show them, rows, pages, files.

Before and after are both prepared as for publication and then compared: nothing is guessed.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from argparse import Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path

from report.commands.earlier import converted
from report.facts.campaign import Campaign
from report.facts.editions import is_shown
from report.facts.ledgers import LEDGERS
from report.facts.reading.settings import settings
from report.faults import FaultsError
from report.figures.resolving import Facts
from report.figures.wording import shown
from report.macros import render
from report.macros.addresses import WHOLE, url
from report.pages.rendering import whole, whole_page
from report.pages.source import read_source
from report.pages.survey import Survey
from report.publishing import TITLE_END, outputs, prepare, site_facts, with_meta


class NoSuchRevision(Exception):
    """The commit to compare with is not there, or cannot be published itself. The message says
    so in Chinese."""


def impact_of(root: Path, environ: Mapping[str, str], rev: str) -> str:
    """What differs between a commit and the tree as it is, as lines to print.

    NoSuchRevision if the commit does not exist or has faults itself; FaultsError if the tree has.
    """
    now = prepare(root, environ)
    files = outputs(now, "", whole_page(root, now.sources, now.view))
    with tempfile.TemporaryDirectory() as folder:
        _extract(root, rev, Path(folder))
        try:
            converted(settings(Path(folder), environ))
            before = prepare(Path(folder), environ)
            earlier = outputs(before, "", whole_page(Path(folder), before.sources, before.view))
        except FaultsError as error:
            first = error.faults[0]
            raise NoSuchRevision(
                f"{rev} 本身就有{len(error.faults)}处问题，没法比较；第一处是 {first}"
            ) from None
    return (
        "\n".join(_lines(before, now, differing(earlier, files)))
        or f"与 {rev} 相比，没有数、条目和页面变化。"
    )


def _extract(root: Path, rev: str, target: Path) -> None:
    """Write the tree of a commit into a folder."""
    if not shutil.which("git"):
        raise NoSuchRevision("没有装git，没法比较；请管理员装上，见编辑手册“第一次准备电脑”")
    git = ("git", "-C", str(root))
    named = subprocess.run(
        [*git, "rev-parse", "--verify", "--end-of-options", f"{rev}^{{commit}}"],
        capture_output=True,
        check=False,
    )
    commit = named.stdout.decode().strip() or "nowhere"
    archive = subprocess.run([*git, "archive", "--format=tar", commit], capture_output=True, check=False)
    if archive.returncode:
        raise NoSuchRevision(f"找不到“{rev}”这次提交，请核对；也要在 git 的工作目录里运行")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
        for member in tar:
            if content := tar.extractfile(member) if member.isfile() else None:  # no page is a link
                path = target / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.read())


def _lines(before: Survey, now: Survey, files: list[str]) -> Iterator[str]:
    yield from _figures(before.facts, now)
    yield from _rows(before.facts.campaign, now.facts.campaign)
    pages = changed_pages(before, now)
    if pages:
        yield f"页面变化（{len(pages)}页）："
        yield from (f"  /{address}" for address in pages)
    if files:
        yield f"数据文件变化：{'、'.join(files)}"
    if _frame(before) != _frame(now):
        yield "每一页的页眉页脚变化：站名、编制单位、总要求或者数据截至改了"
    if _navigation(before) != _navigation(now):
        yield "导航变化：同一栏目各页的侧栏、前后页跟着变"


def _figures(before: Facts, now: Survey) -> Iterator[str]:
    """Each figure that is shown differently, with the pages that show it."""
    old, new = before.results, now.facts.results
    changed = []
    for key in dict.fromkeys((*old, *new)):
        texts = [shown(results[key]) if key in results else "没有" for results in (old, new)]
        if texts[0] != texts[1]:
            label = (new if key in new else old)[key].figure.label
            pages = "、".join(link.title for link in now.view.used_in(key))
            changed.append(f"  {label}（{key}）{texts[0]} → {texts[1]}，用在：{pages or '数据字典'}")
    if changed:
        yield f"数变化（{len(changed)}个）："
        yield from changed


def _rows(before: Campaign, now: Campaign) -> Iterator[str]:
    """The rows added, removed and changed in each ledger, by id; hidden ones only by their number."""
    for name, ledger in LEDGERS.items():
        old, new = ({row.id: row for row in campaign.ledgers[name]} for campaign in (before, now))
        added = [id for id in new if id not in old]
        gone = [id for id in old if id not in new]
        changed = [id for id in new if id in old and old[id].model_dump() != new[id].model_dump()]
        said = []
        for what, ids in (("新增", added), ("删去", gone), ("改动", changed)):
            told = [id for id in ids if all(is_shown(now, rows[id]) for rows in (old, new) if id in rows)]
            said += [f"{what} {'、'.join(told)}"] if told else []
            said += [f"{what}不列出的{len(ids) - len(told)}条"] if len(ids) > len(told) else []
        if said:
            yield f"{ledger.title}：{'；'.join(said)}"


def changed_pages(before: Survey, now: Survey) -> list[str]:
    """The addresses of pages that read differently, or exist only before or only after,
    in navigation order."""
    names = dict.fromkeys((*now.sources, *before.sources))
    changed = [name for name in names if _content(before, name) != _content(now, name)]
    addresses = [url(name) for name in changed]
    return [f"{address}/" if address else "" for address in addresses]


def _content(survey: Survey, name: str) -> object:
    """Everything that decides how a page reads: its words, what its macros show, the line under its title.
    None if there is no such page."""
    if name not in survey.sources:
        return None
    source = survey.sources[name]
    if name == WHOLE:
        source = read_source(whole(source.body, survey.sources), source.path)
    view = survey.view.at(name)
    calls = [str(render(call.name, view, *call.args, **call.kwargs)) for call in source.calls]
    return source.body, source.meta, calls, with_meta(TITLE_END, view)


def _frame(survey: Survey) -> object:
    """What surrounds every page."""
    campaign = survey.facts.campaign
    return campaign.site.title, site_facts(campaign)


def _navigation(survey: Survey) -> list[tuple[str, str]]:
    """The pages in order with their titles, as menus and links to neighbours show them."""
    return list(survey.view.pages.titles.items())


def differing(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[str]:
    """The names of files that differ, or exist only before or only after."""
    return [name for name in dict.fromkeys((*new, *old)) if old.get(name) != new.get(name)]


def run(root: Path, given: Namespace) -> int:
    """Print what the changes since a commit affect: figures, rows, pages, files."""
    try:
        print(impact_of(root, os.environ, given.rev))
    except NoSuchRevision as error:
        print(error, file=sys.stderr)
        return 1
    return 0
