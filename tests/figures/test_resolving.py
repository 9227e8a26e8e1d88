"""From definitions and rows to results: counting, unknowns that spread, definitions that make no sense."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.checks import check
from report.checks.figures import derivations_agree
from report.facts.campaign import COLLECTIONS, Campaign
from report.facts.figure import Derivation, Figure, Owner, Status
from report.facts.ledgers.activities import Activity
from report.facts.ledgers.documents import Document, DocumentKind, DocumentStatus
from report.facts.lists import Pick, PickKind
from report.facts.reading.loading import load
from report.facts.reading.settings import settings as settings_of
from report.facts.records import Book, Link, Tier
from report.faults import Place
from report.figures.forms import FORMS
from report.figures.resolving import chosen, resolve, step
from tests.rows import activity, altered, case, measure, problem, topic, with_ledgers
from tests.trees import changed

NOWHERE = Place("data/figures.yml", 1)


def figure(name: str, **fields: object) -> Figure:
    """A figure of the study; a form by its name."""
    known = {"key": f"study.{name}", "label": name, "owner": Owner.OFFICE, "unit": "次"}
    derivations = {form: fields.pop(form) for form in FORMS if form in fields}
    return Figure(place=NOWHERE, lines={}, derivations=derivations, **(known | fields))


def how(**fields: object) -> Derivation:
    return Derivation(place=NOWHERE, lines={}, **fields)


def document(number: int, kind: DocumentKind = DocumentKind.SUBPLAN, **fields: object) -> Document:
    known = {"id": f"WJ-{number:04}", "name": "某文", "issuer": "教育办", "status": DocumentStatus.ISSUED}
    return Document(place=NOWHERE, lines={}, kind=kind, **(known | fields))


def pick(month: str, kind: PickKind = PickKind.BOOK, title: str = "书") -> Pick:
    return Pick(place=NOWHERE, lines={}, id="JD-0001", month=month, kind=kind, title=title)


def campaign_of(campaign: Campaign, *figures: Figure, **facts: object) -> Campaign:
    return altered(campaign, figures={f.key: f for f in figures}, **facts)


def value_of(campaign: Campaign, last: Figure, *others: Figure, **facts: object) -> tuple[str, str | None]:
    """Status and value of the last figure."""
    result = resolve(campaign_of(campaign, *others, last, **facts)).results[last.key]
    return result.status.value, None if result.value is None else f"{result.value:f}"


def test_rows_are_counted_by_column_and_value(campaign: Campaign) -> None:
    rows = (document(1), document(2), document(3, DocumentKind.TIP))
    counted = figure("x", count=how(of="documents", where={"类型": ["子方案"]}))
    assert value_of(campaign, counted, documents=rows) == ("已填", "2")


def test_a_list_of_values_means_any_of_them(campaign: Campaign) -> None:
    rows = (document(1), document(2), document(3, DocumentKind.TIP))
    counted = figure("x", count=how(of="documents", where={"类型": ["子方案", "工作提示"]}))
    assert value_of(campaign, counted, documents=rows) == ("已填", "3")


def test_a_column_that_holds_several_values_matches_with_any_of_them() -> None:
    link = Link(
        place=NOWHERE,
        lines={},
        id="a",
        name="环节",
        duty="做",
        documents=[DocumentKind.TIP, DocumentKind.RULE],
    )
    assert chosen((link,), Link.columns(), {"归入的文件类型": ["规章制度"]}) == (link,)
    assert chosen((link,), Link.columns(), {"归入的文件类型": ["子方案"]}) == ()


def test_no_row_is_unknown_and_not_zero(campaign: Campaign) -> None:
    counted = figure("x", count=how(of="documents", where={"类型": ["规章制度"]}))
    assert value_of(campaign, counted, documents=(document(1),)) == ("待填报", None)


def test_within_a_pool_that_has_rows_none_is_a_real_zero(campaign: Campaign) -> None:
    counted = figure("x", count=how(of="documents", among={"类型": ["子方案"]}, where={"状态": ["已废止"]}))
    assert value_of(campaign, counted, documents=(document(1),)) == ("已填", "0")
    assert value_of(campaign, counted, documents=()) == ("待填报", None)


def test_one_empty_cell_makes_a_total_unknown(campaign: Campaign) -> None:
    total = figure("x", sum=how(of="documents", field="份数"))
    assert value_of(campaign, total, documents=(document(1, copies=3), document(2, copies=4))) == (
        "已填",
        "7",
    )
    assert value_of(campaign, total, documents=(document(1, copies=3), document(2))) == ("待填报", None)


def test_kinds_are_counted_once(campaign: Campaign) -> None:
    kinds = figure("x", distinct=how(of="documents", field="类型"))
    rows = (document(1), document(2), document(3, DocumentKind.TIP))
    assert value_of(campaign, kinds, documents=rows) == ("已填", "2")


def test_the_norm_of_months_is_their_common_number(campaign: Campaign) -> None:
    norm = figure("x", norm=how(of="picks", where={"种类": ["好书"]}))
    assert value_of(campaign, norm, picks=(pick("2023-10"), pick("2023-11"))) == ("已填", "1")
    assert value_of(campaign, norm, picks=()) == ("待填报", None)


def test_months_that_differ_are_refused_with_their_numbers(campaign: Campaign) -> None:
    """A month in which nothing of the kind was recommended counts as 0."""
    norm = figure("x", norm=how(of="picks", where={"种类": ["好书"]}))
    facts = campaign_of(campaign, norm, picks=(pick("2023-10"), pick("2023-11", PickKind.ARTICLE)))
    result = resolve(facts).results["study.x"]
    assert result.status is Status.PENDING
    assert "2023-10有1、2023-11有0" in result.refusal


def test_a_ratio_is_exact_until_it_is_shown(campaign: Campaign) -> None:
    parts = (figure("a", value="1"), figure("b", value="3"))
    ratio = figure("x", unit="%", ratio=how(part="study.a", whole="study.b"))
    result = resolve(campaign_of(campaign, *parts, ratio)).results["study.x"]
    assert result.value == Decimal(100) / Decimal(3)
    assert [part.figure.label for part in result.parts] == ["a", "b"]


def test_a_ratio_of_nothing_does_not_apply(campaign: Campaign) -> None:
    ratio = figure("x", unit="%", ratio=how(part="study.a", whole="study.b"))
    assert value_of(campaign, ratio, figure("a", value="0"), figure("b", value="0")) == ("不适用", None)


@pytest.mark.parametrize(
    ("a", "b", "status"),
    [
        ({}, {"value": "3"}, "待填报"),
        ({"value": "1"}, {}, "待填报"),
        ({"status": Status.WITHHELD, "value": "1"}, {"value": "3"}, "不公开"),
        ({"status": Status.WITHHELD}, {}, "不公开"),
        ({"status": Status.VOID}, {"value": "3"}, "不适用"),
        ({"status": Status.VOID}, {}, "待填报"),
        ({"value": "三"}, {"value": "3"}, "待填报"),
        ({"unit": None, "value": "三"}, {"value": "3"}, "待填报"),
    ],
)
@pytest.mark.parametrize("form", ["ratio", "change"])
def test_what_is_unknown_or_closed_spreads(
    campaign: Campaign, form: str, a: dict[str, object], b: dict[str, object], status: str
) -> None:
    pair = how(part="study.a", whole="study.b") if form == "ratio" else how(before="study.a", after="study.b")
    made = figure("x", unit="%", word="下降", **{form: pair})
    assert value_of(campaign, made, figure("a", **a), figure("b", **b))[0] == status


@pytest.mark.parametrize(
    ("word", "before", "after", "expected"),
    [
        ("下降", "8", "6", ("已填", "25")),
        ("减少", "8", "8", ("已填", "0")),
        ("增长", "6", "9", ("已填", "50")),
        ("下降", "6", "8", ("待填报", None)),
        ("增长", "8", "6", ("待填报", None)),
        ("下降", "0", "6", ("不适用", None)),
        (None, "8", "6", ("待填报", None)),
        ("上升", "6", "8", ("待填报", None)),
    ],
)
def test_a_change_goes_the_way_its_word_says(
    campaign: Campaign, word: str | None, before: str, after: str, expected: tuple[str, str | None]
) -> None:
    change = figure("x", unit="%", word=word, change=how(before="study.a", after="study.b"))
    assert value_of(campaign, change, figure("a", value=before), figure("b", value=after)) == expected


def test_a_typed_value_stands_while_there_is_nothing_to_count(campaign: Campaign) -> None:
    counted = figure("x", value="6", count=how(of="documents"))
    result = resolve(campaign_of(campaign, counted, documents=())).results["study.x"]
    assert (result.status, result.value, result.unledgered) == (Status.KNOWN, Decimal(6), True)


@pytest.mark.parametrize(
    ("typed", "counted", "agrees"),
    [
        ("130", 131, True),
        ("130", 139, True),
        ("130", 130, False),
        ("130", 140, False),
        ("200", 299, True),
        ("200", 300, False),
    ],
)
def test_an_amount_with_a_rest_agrees_within_its_step(
    campaign: Campaign, typed: str, counted: int, agrees: bool
) -> None:
    made = figure("x", value=typed, approx=True, sum=how(of="documents", field="份数"))
    result = resolve(campaign_of(campaign, made, documents=(document(1, copies=counted),))).results["study.x"]
    assert result.disagrees is not agrees


@pytest.mark.parametrize(
    ("typed", "part", "whole", "agrees"),
    [
        ("33.3", "1", "3", True),
        ("33", "1", "3", True),
        ("33.4", "1", "3", False),
        ("66.67", "2", "3", True),
        ("100", "2999", "3000", False),
        ("100", "3", "3", True),
        ("0", "1", "3000", False),
        ("0", "0", "3", True),
    ],
)
def test_a_typed_rate_agrees_when_rounding_gives_it(
    campaign: Campaign, typed: str, part: str, whole: str, agrees: bool
) -> None:
    """But all and nothing are never a matter of rounding."""
    rate = figure("x", unit="%", value=typed, ratio=how(part="study.a", whole="study.b"))
    facts = campaign_of(campaign, figure("a", value=part), figure("b", value=whole), rate)
    assert resolve(facts).results["study.x"].disagrees is not agrees


def test_a_standstill_is_not_typed_where_something_moved(campaign: Campaign) -> None:
    change = figure("x", unit="%", word="下降", value="0", change=how(before="study.a", after="study.b"))
    facts = campaign_of(campaign, figure("a", value="3000"), figure("b", value="2999"), change)
    assert resolve(facts).results["study.x"].disagrees


def test_a_collection_of_which_rows_are_missing_yields_nothing(campaign: Campaign) -> None:
    counted = figure("x", count=how(of="documents"))
    lost = {"incomplete": frozenset({"documents"})}
    assert value_of(campaign, counted, documents=(document(1),), **lost) == ("待填报", None)


# ------------------------------------------------------------------ derived columns, and from report to rows

RECTIFIED = {"清单": ["检视整改"]}
DONE = {"状态": ["已落实", "已销号"]}
DUE_DONE = how(of="measures", among={**RECTIFIED, "已到期": ["是", "否"]}, where={"已到期": ["是"], **DONE})
LEDGERS = {
    "problems": [problem(), problem(id="WT-0002", pool="调查研究", aspect=None, concern="群众反映强烈")],
    "cases": [case()],
    "measures": [
        measure(),  # due on 30 November
        measure(id="CS-0002", deadline=date(2023, 11, 1), extended=None, status="已落实"),
        measure(id="CS-0003", deadline=date(2023, 11, 1), extended=None),
        measure(id="CS-0004", parent="WT-0002", deadline=date(2023, 11, 1), extended=None),
        measure(id="CS-0005", parent="MQ-0001", status="已销号"),
    ],
}


def counted(campaign: Campaign, form: str, what: Derivation, **ledgers: Any) -> tuple[str, str | None]:
    """Status and value of a figure that is counted from these rows."""
    facts = with_ledgers(campaign, **(LEDGERS | ledgers))
    return value_of(facts, figure("x", **{form: what}))


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"清单": ["检视整改"]}, "3"),
        ({"清单": ["调查研究"]}, "1"),
        ({"清单": ["检视整改", "解剖麻雀"]}, "4"),
        ({"已到期": ["是"]}, "3"),
        ({"逾期": ["是"]}, "2"),
        ({"清单": ["检视整改"], "逾期": ["是"]}, "1"),
        ({"清单": ["检视整改"], "状态": ["已落实", "已销号"]}, "1"),
        ({"所属": ["WT-0001"], "已到期": ["否"]}, "1"),
    ],
)
def test_rows_are_counted_by_derived_columns_too(
    campaign: Campaign, where: dict[str, list[str]], expected: str
) -> None:
    assert counted(campaign, "count", how(of="measures", where=where)) == ("已填", expected)


def test_kinds_of_a_derived_column_are_counted_once(campaign: Campaign) -> None:
    assert counted(campaign, "distinct", how(of="measures", field="清单")) == ("已填", "3")
    assert counted(campaign, "distinct", how(of="problems", field="方面")) == ("已填", "1")
    methods = how(of="topics", field="调研方式")
    assert counted(campaign, "distinct", methods, topics=[topic()]) == ("已填", "2")


def test_cells_that_hold_several_values_are_counted_by_each(campaign: Campaign) -> None:
    what = how(of="topics", where={"调研方式": ["随机走访", "问卷调查"]})
    rows = [topic(), topic(id="KT-0002", methods=["问卷调查"]), topic(id="KT-0003", methods=[])]
    assert counted(campaign, "count", what, topics=rows) == ("已填", "2")


def test_days_are_added_up_over_the_rows_that_have_them(campaign: Campaign) -> None:
    days = how(of="activities", field="天数", where={"类型": ["读书班"]})
    held = [activity(id=f"HD-{n:04}", kind="读书班", days=n) for n in (2, 3)]
    rows = [*held, activity(id="HD-0004")]
    assert counted(campaign, "sum", days, activities=rows) == ("已填", "5")
    assert counted(campaign, "sum", days, activities=[activity()]) == ("待填报", None)


def test_a_column_of_another_ledger_chooses_nothing(campaign: Campaign) -> None:
    assert chosen((activity(),), Activity.columns(), {"逾期": ["否"]}) == ()
    assert chosen((), Activity.columns(), {"类型": ["调研"]}) == ()


def test_nothing_overdue_is_a_zero_and_nothing_registered_is_unknown(campaign: Campaign) -> None:
    overdue = how(of="measures", among=RECTIFIED, where={"逾期": ["是"]})
    done = [measure(status="已落实")]
    assert counted(campaign, "count", overdue, measures=done) == ("已填", "0")
    assert counted(campaign, "count", overdue, measures=[]) == ("待填报", None)
    elsewhere = [measure(parent="MQ-0001")]
    assert counted(campaign, "count", overdue, measures=elsewhere) == ("待填报", None)


def test_without_a_day_of_judgement_what_is_due_is_unknown_and_not_zero(campaign: Campaign) -> None:
    assert counted(campaign, "count", DUE_DONE) == ("已填", "1")
    assert counted(replace(campaign, today=None), "count", DUE_DONE) == ("待填报", None)


@pytest.mark.parametrize(
    ("typed", "difference", "rows", "unledgered", "said"),
    [
        ("6", None, 0, True, []),  # 有填报、无台账
        ("6", None, 6, False, []),
        ("6", None, 5, False, ["x填的是6，台账数出5；请改成一致，或删去 value，确有原因的写在 difference"]),
        ("6", "一次补登", 5, False, []),
        ("6", "一次补登", 6, False, ["x已经一致，请删去 difference"]),
        ("6", "一次补登", 0, True, ["x还没有数可比，请删去 difference"]),
        (None, None, 5, False, []),
        (None, "一次补登", 5, False, ["x没有填 value，用不着 difference，请删去"]),
    ],
)
def test_a_typed_number_meets_its_ledger(
    campaign: Campaign,
    typed: str | None,
    difference: str | None,
    rows: int,
    unledgered: bool,
    said: list[str],
) -> None:
    """First there is only the number of the report, then the rows come; then one of the two gives way."""
    held = [activity(id=f"HD-{n:04}", kind="领导小组会议") for n in range(1, rows + 1)]
    meetings = figure(
        "x",
        value=typed,
        source="会议记录",
        difference=difference,
        count=how(of="activities", where={"类型": ["领导小组会议"]}),
    )
    facts = campaign_of(with_ledgers(campaign, activities=held), meetings)
    resolved = resolve(facts)
    result = resolved.results["study.x"]
    assert result.unledgered is unledgered
    assert result.value == (Decimal(typed) if typed else Decimal(rows))
    assert [fault.message for fault in derivations_agree(resolved)] == said


@pytest.mark.parametrize("status", ["不公开", "不适用"])
def test_a_rate_of_counted_parts_follows_what_is_closed_or_void(campaign: Campaign, status: str) -> None:
    done = figure("a", count=how(of="measures", among=RECTIFIED, where=DONE), status=Status(status))
    total = figure("b", count=how(of="measures", where=RECTIFIED))
    rate = figure("x", unit="%", ratio=how(part="study.a", whole="study.b"))
    facts = with_ledgers(campaign, **LEDGERS)
    assert value_of(facts, rate, done, total) == (status, None)
    assert value_of(facts, rate, done.model_copy(update={"status": None}), total)[0] == "已填"
    unknown = {"不公开": "不公开", "不适用": "待填报"}[status]  # that nothing is known yet outweighs 不适用
    assert value_of(with_ledgers(campaign), rate, done, total) == (unknown, None)


def test_a_mangled_cell_makes_no_number_rather_than_a_wrong_one(small: Path) -> None:
    changed(small, "data/ledgers/measures.csv", "已落实,2023-11-10", "已落实,45240")
    facts, faults = load(settings_of(small, {}))
    assert len(faults) == 1 and facts.incomplete == {"measures"}
    assert resolve(facts).results["rectification.measures_done"].counted is None
    assert resolve(facts).results["rectification.problems"].counted == 4


def test_a_chain_of_five_hundred_figures_is_no_burden(campaign: Campaign) -> None:
    chain = [
        figure(f"n{n}", unit="%", ratio=how(part=f"study.n{n + 1}", whole=f"study.n{n + 1}"))
        for n in range(500)
    ]
    organisation = campaign.organisation.model_copy(update={"key_tasks": []})  # which name a figure
    facts = resolve(campaign_of(campaign, *chain, figure("n500", value="7"), organisation=organisation))
    assert facts.results["study.n0"].value == 100
    assert [fault.message for fault in check(facts)] == ["n500有值没有出处，请补上 source"]


@pytest.mark.parametrize("value", [10, 100, 130, 200, 1000, 1230])
def test_the_step_of_a_round_number_is_the_place_it_is_rounded_to(value: int) -> None:
    assert step(Decimal(value)) == (100 if value % 100 == 0 else 10)


keys = st.sampled_from([f"study.{name}" for name in "abcdefgh"] + ["study.none"])
titles = st.sampled_from(["类型", "份数", "名称", "月份", "层次", "制发单位", "没有的列"])
conditions = st.dictionaries(
    titles, st.lists(st.sampled_from(["子方案", "members", "好书", "3"]), max_size=2), max_size=2
)
derivations = st.builds(
    how,
    of=st.one_of(st.none(), st.sampled_from([*COLLECTIONS, "没有的"])),
    among=conditions,
    where=conditions,
    field=st.one_of(st.none(), titles),
    part=st.one_of(st.none(), keys),
    whole=st.one_of(st.none(), keys),
    before=st.one_of(st.none(), keys),
    after=st.one_of(st.none(), keys),
    digits=st.integers(min_value=0, max_value=4),
)
values = st.one_of(
    st.none(), st.sampled_from(["0", "6", "87.6", "-3", "100", "120", "六", "999999999999999", "0.000001"])
)


@st.composite
def definitions(draw: st.DrawFn) -> list[Figure]:
    """Figures that refer to one another in any way, circles and nonsense included."""
    made = []
    for name in draw(st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1)):
        chosen = draw(st.dictionaries(st.sampled_from(sorted(FORMS)), derivations, max_size=2))
        fields: dict[str, object] = {
            "unit": draw(st.sampled_from([None, "次", "%"])),
            "value": draw(values),
            "approx": draw(st.booleans()),
            "numerals": draw(st.booleans()),
            "word": draw(st.sampled_from([None, "下降", "增长", "上升"])),
            "status": draw(st.sampled_from([None, Status.WITHHELD, Status.VOID])),
            "difference": draw(st.sampled_from([None, "正在核对"])),
        }
        made.append(figure(name, **fields, **chosen))
    return made


rows = {
    "documents": st.lists(
        st.builds(document, st.integers(1, 5), copies=st.one_of(st.none(), st.integers(0, 9))), max_size=3
    ),
    "picks": st.lists(
        st.builds(pick, st.sampled_from(["2023-10", "2023-11"]), st.sampled_from(PickKind)), max_size=3
    ),
}


@given(definitions(), rows["documents"], rows["picks"])
def test_no_definition_is_so_odd_that_it_cannot_be_resolved_checked_and_shown(
    campaign: Campaign, made: list[Figure], documents: list[Document], picks: list[Pick]
) -> None:
    """Circles, missing parts, text among numbers: each figure has a result, whose value fits its status."""
    from report.figures.wording import shown

    facts = resolve(campaign_of(campaign, *made, documents=tuple(documents), picks=tuple(picks)))
    results = facts.results
    assert list(results) == [f.key for f in made]
    for fault in check(facts):
        assert fault.line == 1 or fault.path != NOWHERE.path
    for result in results.values():
        assert (result.value is not None) == (result.status is Status.KNOWN)
        assert shown(result)


def test_books_are_counted_by_tier(campaign: Campaign) -> None:
    books = tuple(
        Book(place=NOWHERE, lines={}, id=f"b{n}", title="书", tier=tier)
        for n, tier in enumerate((Tier.MEMBERS, Tier.MEMBERS, Tier.LEADERS, Tier.ALL))
    )
    within = figure("x", count=how(of="books", where={"层次": ["members", "leaders"]}))
    assert value_of(campaign, within, books=books) == ("已填", "3")


@pytest.mark.parametrize(
    ("title", "said", "count"), [("参加人数", "40", 2), ("天数", "3", 1), ("结束日期", "2023-11-09", 1)]
)
def test_numbers_and_days_are_chosen_by_what_they_say_wherever_they_stand(
    title: str, said: str, count: int
) -> None:
    """The first rows leave the cell empty."""
    rows = (
        activity(id="HD-0001", attendance=None),
        activity(id="HD-0002", days=3, attendance=40),
        activity(id="HD-0003", attendance=40, end=date(2023, 11, 9)),
    )
    assert len(chosen(rows, Activity.columns(), {title: [said]})) == count
