"""Rules about the YAML files, the study plan and the picks: ids, references to units and books, dates, the
letter, and what a sample may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from report.checks.figures import NO_VALUES
from report.facts.fields import POST, SEVERAL_WANTED, UNIT, Kind
from report.facts.ledgers import LEDGERS
from report.facts.lists import PickKind
from report.facts.record import Record
from report.facts.records import Tier
from report.faults import Fault, Place, nearest
from report.figures.periods import periods
from report.figures.resolving import Facts

NUMBER = re.compile(r"[^\d〔〕]+〔[12]\d{3}〕[1-9]\d*号")
MOST_IN_LINE = 22  # of 28 characters, less four for “签发人：” and two for the edges
SEVERAL = re.compile(r"[、，,；;\s]")


def ids_are_unique(facts: Facts) -> Iterator[Fault]:
    """An id is used once among books, units and posts, links …, and within each table."""
    campaign = facts.campaign
    organisation = campaign.organisation
    for group in (
        campaign.books,
        (*organisation.units, *organisation.posts),
        organisation.links,
        organisation.key_tasks,
        organisation.youth_groups,
        organisation.periodic_tasks,
        *campaign.tables.values(),  # each by itself: its prefix keeps it apart from the others
    ):
        yield from _repeated(group)


def _repeated(records: Iterable[Any]) -> Iterator[Fault]:
    first: dict[str, Place] = {}
    for record in records:
        if record.id in first:
            yield record.at("id").fault(f"编号“{record.id}”在 {first[record.id]} 已经用过，请换一个")
        first.setdefault(record.id, record.place)


def added(kind: Kind) -> str:
    """Where a unit or post that organisation.yml lacks is added."""
    what, key = ("单位", "units") if kind is UNIT else ("职务", "posts")
    return f"；是新的{what}，先在 organisation.yml 的 {key} 下加一条"


def units_exist(facts: Facts) -> Iterator[Fault]:
    """Those who are responsible in the YAML files are units of organisation.yml, named by id."""
    campaign = facts.campaign
    organisation = campaign.organisation
    if "organisation" in campaign.incomplete:
        return
    ids = {unit.id: unit.name for unit in organisation.units}
    names = {unit.name: unit.id for unit in organisation.units}
    named: list[tuple[Record, str, list[str]]] = [
        *((link, "units", link.units) for link in organisation.links),
        *((task, "units", task.units) for task in organisation.key_tasks),
        *((post, "unit", [post.unit]) for post in organisation.posts),
        *((task, "unit", [task.unit]) for task in organisation.periodic_tasks),
        *((each, "unit", [each.unit]) for each in [campaign.site.contact] if each and each.unit),
    ]
    for record, field, units in named:
        for index, unit in enumerate(units):
            if unit in names and unit not in ids:
                yield record.at(field, index).fault(f"单位“{unit}”要写编号 {names[unit]}")
            elif unit not in ids:
                said = f"organisation.yml 里没有“{unit}”这个单位{nearest(unit, ids)}{added(UNIT)}"
                yield record.at(field, index).fault(said)


def backfilled_ledgers_exist(facts: Facts) -> Iterator[Fault]:
    """What is marked 补登中 is a ledger, named by its title and once."""
    site = facts.campaign.site
    titles = [ledger.title for ledger in LEDGERS.values()]
    for index, title in enumerate(site.backfilling):
        if title in LEDGERS:
            yield site.at("backfilling", index).fault(f"“{title}”要写台账的名称 {LEDGERS[title].title}")
        elif title not in titles:
            said = f"没有“{title}”这份台账，只能写{'、'.join(titles)}{nearest(title, titles)}"
            yield site.at("backfilling", index).fault(said)
        elif title in site.backfilling[:index]:
            yield site.at("backfilling", index).fault(f"“{title}”写了两次，请删去其一")


def posts_exist(facts: Facts) -> Iterator[Fault]:
    """Those who lead a key task are posts of organisation.yml, named by id, and never a person."""
    organisation = facts.campaign.organisation
    if "organisation" in facts.campaign.incomplete:
        return
    ids = {post.id: post.name for post in organisation.posts}
    names = {post.name: post.id for post in organisation.posts}
    for task in organisation.key_tasks:
        for index, post in enumerate(task.leaders):
            if post in names and post not in ids:
                yield task.at("leaders", index).fault(f"职务“{post}”要写编号 {names[post]}")
            elif post not in ids:
                said = f"organisation.yml 里没有“{post}”这个职务，只写职务、不写姓名{nearest(post, ids)}"
                yield task.at("leaders", index).fault(f"{said}{added(POST)}")


def figures_of_key_tasks_exist(facts: Facts) -> Iterator[Fault]:
    """What tells how far a key task has come are figures of figures.yml, each named once."""
    figures = facts.campaign.figures
    for task in facts.campaign.organisation.key_tasks:
        for index, key in enumerate(task.figures):
            if key not in figures and "figures" not in facts.campaign.incomplete:
                yield task.at("figures", index).fault(f"没有“{key}”这个数{nearest(key, figures)}")
            elif key in task.figures[:index]:
                yield task.at("figures", index).fault(f"“{key}”写了两次，请删去其一")


def names_stand_once(facts: Facts) -> Iterator[Fault]:
    """A unit's name is used once, since ledgers refer to it; so is a book's title, since
    books are counted."""
    for records, field in ((facts.campaign.organisation.units, "name"), (facts.campaign.books, "title")):
        first: dict[str, Place] = {}
        for record in records:
            name = getattr(record, field)
            if name in first:
                yield record.at(field).fault(f"“{name}”在 {first[name]} 已经写过，请只留一处")
            first.setdefault(name, record.at(field))


def plan_books_exist(facts: Facts) -> Iterator[Fault]:
    """A plan item names books as books.yml does, by title."""
    campaign = facts.campaign
    titles = [book.title for book in campaign.books]
    ids = {book.id: book.title for book in campaign.books}
    for item in campaign.plan:
        for said in item.books:
            if said not in titles and "books" not in campaign.incomplete:
                yield item.at("books").fault(f"“{item.titled('books')}”{_unlisted(said, titles, ids)}")


def _unlisted(said: str, titles: list[str], ids: dict[str, str]) -> str:
    """Why a text names no book."""
    if said in ids:
        return f"写的是编号 {said}，请改写书名{ids[said]}"
    if sum(title in said for title in titles) > 1:
        return f"：“{said}”{SEVERAL_WANTED}"
    return f"：books.yml 里没有“{said}”这本书{nearest(said, titles)}"


def spans_are_ordered(facts: Facts) -> Iterator[Fault]:
    """A plan item that has an end has a beginning, which is not after it."""
    for item in facts.campaign.plan:
        if item.end and item.date is None:
            yield item.at("end").fault("有结束日期没有开始日期，请补上“日期”")
        elif item.end and item.date and item.end < item.date:
            yield item.at("end").fault(f"结束日期 {item.end} 早于开始日期 {item.date}，请核对")


def intervals_are_given_once(facts: Facts) -> Iterator[Fault]:
    """A periodic task states its interval in words or names the figure that holds it, one of the two."""
    campaign = facts.campaign
    for task in campaign.organisation.periodic_tasks:
        if (task.interval is None) == (task.interval_figure is None):
            yield task.place.fault(f"{task.name}的周期：interval 和 interval_figure 只写一个")
        elif "figures" in campaign.incomplete:
            continue
        elif task.interval_figure and task.interval_figure not in campaign.figures:
            near = nearest(task.interval_figure, campaign.figures)
            yield task.at("interval_figure").fault(f"没有“{task.interval_figure}”这个数{near}")


def next_days_are_computed(facts: Facts) -> Iterator[Fault]:
    """When a task is next due is typed only if it cannot be computed from when it was last done."""
    for period in periods(facts).values():
        if period.computed and period.task.next is not None:
            said = f"{period.task.name}的下次由记录推算为 {period.next}，请删去 next"
            yield period.task.at("next").fault(said)


def samples_invent_no_titles(facts: Facts) -> Iterator[Fault]:
    """Sample data makes up no titles: they are from the book list, or 示例… without an author."""
    campaign = facts.campaign
    if not campaign.site.sample:
        return
    books = {book.title for book in campaign.books}
    for pick in campaign.picks:
        if pick.title in books and pick.kind is PickKind.BOOK:
            continue
        if not pick.title.startswith("示例"):
            yield pick.at("title").fault(f"示例数据不得编造题名“{pick.title}”，请写“示例文章一”一类")
        elif pick.author:
            yield pick.at("author").fault("示例题名不署作者，请清空“作者”")


def picks_stand_once(facts: Facts) -> Iterator[Fault]:
    """No title is recommended twice in a month."""
    seen: dict[tuple[str, str], Place] = {}
    for pick in facts.campaign.picks:
        if (pick.month, pick.title) in seen:
            yield pick.place.fault(
                f"“{pick.title}”本月在 {seen[pick.month, pick.title]} 已经荐读，请删去其一"
            )
        seen.setdefault((pick.month, pick.title), pick.place)


def kinds_fall_under_one_link(facts: Facts) -> Iterator[Fault]:
    """A kind of activity or document belongs to one link of “六位一体” at most."""
    first: dict[tuple[str, str], str] = {}
    for link in facts.campaign.organisation.links:
        for field in ("activities", "documents"):
            for index, kind in enumerate(getattr(link, field)):
                if (field, kind) in first:
                    said = f"“{kind}”已归入{first[field, kind]}，一个类型只归一处，请删去其一"
                    yield link.at(field, index).fault(said)
                first.setdefault((field, kind), link.name)


def plan_items_are_for_somebody(facts: Facts) -> Iterator[Fault]:
    """A plan item says who attends; 全体党员 stands alone."""
    for item in facts.campaign.plan:
        if item.lacks("tiers") and item.lacks("audience"):
            said = "没有写谁参加：整层参加的填“层次”，只请一部分人的填“参加人员”"
            yield item.place.fault(f"“{item.title}”{said}")
        if Tier.ALL in item.tiers and (len(item.tiers) > 1 or item.audience):
            said = "“层次”已是全体党员，不再写别的；另有安排的另立一项"
            yield item.at("audience" if item.audience else "tiers").fault(said)


def phrases_can_be_told_apart(facts: Facts) -> Iterator[Fault]:
    """A near-miss is not part of a correct phrase, which would then be reported."""
    phrases = facts.campaign.prose.phrases
    for phrase in phrases:
        for index, wrong in enumerate(phrase.instead_of):
            if right := next((other.write for other in phrases if wrong in other.write), ""):
                said = f"误写“{wrong}”包含在规范写法“{right}”里，会误报，请改长"
                yield phrase.at("instead_of", index).fault(said)


def letter_is_dated_after_its_data(facts: Facts) -> Iterator[Fault]:
    """The report is not dated before the data date."""
    campaign = facts.campaign
    written, as_of = campaign.site.letter.date, campaign.site.as_of
    if written and as_of and not campaign.site.follows and written < as_of:
        yield campaign.site.letter.at("date").fault(f"成文日期 {written} 早于数据截至 {as_of}，请核对")


def letter_names_one_recipient(facts: Facts) -> Iterator[Fault]:
    """An upward document goes to one organ; the program adds the colon after its name."""
    letter = facts.campaign.site.letter
    name = letter.recipient or ""
    if SEVERAL.search(name):
        yield letter.at("recipient").fault("主送机关只写一个，上行文不多头主送；要抄送的不写在这里")
    elif name.endswith(("：", ":")):
        yield letter.at("recipient").fault("主送机关后面的冒号由程序加，请删去")


def letter_number_is_in_form(facts: Facts) -> Iterator[Fault]:
    """发文字号 has the whole year in 〔〕, and a serial number without 第 and without leading zeros."""
    letter = facts.campaign.site.letter
    if letter.number and not NUMBER.fullmatch(letter.number):
        form = "机关代字〔2023〕1号：年份写全，用六角括号，序号不加第、不补零"
        yield letter.at("number").fault(f"发文字号“{letter.number}”应写成{form}")


def ways_are_not_stood_in_for(facts: Facts) -> Iterator[Fault]:
    """An unknown way to reach somebody is left empty, and then shown as 待填报."""
    site = facts.campaign.site
    for record in (site.contact, site.opinions):
        for name in record.model_fields_set if record else ():
            text = getattr(record, name)
            if record and isinstance(text, str) and NO_VALUES.fullmatch(text):
                yield record.at(name).fault(f"“{text}”不是要写的内容；不知道就空着，冒号后什么也不写")


def attachments_stand_once(facts: Facts) -> Iterator[Fault]:
    """No attachment is listed twice."""
    listed = facts.campaign.site.letter.attachments
    for index, name in enumerate(listed):
        if name in listed[:index]:
            said = f"附件“{name}”写了两次，请删去其一"
            yield facts.campaign.site.letter.at("attachments", index).fault(said)


def letter_is_not_stood_in_for(facts: Facts) -> Iterator[Fault]:
    """An unknown element of the letter is left empty: nothing like 待填报, 待定 or ×× stands in for it."""
    letter = facts.campaign.site.letter
    for name in ("recipient", "sender", "number", "signer"):
        text = getattr(letter, name) or ""
        if NO_VALUES.fullmatch(text) or re.search("[×xXＸ]{2,}", text):
            yield letter.at(name).fault(f"“{text}”不是要印的内容；不知道就空着，冒号后什么也不写")


def number_and_signer_fit_into_a_line(facts: Facts) -> Iterator[Fault]:
    """发文字号 and 签发人 fit into one line above the red rule, where no name may be broken."""
    letter = facts.campaign.site.letter
    length = len(f"{letter.number or ''}{letter.signer or ''}")
    if letter.red_head and length > MOST_IN_LINE:
        yield letter.at("number").fault(f"发文字号和签发人共{length}字，一行放不下，请用规范化简称")


RECORD_RULES = (
    ids_are_unique,
    units_exist,
    posts_exist,
    backfilled_ledgers_exist,
    figures_of_key_tasks_exist,
    names_stand_once,
    plan_books_exist,
    spans_are_ordered,
    intervals_are_given_once,
    next_days_are_computed,
    samples_invent_no_titles,
    picks_stand_once,
    kinds_fall_under_one_link,
    plan_items_are_for_somebody,
    phrases_can_be_told_apart,
    letter_is_dated_after_its_data,
    letter_names_one_recipient,
    letter_number_is_in_form,
    letter_is_not_stood_in_for,
    ways_are_not_stood_in_for,
    number_and_signer_fit_into_a_line,
    attachments_stand_once,
)
