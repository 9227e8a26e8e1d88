"""Rules about frozen snapshots: history never changes, and the ledgers keep to what was frozen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from report.facts.campaign import Campaign
from report.facts.figure import Status
from report.facts.ledgers import LEDGERS
from report.facts.ledgers.row import Dated
from report.facts.snapshots import Notice, Reminder
from report.faults import Fault, nearest
from report.figures.resolving import Facts

CHANGED = "定稿的内容被改动过，请恢复原样"
REMEDIES = {  # what may be changed instead
    Notice: "数确实错了的，在 corrections 里写一条更正，注明日期和原因",
    Reminder: "能改的只有 reply_by 和各单位的 reply",
}


def snapshots_are_sealed(facts: Facts) -> Iterator[Fault]:
    """The frozen part of a notice or reminder is unchanged; only a dated correction with a reason
    changes a number."""
    for snapshot in (*facts.campaign.notices, *facts.campaign.reminders):
        if not snapshot.sound:
            yield snapshot.at("seal").fault(f"{CHANGED}；{REMEDIES[type(snapshot)]}")


def _sound(campaign: Campaign) -> list[Notice]:
    """The notices that are as they were sealed; the others have a fault already."""
    return [notice for notice in campaign.notices if notice.sound]


def corrections_fit(facts: Facts) -> Iterator[Fault]:
    """A correction is about a number that the notice states, starts from what it last said, and
    is dated later."""
    for notice in _sound(facts.campaign):
        said = {stated.key: stated.value for stated in notice.figures}
        final = {correction.key: correction.now for correction in notice.corrections}
        units = {stated.key: stated.unit for stated in notice.figures}
        dated: dict[str, date] = {}
        for correction in notice.corrections:
            key = correction.key
            if key not in said:
                yield correction.at("key").fault(f"这一期没有“{key}”这个数，请核对键{nearest(key, said)}")
                continue
            since, what = (dated[key], "上一次更正") if key in dated else (notice.date, "公示日")
            if correction.was != said[key] and (key in dated or final[key] != said[key]):
                yield correction.at("was").fault(f"原为“{correction.was}”，这一期写的是“{said[key]}”，请核对")
            if complaint := _unfit(correction.now, units[key]):
                yield correction.at("now").fault(f"更正为“{correction.now}”不行，{complaint}")
            if correction.was == correction.now:
                yield correction.at("now").fault("更正前后是同一个数，请核对")
            if correction.date < since:
                yield correction.at("date").fault(f"更正日期 {correction.date} 早于{what} {since}，请核对")
            said[key], dated[key] = correction.now, correction.date


def _unfit(value: str, unit: str) -> str:
    """Why a correction cannot say this; empty if it can."""
    if value in list(Status):
        return ""
    if not re.fullmatch(r"0|[1-9][0-9]*" if unit != "%" else r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", value):
        return "只写半角数字，不带单位" if unit == "%" else "应是零或正整数，不带单位"
    return "率不能超过 100" if unit == "%" and Decimal(value) > 100 else ""


def settled_stay_closed(facts: Facts) -> Iterator[Fault]:
    """A problem that a notice announced as closed stays closed; if it comes up again, it is a new problem."""
    for notice in _sound(facts.campaign):
        for id in notice.settled:
            row = facts.campaign.by_id.get(id)
            if isinstance(row, Dated) and "status" not in row.refused and not row.status.is_closed:
                said = f"第{notice.issue}期已公示销号，状态却是{row.status}；再出现的，另登一条问题"
                yield row.at("status").fault(said)


def notices_follow(facts: Facts) -> Iterator[Fault]:
    """Issues are numbered from 1 without gaps, and each begins the day after the one before."""
    campaign = facts.campaign
    for first in _sound(campaign)[:1]:
        if first.since > first.date:
            yield first.at("since").fault(f"起日 {first.since} 晚于公示日 {first.date}，请核对")
    if "notices" in campaign.incomplete or len(_sound(campaign)) < len(campaign.notices):
        return
    for first in campaign.notices[:1]:
        if first.issue != 1:
            said = f"最早的一期是第{first.issue}期，前面的各期不见了；公示过的不删，请恢复"
            yield first.at("issue").fault(said)
    for before, notice in pairwise(campaign.notices):
        if notice.issue != before.issue + 1:
            yield notice.at("issue").fault(f"上一期是第{before.issue}期，这里应是{before.issue + 1}")
        if notice.since != (next_day := before.date + timedelta(days=1)):
            yield notice.at("since").fault(f"起日应是上一期公示日 {before.date} 的次日 {next_day}")


def notices_are_shown_in_order(facts: Facts) -> Iterator[Fault]:
    """公示期 begins on the day of the notice or later, and does not end before it begins."""
    for notice in _sound(facts.campaign):
        first, last = notice.shown_from, notice.shown_until
        if first and first < notice.date:
            yield notice.at("shown_from").fault(f"公示期起 {first} 早于公示日 {notice.date}，请核对")
        if last and first is None:
            yield notice.at("shown_until").fault("有公示期止没有公示期起，请补上 shown_from")
        elif last and first and last < first:
            yield notice.at("shown_until").fault(f"公示期止 {last} 早于公示期起 {first}，请核对")


def deadlines_stand(facts: Facts) -> Iterator[Fault]:
    """A deadline that a notice froze changes only by 延期至, and its row stays in the ledger."""
    campaign = facts.campaign
    first = {
        id: (day, notice) for notice in reversed(_sound(campaign)) for id, day in notice.deadlines.items()
    }
    for id, (day, notice) in first.items():
        row = campaign.by_id.get(id)
        ledger = next((each for each in LEDGERS.values() if each.has_id(id)), LEDGERS["measures"])
        if row is None and not campaign.may_hold(ledger.name, id):
            gone = f"第{notice.issue}期公示时在册的 {id} 不见了"
            said = f"{gone}；编号不复用、行不删除，请把这一行恢复到{ledger.title}"
            yield notice.at("deadlines", id).fault(said)
        elif isinstance(row, Dated) and row.deadline != day:
            said = f"完成时限由 {day} 改成了 {row.deadline}；请改回原时限，另填“延期至”和“延期依据”"
            yield row.at("deadline").fault(said)


def words_state_frozen_numbers(facts: Facts) -> Iterator[Fault]:
    """The words of a notice state no count or rate except those it froze, as corrected since."""
    for notice in _sound(facts.campaign):
        stated = {f"{notice.amount(figure.key).text}{figure.unit}" for figure in notice.figures}
        units = {figure.key: figure.unit for figure in notice.figures}
        for correction in notice.corrections:
            unit = units.get(correction.key)
            stated |= {correction.now + each for each in ([unit] if unit else ["条", "%"])}
        for index, paragraph in enumerate(notice.text):
            for said in re.findall(r"[0-9]+(?:\.[0-9]+)?(?:条|%)", paragraph):
                if said not in stated:
                    complaint = f"正文里的“{said}”不是这一期定稿的数；更正过的写更正后的数，请改成一致"
                    yield notice.at("text", index).fault(complaint)


SNAPSHOT_RULES = (
    snapshots_are_sealed,
    corrections_fit,
    notices_follow,
    notices_are_shown_in_order,
    deadlines_stand,
    settled_stay_closed,
    words_state_frozen_numbers,
)
