"""Charts: every drawing stays on its sheet, its labels apart, its bars true, and light enough to send."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.macros import render, template
from report.macros.charts.drawing import Measured, Missing, Pair, apart, labelled, text_width, ticks
from report.macros.charts.views import MOST_BARS, bar_chart, change_chart, line_chart
from report.pages.survey import Survey

MISSING = Missing("还没有公示", "由教育办生成第一期。")
NAMES = ("措施", "落实")
SIZES = {"wide": 688, "phone": 360}
HEAVIEST = 3 * 1024
ENDING = ("tick", "label-left")  # kinds of text that end at their x

known = st.integers(0, 10**6)
maybe = st.one_of(st.none(), known)
days = st.integers(1, 12).flatmap(
    lambda month: st.builds(lambda day: f"{month}月{day}日", st.integers(1, 30))
)
moments = st.lists(st.builds(Measured, days, maybe, maybe), min_size=0, max_size=26)


@st.composite
def parts(draw: st.DrawFn) -> list[Measured]:
    """Units or aspects with no more done than there is."""
    found = []
    for n in range(draw(st.integers(1, MOST_BARS))):
        whole = draw(maybe)
        done = draw(st.one_of(st.none(), st.integers(0, 10**6 if whole is None else whole)))
        found.append(Measured(f"业务第{n}科", whole, done))
    return found


def lines(values: list[Measured]) -> dict[str, Any]:
    return line_chart("progress", "整改措施与已落实，按期（条）", "条", values, NAMES, MISSING)


def bars(values: list[Measured]) -> dict[str, Any]:
    return bar_chart("units", "整改措施，按责任单位（条）", "条", values, ("措施", "已落实"), MISSING)


def moment(whole: int | None, done: int | None, label: str = "11月24日") -> Measured:
    return Measured(label, whole, done)


def numbers(data: str) -> list[int]:
    return [int(n) for n in re.findall(r"-?\d+", data)]


def texts(drawing: Any, *kinds: str) -> list[dict[str, Any]]:
    return [text for text in drawing.texts if text["kind"] in kinds]


def assert_on_the_sheet(view: dict[str, Any]) -> None:
    for drawing in view["drawings"]:
        assert drawing.width == SIZES[drawing.size]
        for x, y in re.findall(r"[ML](-?\d+) (-?\d+)", "".join(drawing.paths.values())):
            assert 0 <= int(x) <= drawing.width and 0 <= int(y) <= drawing.height
        for text in drawing.texts:
            wide = text_width(text["text"])
            start = text["x"] - (
                wide if text["kind"] in ENDING else wide // 2 if text["kind"] == "when" else 0
            )
            assert start >= 0, text
            assert start + wide <= drawing.width, text
            assert 12 <= text["y"] <= drawing.height - 1, text


def drawings(view: dict[str, Any]) -> list[str]:
    return re.findall(r"<svg.*?</svg>", template("chart", {"chart": view}), re.DOTALL)


def assert_light_and_well_formed(view: dict[str, Any]) -> None:
    page = template("chart", {"chart": view})
    assert page.startswith('<figure class="chart" data-search-exclude>')
    figure = ElementTree.fromstring(
        page.replace(" data-search-exclude", "").replace("<details open>", "<details>")
    )
    assert "style=" not in page and "#" not in "".join(drawings(view))
    for drawing in figure.iter("svg"):
        title = drawing.find("title")
        assert title is not None and title.text == view["alt"]
        assert drawing.get("role") == "img" and drawing.get("aria-labelledby") == title.get("id")
    assert all(len(svg.encode()) <= HEAVIEST for svg in drawings(view))


@given(moments)
def test_lines_stay_on_the_sheet_and_are_light(values: list[Measured]) -> None:
    view = lines(values)
    assert bool(view["drawings"]) is any(v is not None for m in values for v in (m.whole, m.done))
    assert (view["empty"] is None) is bool(view["drawings"])
    assert_on_the_sheet(view)
    assert_light_and_well_formed(view)


@given(parts())
def test_bars_stay_on_the_sheet_and_are_light(values: list[Measured]) -> None:
    view = bars(values)
    assert_on_the_sheet(view)
    assert_light_and_well_formed(view)


@given(
    st.lists(
        st.builds(Pair, st.just("局发文数量"), st.just("件"), maybe, maybe, st.just("下降12.5%")), max_size=3
    )
)
def test_pairs_stay_on_the_sheet_and_are_light(values: list[Pair]) -> None:
    view = change_chart("change", "发文、会议数量同比", values, ("上年同期", "今年"), MISSING)
    assert_on_the_sheet(view)
    assert_light_and_well_formed(view)


def test_the_fullest_pictures_are_light_too() -> None:
    year = [
        moment(10**6 - n, None if n == 9 else 10**5 - n, f"{1 + n % 12}月{10 + n % 20}日") for n in range(26)
    ]
    half = [Measured(f"很长名称的业务第{n}科室", 10**6 - n, 10**5 - n) for n in range(MOST_BARS // 2)]
    blank = [Measured(f"综合第{n}科室", None, 10**5 - n) for n in range(MOST_BARS // 2)]
    for view in (lines(year), bars(half + blank)):
        assert len(view["drawings"]) == 2
        assert_on_the_sheet(view)
        assert_light_and_well_formed(view)


@given(moments)
def test_labels_under_and_behind_the_lines_never_overlap(values: list[Measured]) -> None:
    for drawing in lines(values)["drawings"]:
        days = [
            (t["x"] - text_width(t["text"]) / 2, t["x"] + text_width(t["text"]) / 2)
            for t in texts(drawing, "when")
        ]
        assert all(end < start for (_, end), (start, _) in pairwise(days))
        ends = texts(drawing, "end-whole", "end-done")
        assert len(ends) < 2 or abs(ends[0]["y"] - ends[1]["y"]) >= 14
        levels = [t["y"] for t in texts(drawing, "tick")]
        assert all(low - high >= 14 for low, high in pairwise(levels))


@pytest.mark.parametrize(("whole", "done"), [(31, 31), (31, 30), (0, 0), (1, 0), (30, 31)])
def test_the_two_lines_are_named_at_their_ends_however_close(whole: int, done: int) -> None:
    for drawing in lines([moment(10, 2, "11月10日"), moment(whole, done)])["drawings"]:
        first, second = texts(drawing, "end-whole")[0], texts(drawing, "end-done")[0]
        assert (first["text"], second["text"]) == (f"措施{whole}条", f"落实{done}条")
        assert abs(first["y"] - second["y"]) >= 14
        assert (first["y"] < second["y"]) is (whole >= done)


def test_every_value_that_is_known_has_its_mark_and_a_blank_breaks_the_line() -> None:
    values = [moment(4, 1), moment(5, None), moment(6, 3), moment(7, 4)]
    drawing = lines(values)["drawings"][0]
    assert drawing.paths["dot-whole"].count("z") == 4
    assert drawing.paths["dot-done"].count("h0") == 3
    assert drawing.paths["line-whole"].count("M") == 1 and drawing.paths["line-whole"].count("L") == 3
    assert drawing.paths["line-done"].count("M") == 1 and drawing.paths["line-done"].count("L") == 1


def test_a_blank_is_never_drawn_as_zero() -> None:
    blank, zero = lines([moment(4, None)] * 2)["drawings"][0], lines([moment(4, 0)] * 2)["drawings"][0]
    assert "dot-done" not in blank.paths and "dot-done" in zero.paths
    assert lines([moment(4, None)] * 2)["note"] == "落实待填报"
    assert lines([moment(4, None)] * 2)["rows"][0] == ["11月24日", "4", "待填报"]


def test_a_single_notice_is_two_marks_named_beside_them() -> None:
    drawing = lines([moment(14, 2)])["drawings"][0]
    assert not {"line-whole", "line-done"} & set(drawing.paths)
    (x, _), beside = numbers(drawing.paths["dot-done"])[:2], texts(drawing, "end-done")[0]["x"]
    assert (
        x
        == numbers(drawing.paths["axis"])[0]
        + (numbers(drawing.paths["axis"])[2] - numbers(drawing.paths["axis"])[0]) // 2
    )
    assert beside == x + 12


def test_a_higher_value_stands_higher() -> None:
    drawing = lines([moment(14, 2), moment(31, 21)])["drawings"][0]
    (_, low), (_, high) = (map(int, point.split()) for point in drawing.paths["line-done"][1:].split("L"))
    assert high < low
    floor = numbers(drawing.paths["axis"])[1]
    assert low < floor


def test_all_zeros_lie_on_the_axis() -> None:
    drawing = lines([moment(0, 0, "9月1日"), moment(0, 0, "9月15日")])["drawings"][0]
    floor = numbers(drawing.paths["axis"])[1]
    assert numbers(drawing.paths["line-done"])[1::2] == [floor, floor]
    assert [t["text"] for t in texts(drawing, "tick")] == ["0", "1"]


def test_what_is_missing_is_said_instead_of_a_picture() -> None:
    for view in (lines([]), lines([moment(None, None)]), bars([]), bars([moment(None, None)])):
        page = template("chart", {"chart": view})
        assert MISSING.what in page and MISSING.who in page
        assert "<svg" not in page and "<table" not in page


@given(st.one_of(known, st.decimals(0, 10**9, places=2)))
def test_ticks_are_round_numbers_within_the_scale(most: int | Decimal) -> None:
    marks, top = ticks(most)
    step = marks[1] - marks[0]
    assert marks[0] == 0 and 2 <= len(marks) <= 5
    assert all(high - low == step for low, high in pairwise(marks))
    assert str(step).rstrip("0") in ("1", "2", "5")
    assert top >= most and top - step < marks[-1] <= top


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (0, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (31, [0, 10, 20, 30]),
        (12425, [0, 5000, 10000]),
        (100, [0, 50, 100]),
    ],
)
def test_ticks_at(most: int, expected: list[int]) -> None:
    assert ticks(most)[0] == expected


@given(st.integers(1, 60), st.integers(1, 12))
def test_labels_are_thinned_evenly_and_the_last_stays(count: int, room: int) -> None:
    chosen = labelled(count, room)
    assert chosen[-1] == count - 1 and chosen[0] >= 0
    assert len(chosen) <= max(2, room)
    assert len({b - a for a, b in pairwise(chosen)}) <= 1
    assert room < count or chosen == list(range(count))


@given(st.integers(20, 260), st.integers(20, 260))
def test_two_heights_come_apart_in_order_and_within_bounds(first: int, second: int) -> None:
    one, two = apart([first, second], 20, 12, 266)
    assert abs(one - two) >= 20 and (one < two) is (first <= second)
    assert min(one, two) >= 12 and max(one, two) <= 266


@given(parts())
def test_a_share_that_is_neither_none_nor_all_never_looks_like_it(values: list[Measured]) -> None:
    for size in bars(values)["drawings"]:
        rest = {y: w for _, y, w in bar_boxes(size.paths.get("rest", ""))}
        share = {y: w for _, y, w in bar_boxes(size.paths.get("share", ""))}
        tops = [text["y"] - 13 for text in texts(size, "value")]
        for part, top in zip(values, tops, strict=True):
            if not part.whole:
                assert top not in share and top not in rest
            elif part.done:
                assert (share[top] == rest[top]) is (part.done == part.whole)
                assert 0 < share[top] <= rest[top]
            else:
                assert top not in share and rest[top] > 0


def bar_boxes(data: str) -> list[tuple[int, int, int]]:
    return [(int(x), int(y), int(w)) for x, y, w in re.findall(r"M(\d+) (\d+)h(\d+)v", data)]


def test_bars_keep_the_order_and_say_their_numbers() -> None:
    values = [
        Measured("机关党委", 6, 5),
        Measured("办公室", None, None),
        Measured("人事科", 7, None),
        Measured("业务一科", 0, 0),
    ]
    for drawing in bars(values)["drawings"]:
        assert [t["text"] for t in texts(drawing, "label", "label-left")] == [v.label for v in values]
        assert [t["text"] for t in texts(drawing, "value")] == [
            "5条，共6条",
            "待填报",
            "共7条，已落实待填报",
            "0条",
        ]
        assert drawing.paths["track"].count("M") == 1


def test_a_long_label_stands_over_its_bar() -> None:
    short, long = (
        bars([Measured(label, 3, 1)])["drawings"][0]
        for label in ("人事科", "很长很长很长很长很长很长很长的科室")
    )
    assert texts(short, "label-left") and not texts(short, "label")
    assert texts(long, "label") and not texts(long, "label-left")


def test_too_many_bars_make_an_open_table() -> None:
    values = [Measured(f"第{n}科", n, 0) for n in range(MOST_BARS + 1)]
    page = template("chart", {"chart": bars(values)})
    assert "<svg" not in page and "<details open>" in page and f"第{MOST_BARS}科" in page


def test_year_on_year_puts_last_year_over_this_year() -> None:
    pairs = [
        Pair("局发文数量", "件", 120, Decimal(105), "下降12.5%"),
        Pair("会议数量", "次", 80, None, "待填报"),
    ]
    view = change_chart("change", "发文、会议数量同比", pairs, ("上年同期", "今年"), MISSING)
    assert view["rows"] == [
        ["局发文数量", "120件", "105件", "下降12.5%"],
        ["会议数量", "80次", "待填报", "待填报"],
    ]
    for drawing in view["drawings"]:
        assert [t["text"] for t in texts(drawing, "label-left")] == ["上年同期", "今年"] * 2
        assert [t["text"] for t in texts(drawing, "change")] == ["下降12.5%", "待填报"]
        (_, _, before), (_, _, now), (_, _, second) = bar_boxes(drawing.paths["rest"])
        ((_, _, filled),) = bar_boxes(drawing.paths["share"])
        assert filled == now == round(before * 105 / 120) and second == before
        assert drawing.paths["track"].count("M") == 1


def test_the_numbers_of_a_picture_stand_in_a_table() -> None:
    page = template("chart", {"chart": lines([moment(14, 2, "9月29日"), moment(31, None)])})
    table = page[page.index("<table") :]
    assert "看图里的数" in page and "措施（条）" in table and "落实（条）" in table
    assert re.search(r'9月29日</th><td class="num">14</td><td class="num">2</td>', table)
    assert re.search(r'11月24日</th><td class="num">31</td><td class="num"><span[^>]*>待填报', table)


def test_the_same_numbers_make_the_same_picture() -> None:
    values = [moment(14, 2), moment(31, 21)]
    assert drawings(lines(values)) == drawings(lines(list(values)))


def test_what_a_chart_says_of_the_newest_day_is_of_that_day() -> None:
    moments = [Measured("11月10日", 75, 46), Measured("11月24日", 80, None)]
    chart = line_chart("c", "题", "条", moments, ("措施", "落实"), Missing("无", "谁"))
    assert chart["alt"] == "题。11月24日措施80条，落实待填报"
    assert chart["note"] == "落实待填报"


@pytest.mark.parametrize(
    ("data", "page", "drawn"),
    [
        ("sample", "report/development.md", True),
        ("sample", "report/whole.md", False),
        ("real", "report/development.md", False),
        ("real", "data/index.md", True),
    ],
)
def test_the_report_has_no_empty_chart_and_as_a_whole_none(
    data: str, page: str, drawn: bool, surveys: dict[str, Survey]
) -> None:
    html = str(render("chart", surveys[data].view.at(page), "year-on-year"))
    assert ("<figure" in html) is drawn
    assert drawn or "待填报" not in html
