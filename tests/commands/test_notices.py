"""Drafting and keeping snapshots: what is frozen, what may be edited, what may be corrected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from report.commands.freezing import NoDraft, as_yaml, workdays_after
from report.commands.notice import draft_notice
from report.commands.reminder import draft_reminder
from report.facts.campaign import Campaign
from report.facts.figure import Figure, Owner
from report.facts.lists import PlanItem
from report.facts.reading.binding import bind
from report.facts.reading.yaml_source import read_yaml
from report.facts.records import Contact, Tier
from report.facts.snapshots import CLOSED, FROZEN, OPENED, OVERDUE, Correction, Notice, Reminder, sealed
from report.faults import Place
from report.figures.resolving import Facts, resolve
from report.pages.survey import Survey
from tests.rows import altered, case, made, measure, problem, topic, with_ledgers

DAY = date(2023, 11, 24)
VERIFIED = {"closed": date(2023, 11, 20), "verifier": "教育办主任"}


@pytest.fixture
def bureau(campaign: Campaign) -> Campaign:
    """Two problems of the rectification list, one of research; a measure overdue, one closed."""
    figures = {key: made(Figure, key=key, label=key, unit="条", owner=Owner.OFFICE) for key in FROZEN}
    problems = [
        problem(id="WT-0001", deadline=date(2023, 12, 29), disclosure="公开"),
        problem(id="WT-0002", status="已销号", disclosure="内部", **VERIFIED),
        problem(id="WT-0003", pool="调查研究", aspect=None, concern="群众反映强烈", topic="KT-0001"),
    ]
    late = {"extended": None, "extension": None, "deadline": date(2023, 11, 15)}
    measures = [
        measure(id="CS-0001", parent="WT-0001", **late),
        measure(id="CS-0002", parent="WT-0002", status="已销号", done=date(2023, 11, 1), **VERIFIED, **late),
        measure(id="CS-0003", parent="WT-0003", **late),
        measure(id="CS-0004", parent="WT-0001", disclosure="不公开", **late),
        measure(id="CS-0005", parent="WT-0001", extended=date(2023, 11, 28)),
    ]
    with_figures = replace(campaign, figures=campaign.figures | figures, notices=(), reminders=(), today=DAY)
    return with_ledgers(with_figures, problems=problems, measures=measures)


def draft(bureau: Campaign, day: date = DAY) -> Notice:
    """The notice of a day up to which the data go."""
    site = bureau.site.model_copy(update={"as_of": day})
    return draft_notice(Facts(replace(bureau, site=site), resolve(bureau).results), day)


def reread(snapshot: Notice | Reminder) -> Notice | Reminder:
    """The snapshot as it is read back from the file it becomes."""
    data, faults = read_yaml(as_yaml(snapshot, "说明").encode(), "x.yml")
    back = bind(type(snapshot), data, Place("x.yml"), faults)
    assert faults == [] and back is not None
    return back


def test_a_notice_counts_every_row_and_names_the_public_ones(bureau: Campaign) -> None:
    notice = draft(bureau)
    assert [notice.amount(key).text for key in (OPENED, CLOSED, OVERDUE)] == ["2", "1", "2"]
    assert [item.id for item in notice.opened] == ["WT-0001"]
    assert notice.closed == []  # the closed one is 内部
    assert [(item.id, item.state) for item in notice.overdue] == [("CS-0001", "逾期9天")]


def test_the_first_notice_begins_with_the_first_problem(bureau: Campaign) -> None:
    notice = draft(bureau)
    assert (notice.issue, notice.since, notice.date) == (1, date(2023, 10, 9), DAY)


def test_the_next_notice_begins_a_day_later_and_names_only_what_is_new(bureau: Campaign) -> None:
    first = draft(bureau)
    later = date(2023, 12, 8)
    new = problem(id="WT-0009", registered=date(2023, 11, 20), disclosure="公开")
    second = draft(altered(bureau, notices=(first,), problems=(*bureau.problems, new)), later)
    assert (second.issue, second.since) == (2, date(2023, 11, 25))
    assert [item.id for item in second.opened] == ["WT-0009"]  # entered late, so it is new all the same
    assert second.amount(CLOSED).text == "0"
    assert set(second.deadlines) == {"WT-0009"}


def test_a_notice_freezes_every_new_deadline_once(bureau: Campaign) -> None:
    assert draft(bureau).deadlines["CS-0005"] == date(2023, 11, 10)  # the deadline, not its extension
    assert len(draft(bureau).deadlines) == 8


def test_a_notice_reads_back_as_it_was_written(bureau: Campaign) -> None:
    notice = draft(bureau)
    back = reread(notice)
    assert back.frozen() == notice.frozen()
    assert back.sound


@pytest.mark.parametrize("field", ["value", "label"])
def test_a_changed_number_breaks_the_seal(bureau: Campaign, field: str) -> None:
    notice = draft(bureau)
    changed = notice.figures[0].model_copy(update={field: "9"})
    assert not notice.model_copy(update={"figures": [changed, *notice.figures[1:]]}).sound


@pytest.mark.parametrize("field", ["opened", "overdue", "units", "deadlines", "settled"])
def test_a_changed_row_breaks_the_seal(bureau: Campaign, field: str) -> None:
    notice = draft(bureau)
    empty = {} if field == "deadlines" else []
    assert getattr(notice, field) != empty
    assert not notice.model_copy(update={field: empty}).sound


def test_the_words_around_may_be_edited(bureau: Campaign) -> None:
    edited = {"text": ["改过的正文"], "scope": "全局", "feedback": "别的办法"}
    assert draft(bureau).model_copy(update=edited).sound


@pytest.mark.parametrize("typed", ["2", "3"])
def test_a_dated_correction_keeps_the_seal_whichever_number_stands(bureau: Campaign, typed: str) -> None:
    notice = draft(bureau)
    correction = made(Correction, date=DAY, key=OPENED, was="2", now="3", reason="漏记一条")
    first = notice.figures[0].model_copy(update={"value": typed})
    changed = {"figures": [first, *notice.figures[1:]], "corrections": [correction]}
    corrected = notice.model_copy(update=changed)
    assert corrected.sound
    assert corrected.amount(OPENED).text == "3"


def test_a_correction_does_not_cover_another_number(bureau: Campaign) -> None:
    notice = draft(bureau)
    correction = made(Correction, date=DAY, key=OPENED, was="2", now="3", reason="漏记一条")
    first = notice.figures[0].model_copy(update={"value": "7"})
    changed = {"figures": [first, *notice.figures[1:]], "corrections": [correction]}
    assert not notice.model_copy(update=changed).sound


CONTACT = {"unit": "office", "phone": "示例号码", "mailbox": "示例信箱"}
SHOWN = ("shown_from", "shown_until", "receiver", "contact")


def with_site(bureau: Campaign, **fields: object) -> Campaign:
    """The bureau with more known in site.yml."""
    return replace(bureau, site=bureau.site.model_copy(update=fields))


def test_a_notice_states_how_long_it_is_shown_and_who_takes_opinions(bureau: Campaign) -> None:
    notice = draft(with_site(bureau, notice_days=5, contact=made(Contact, **CONTACT)))
    assert [getattr(notice, field) for field in SHOWN] == [
        DAY,
        date(2023, 12, 1),  # five working days later
        "教育办",
        "电话：示例号码；信箱：示例信箱",
    ]
    assert reread(notice).sound


def test_a_notice_invents_nothing_that_the_site_does_not_know(bureau: Campaign) -> None:
    for known in (bureau, with_site(bureau, contact=made(Contact))):
        assert [getattr(draft(known), field) for field in SHOWN] == [DAY, None, None, None]


@pytest.mark.parametrize("field", SHOWN)
def test_what_a_notice_states_of_itself_is_sealed(bureau: Campaign, field: str) -> None:
    notice = draft(with_site(bureau, notice_days=5, contact=made(Contact, **CONTACT)))
    assert not notice.model_copy(update={field: None}).sound


def test_a_notice_does_not_run_into_a_year_whose_holidays_are_unknown(bureau: Campaign) -> None:
    far = date(2098, 12, 30)
    with pytest.raises(NoDraft, match="节假日安排还不知道"):
        workdays_after(far, 5)


def test_the_numbers_at_the_head_of_a_notice_agree_with_the_rows_below(
    bureau: Campaign, surveys: dict[str, Survey]
) -> None:
    """They count one list; what is not named only counts. A corrected number may differ, and says so."""
    for notice in (draft(bureau), *surveys["sample"].view.campaign.notices):
        stated = {each.key: each.value for each in notice.figures}
        corrected = {correction.key for correction in notice.corrections}
        for key, field in SUMS.items():
            if stated[key].isdigit() and key not in corrected:
                assert sum(getattr(unit, field) for unit in notice.units) == int(stated[key]), key
        for key in (OPENED, CLOSED, OVERDUE):
            assert len(getattr(notice, key)) <= int(stated[key])
        assert len(notice.settled) == int(stated[CLOSED])


SUMS = {  # what a notice states → what adds up to it, unit by unit
    "rectification.problems": "problems",
    "rectification.measures_total": "measures",
    "rectification.measures_done": "done",
    OVERDUE: "overdue",
}


def test_no_notice_without_a_data_date(bureau: Campaign) -> None:
    site = bureau.site.model_copy(update={"as_of": None})
    with pytest.raises(NoDraft, match="as_of 还空着"):
        draft_notice(Facts(replace(bureau, site=site), resolve(bureau).results), DAY)


@pytest.mark.parametrize("day", [date(2023, 11, 10), date(2023, 12, 8)])
def test_no_notice_on_a_day_that_is_not_that_of_the_data(bureau: Campaign, day: date) -> None:
    with pytest.raises(NoDraft, match=f"数据截至 2023-11-24，公示日是 {day}"):
        draft_notice(resolve(bureau), day)


def test_no_notice_of_nothing(bureau: Campaign) -> None:
    research = tuple(row for row in bureau.problems if row.pool.value == "调查研究")
    assert research
    with pytest.raises(NoDraft, match="还没有登记检视整改的问题"):
        draft(altered(bureau, problems=research))


def test_the_words_of_a_notice_give_no_unit_to_what_is_unknown(bureau: Campaign) -> None:
    """The figures of this bureau are defined and not derived, so that none is known."""
    assert "到期措施完成率待填报；" in draft(bureau).text[0]
    assert "待填报条" not in draft(bureau).text[0]


def test_no_notice_on_the_day_of_the_last(bureau: Campaign) -> None:
    with pytest.raises(NoDraft, match="新的一期要晚于它"):
        draft(replace(bureau, notices=(draft(bureau),)))


def reminded(reminder: Reminder) -> list[tuple[str, str, str | None]]:
    """What a reminder of one unit lists: subject, id, state."""
    (unit,) = reminder.units
    return [(item.about.value, item.id, item.state) for item in unit.items]


def test_a_reminder_lists_open_rows_by_unit_without_hidden_ones(bureau: Campaign) -> None:
    reminder = draft_reminder(replace(bureau, plan=()), "2023-11")
    about = "问题整改整治"
    assert [unit.unit for unit in reminder.units] == ["教育办"]
    assert reminded(reminder) == [
        (about, "CS-0001", "逾期9天"),
        (about, "CS-0003", "逾期9天"),
        (about, "CS-0005", "临期"),
        (about, "WT-0003", "本月到期"),
    ]
    assert reminder.reply_by == date(2023, 11, 29)  # three working days
    assert reread(reminder).sound


def planned(id: str, day: date, *units: str) -> PlanItem:
    """An item of the study plan."""
    known = {"title": "专题学习", "form": "集中学习", "tiers": [Tier.ALL]}
    return made(PlanItem, id=id, organisers=[*units], date=day, **known)


def test_a_reminder_covers_study_research_and_rectification_in_this_order(bureau: Campaign) -> None:
    plan = (
        planned("past", date(2023, 11, 8), "教育办"),
        planned("soon", date(2023, 12, 1), "教育办"),
        planned("later", date(2023, 12, 4), "教育办"),
        planned("month", date(2023, 11, 30), "教育办"),
        planned("before", date(2023, 10, 30), "教育办"),
    )
    topics = (
        topic(id="KT-0001", status="调研中", applied=[], deadline=date(2023, 11, 10)),
        topic(id="KT-0002", status="已形成报告", deadline=date(2023, 11, 10)),
        topic(id="KT-0003", status="调研中", deadline=date(2023, 12, 29)),
        topic(id="KT-0004", status="调研中", deadline=date(2023, 11, 10), disclosure="不公开"),
        topic(id="KT-0005", status="已立项"),
    )
    cases = (case(id="MQ-0001", deadline=date(2023, 11, 28)), case(id="MQ-0002", status="已销号"))
    there = altered(bureau, plan=plan, topics=topics, cases=cases, measures=(), problems=())
    assert reminded(draft_reminder(there, "2023-11")) == [
        ("学习任务落实", "past", "已到时间"),
        ("学习任务落实", "month", "本月安排"),
        ("领导干部调研", "KT-0001", "逾期14天"),
        ("问题整改整治", "MQ-0001", "临期"),
    ]
    assert "subject: 学习任务落实\n" in as_yaml(draft_reminder(there, "2023-11"), "说明")
    month_end = replace(there, today=date(2023, 11, 29))
    assert ("学习任务落实", "soon", "临期") in reminded(draft_reminder(month_end, "2023-11"))


def test_nobody_is_reminded_of_study_by_those_below_him(bureau: Campaign) -> None:
    """The committee stands above the office, which sends the reminder."""
    named = bureau.organisation.name_of
    plan = (planned("session", DAY, *map(named, ("party-committee", "office", "branches"))),)
    reminder = draft_reminder(altered(bureau, plan=plan, measures=(), problems=()), "2023-11")
    assert [unit.unit for unit in reminder.units] == [named("office"), named("branches")]


def test_a_reminder_from_before_there_were_three_subjects_is_of_rectification(bureau: Campaign) -> None:
    reminder = draft_reminder(replace(bureau, plan=()), "2023-11")
    items = [item.model_copy(update={"subject": None}) for item in reminder.units[0].items]
    older = reminder.model_copy(update={"units": [reminder.units[0].model_copy(update={"items": items})]})
    older = older.model_copy(update={"seal": sealed(older.frozen())})
    assert "subject" not in as_yaml(older, "说明")
    assert reread(older).sound
    assert {about for about, _, _ in reminded(older)} == {"问题整改整治"}


def test_an_answer_keeps_the_seal_and_another_row_breaks_it(bureau: Campaign) -> None:
    reminder = draft_reminder(bureau, "2023-11")
    answered = reminder.units[0].model_copy(update={"reply": "已办"})
    assert reminder.model_copy(update={"units": [answered]}).sound
    shorter = reminder.units[0].model_copy(update={"items": reminder.units[0].items[:1]})
    assert not reminder.model_copy(update={"units": [shorter]}).sound


@pytest.mark.parametrize(
    ("as_of", "today", "said"),
    [
        (None, None, "as_of 还空着"),
        (None, DAY, "as_of 还空着"),
        (date(2023, 10, 31), DAY, "数据截至 2023-10-31，不在 2023-11"),
        (DAY, date(2023, 12, 1), "判定日 2023-12-01 不在 2023-11"),
    ],
)
def test_no_reminder_outside_its_month(
    bureau: Campaign, as_of: date | None, today: date | None, said: str
) -> None:
    site = bureau.site.model_copy(update={"as_of": as_of})
    with pytest.raises(NoDraft, match=said):
        draft_reminder(replace(bureau, site=site, today=today), "2023-11")


def test_no_reminder_before_the_last_or_of_nothing(bureau: Campaign) -> None:
    later = draft_reminder(bureau, "2023-11").model_copy(update={"month": "2023-12"})
    with pytest.raises(NoDraft, match="新的一期要晚于它"):
        draft_reminder(replace(bureau, reminders=(later,)), "2023-11")
    with pytest.raises(NoDraft, match="没有可提醒的"):
        draft_reminder(altered(bureau, measures=(), problems=(), plan=()), "2023-11")


def test_no_notice_while_no_measure_is_known(bureau: Campaign) -> None:
    with pytest.raises(NoDraft, match="措施台账还没有登记检视整改的措施"):
        draft(altered(bureau, measures=()))


@pytest.mark.parametrize("title", ["问题台账", "措施台账"])
def test_no_notice_of_a_ledger_that_is_being_filled(bureau: Campaign, title: str) -> None:
    """What is frozen stays; what is counted now would be too little."""
    site = bureau.site.model_copy(update={"backfilling": [title, "活动台账"]})
    with pytest.raises(NoDraft, match=f"^{title}补登中，定稿的数会不全"):
        draft(replace(bureau, site=site))


def test_rows_after_the_day_of_a_notice_are_for_the_next(bureau: Campaign) -> None:
    """Nothing of them is counted, named or frozen: neither a new problem nor what was done since."""
    after = DAY + timedelta(days=1)
    new = problem(id="WT-0009", registered=after, deadline=after, disclosure="公开")
    done = [
        row.model_copy(update={"status": type(row.status)("已落实"), "done": after}) if row.open else row
        for row in bureau.measures
    ]
    later = altered(bureau, problems=(*bureau.problems, new), measures=done)
    assert draft(later).frozen() == draft(bureau).frozen()
    assert "WT-0009" in draft(altered(later, notices=(draft(later),)), after).deadlines


def test_a_reminder_leaves_out_what_is_registered_after_its_day(bureau: Campaign) -> None:
    new = problem(id="WT-0009", registered=DAY + timedelta(days=1), deadline=date(2023, 11, 30))
    early = replace(bureau, plan=())
    later = altered(early, problems=(*bureau.problems, new))
    assert draft_reminder(later, "2023-11").frozen() == draft_reminder(early, "2023-11").frozen()


def test_no_second_reminder_of_a_month(bureau: Campaign) -> None:
    with pytest.raises(NoDraft, match="已经发过"):
        draft_reminder(replace(bureau, reminders=(draft_reminder(bureau, "2023-11"),)), "2023-11")


def test_a_file_of_a_notice_has_one_value_a_line(bureau: Campaign, tmp_path: Path) -> None:
    text = as_yaml(draft(bureau), "头一行\n第二行")
    assert text.startswith("# 头一行\n# 第二行\n\nissue: 1\n")
    assert text.rstrip().rpartition("\n")[2].startswith("seal: ")
