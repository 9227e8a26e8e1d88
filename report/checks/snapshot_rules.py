"""Rules about frozen snapshots: history never moves, and what was frozen keeps holding for the ledgers."""

from __future__ import annotations

from collections.abc import Iterator

from report.faults import Fault
from report.figures import Result
from report.models import Campaign

UNSEAL = "冻结的内容被改动过，请恢复原样；数确实错了的，在 corrections 里写一条更正，注明日期和原因"


def snapshots_are_sealed(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """What a notice or reminder froze is as it was; only dated corrections with a reason change a number."""
    for snapshot in (*campaign.notices, *campaign.reminders):
        if not snapshot.sound:
            yield snapshot.at("seal").fault(UNSEAL)


def corrections_fit(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A correction is about a number that the notice states, follows what was said before, is dated later."""
    for notice in campaign.notices:
        said = {stated.key: stated.value for stated in notice.figures}
        for correction in notice.corrections:
            if correction.key not in said:
                yield correction.at("key").fault(f"这一期没有“{correction.key}”这个数，请核对键")
                continue
            if correction.was != said[correction.key] and correction.now != said[correction.key]:
                stated = said[correction.key]
                yield correction.at("was").fault(f"原为“{correction.was}”，这一期写的是“{stated}”，请核对")
            if correction.was == correction.now:
                yield correction.at("now").fault("更正前后是同一个数，请核对")
            if correction.date < notice.date:
                yield correction.at("date").fault(f"更正日期早于公示日 {notice.date}，请核对")
            said[correction.key] = correction.now


def notices_follow(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """Issues are numbered one after the other, and each begins the day after the last one."""
    before = None
    for notice in campaign.notices:
        if before is not None:
            if notice.issue != before.issue + 1:
                yield notice.at("issue").fault(f"上一期是第{before.issue}期，这里应是{before.issue + 1}")
            if notice.since <= before.date:
                yield notice.at("since").fault(f"起日 {notice.since} 应晚于上一期公示日 {before.date}")
        if notice.since > notice.date:
            yield notice.at("since").fault(f"起日 {notice.since} 晚于公示日 {notice.date}，请核对")
        before = notice


def deadlines_stand(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A deadline that a notice froze is moved by 延期至 alone; a row it knows stays in its ledger."""
    first = {
        id: (day, notice) for notice in reversed(campaign.notices) for id, day in notice.deadlines.items()
    }
    for id, (day, notice) in first.items():
        row = campaign.by_id.get(id)
        if row is None:
            ledger = "problems" if id.startswith("WT") else "measures"
            if ledger not in campaign.incomplete:
                said = f"第{notice.issue}期公示时在册的 {id} 不见了；编号不复用、行不删除，请恢复"
                yield notice.at("deadlines", id).fault(said)
        elif getattr(row, "deadline", day) != day:
            said = f"完成时限由 {day} 改成了 {row.deadline}；请改回原时限，另填“延期至”和“延期依据”"
            yield row.at("deadline").fault(said)


SNAPSHOT_RULES = (
    snapshots_are_sealed,
    corrections_fit,
    notices_follow,
    deadlines_stand,
)
