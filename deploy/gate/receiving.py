"""A push, before git stores it: inspected, built and laid down as a release, or refused as a whole."""

from __future__ import annotations

import grp
import os
from collections.abc import Iterable

from deploy.gate import changes, updates
from deploy.gate.answers import Misconfigured, Refused, cut
from deploy.gate.git import EMPTY_TREE, MAIN, commit_of
from deploy.gate.locks import held
from deploy.gate.publishing import BUILDING, Say, make
from deploy.gate.releases import Release
from deploy.gate.settings import Settings

LONGEST_IMPACT = 40  # lines


def receive(settings: Settings, lines: Iterable[str], say: Say) -> None:
    """Prepare a release for a push. Refused with every reason why the push must not be stored."""
    pushed = updates.read_updates(lines)
    with held(settings.state / BUILDING, settings.patience, say):
        _look(settings, pushed)
        if not (commit := updates.pushed_commit(pushed)):
            return
        release = make(settings, commit, settings.now().date(), say)
        if any(updates.moved(settings.repository, update) for update in pushed if update.ref == MAIN):
            raise Refused([f"main: {updates.BEHIND}"])
        say(_told(release))


def is_developer(settings: Settings) -> bool:
    """Whether whoever pushes may change more than words and data. Misconfigured if that group
    does not exist."""
    try:
        group = grp.getgrnam(settings.developers).gr_gid
    except KeyError:
        raise Misconfigured(f"没有 {settings.developers} 这个组，请管理员运行 deploy/install") from None
    return group in {*os.getgroups(), os.getegid()}


def _look(settings: Settings, pushed: list[updates.Update]) -> None:
    """Refused if the refs, tags or commits are wrong; refs come first, since wrong refs make
    the rest pointless."""
    repository = settings.repository
    if reasons := list(updates.complaints(repository, pushed)):
        raise Refused(reasons)
    for update in pushed:
        for number, line in enumerate(updates.tag_message(repository, update).splitlines(), 1):
            reasons += [f"标记的说明:{number}: {complaint}" for complaint in changes.wrong_line(line)]
    if commit := updates.pushed_commit(pushed):
        commits = changes.new_commits(repository, commit)
        editor = not is_developer(settings)
        reasons += changes.links(repository, commit)
        reasons += changes.complaints(repository, commits, editor, settings.largest_file)
        if editor:
            said = {reason.split(":")[0] for reason in reasons}
            outcome = changes.outcome(repository, commit_of(repository, MAIN) or EMPTY_TREE, commit)
            reasons += [reason for reason in outcome if reason.split(":")[0] not in said]
    if reasons:
        raise Refused(list(dict.fromkeys(reasons)))


def _told(release: Release) -> str:
    """What a push changes, for whoever pushes."""
    if not release.impact:
        return "检查通过。"
    return "\n".join(
        ("检查通过。与现在网站上的相比：", *(f"  {line}" for line in cut(release.impact, LONGEST_IMPACT)))
    )
