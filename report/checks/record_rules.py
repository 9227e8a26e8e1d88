"""Rules about records: ids, references to units and books, dates, and what a sample may contain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from report.faults import Fault, Place, nearest
from report.figures import Result
from report.models import (
    LEDGERS,
    Campaign,
    PickKind,
    Record,
)
from report.periods import periods


def ids_are_unique(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """An id stands once: among books, plan items, units and posts, links, and across all ledgers."""
    organisation = campaign.organisation
    for group in (
        campaign.books,
        campaign.plan,
        (*organisation.units, *organisation.posts),
        organisation.links,
        organisation.key_tasks,
        organisation.youth_groups,
        organisation.periodic_tasks,
        *(campaign.rows(name) for name in LEDGERS),  # whose prefixes keep them apart
    ):
        yield from _repeated(group)


def _repeated(records: Iterable[Any]) -> Iterator[Fault]:
    first: dict[str, Place] = {}
    for record in records:
        if record.id in first:
            yield record.at("id").fault(f"编号“{record.id}”在 {first[record.id]} 已经用过，请换一个")
        first.setdefault(record.id, record.place)


def units_exist(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """Whoever a YAML file names as responsible is a unit of organisation.yml, by its id."""
    organisation = campaign.organisation
    if "organisation" in campaign.incomplete:
        return
    ids = {unit.id: unit.name for unit in organisation.units}
    names = {unit.name: unit.id for unit in organisation.units}
    named: list[tuple[Record, str, list[str]]] = [
        *((item, "organisers", item.organisers) for item in campaign.plan),
        *((link, "units", link.units) for link in organisation.links),
        *((post, "unit", [post.unit]) for post in organisation.posts),
        *((task, "unit", [task.unit]) for task in organisation.periodic_tasks),
    ]
    for record, field, units in named:
        for index, unit in enumerate(units):
            if unit in names and unit not in ids:
                yield record.at(field, index).fault(f"单位“{unit}”要写编号 {names[unit]}")
            elif unit not in ids:
                near = nearest(unit, ids)
                yield record.at(field, index).fault(f"organisation.yml 里没有“{unit}”这个单位{near}")


def names_stand_once(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A unit's name stands once, since ledgers go by it; a book's title, since books are counted."""
    for records, field in ((campaign.organisation.units, "name"), (campaign.books, "title")):
        first: dict[str, Place] = {}
        for record in records:
            name = getattr(record, field)
            if name in first:
                yield record.at(field).fault(f"“{name}”在 {first[name]} 已经写过，请只留一处")
            first.setdefault(name, record.at(field))


def plan_books_exist(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A plan item refers to books of books.yml."""
    known = [book.id for book in campaign.books]
    for item in campaign.plan:
        for index, book in enumerate(item.books):
            if book not in known and "books" not in campaign.incomplete:
                yield item.at("books", index).fault(f"books.yml 里没有“{book}”{nearest(book, known)}")


def spans_are_ordered(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A plan item that ends has begun, and before it ends."""
    for item in campaign.plan:
        if item.end and item.date is None:
            yield item.at("end").fault("有结束日期没有开始日期，请补上 date")
        elif item.end and item.date and item.end < item.date:
            yield item.at("end").fault(f"结束日期 {item.end} 早于开始日期 {item.date}，请核对")


def intervals_are_given_once(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A periodic task has an interval in words or the figure that holds it, not both."""
    for task in campaign.organisation.periodic_tasks:
        if (task.interval is None) == (task.interval_figure is None):
            yield task.place.fault(f"{task.name}的周期：interval 和 interval_figure 只写一个")
        elif "figures" in campaign.incomplete:
            continue
        elif task.interval_figure and task.interval_figure not in campaign.figures:
            near = nearest(task.interval_figure, campaign.figures)
            yield task.at("interval_figure").fault(f"没有“{task.interval_figure}”这个数{near}")


def next_days_are_computed(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """When a task is next due is typed only while no record tells it."""
    for period in periods(campaign, results).values():
        if period.computed and period.task.next is not None:
            said = f"{period.task.name}的下次由记录推算为 {period.next}，请删去 next"
            yield period.task.at("next").fault(said)


def samples_invent_no_titles(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """Sample data makes up no title: it uses those of the book list, or 示例… without an author."""
    if not campaign.site.sample:
        return
    books = {book.title for book in campaign.books}
    for pick in campaign.picks:
        if pick.title in books and pick.kind is PickKind.BOOK:
            continue
        if not pick.title.startswith("示例"):
            yield pick.at("title").fault(f"示例数据不得编造题名“{pick.title}”，请写“示例文章一”一类")
        elif pick.author:
            yield pick.at("author").fault("示例题名不署作者，请删去 author")


def picks_stand_once(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A title is recommended once a month."""
    seen: dict[tuple[str, str], Place] = {}
    for pick in campaign.picks:
        if (pick.month, pick.title) in seen:
            yield pick.place.fault(
                f"“{pick.title}”本月在 {seen[pick.month, pick.title]} 已经荐读，请删去其一"
            )
        seen.setdefault((pick.month, pick.title), pick.place)


def phrases_can_be_told_apart(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A near-miss is not part of a right form, or the right form would be reported."""
    phrases = campaign.prose.phrases
    for phrase in phrases:
        for index, wrong in enumerate(phrase.instead_of):
            if right := next((other.write for other in phrases if wrong in other.write), ""):
                said = f"误写“{wrong}”包含在规范写法“{right}”里，会误报，请改长"
                yield phrase.at("instead_of", index).fault(said)


RECORD_RULES = (
    ids_are_unique,
    units_exist,
    names_stand_once,
    plan_books_exist,
    spans_are_ordered,
    intervals_are_given_once,
    next_days_are_computed,
    samples_invent_no_titles,
    picks_stand_once,
    phrases_can_be_told_apart,
)
