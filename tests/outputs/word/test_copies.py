"""The copies: the same bytes every time, valid, with the elements of the letter where they belong."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as anything
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from report.facts.records import Attachment, Letter
from report.figures.resolving import resolve
from report.macros.addresses import REPORT_COPY, REVIEW_COPY
from report.outputs.word import copies
from report.outputs.word.letter import TITLE_WIDTH, TYPE_AREA, mark_size, signature, title_lines, width
from report.outputs.word.reading import read_report
from report.outputs.word.writing import keys_by_stem, parsed
from tests.outputs.word.conftest import UNKNOWN_LETTER, Given
from tests.outputs.word.editing import edited
from tests.outputs.word.wordml import EVEN_HEAD, ODD_HEAD, W, Word, runs, text
from tests.trees import ROOT

THEME = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"


def invalid(content: bytes, folder: Path) -> list[str]:
    """What the schema of WordprocessingML has against a document.

    The validator wants a theme in every document. The standard does not, and no font here is a theme's.
    """
    path = folder / "copy.docx"
    path.write_bytes(content)
    found = [error.description for error in OpenXmlValidator().validate(path).errors]
    return [said for said in found if THEME not in said]


def test_a_copy_is_the_same_to_the_byte_whenever_it_is_written(as_is: Given) -> None:
    assert copies.files(as_is.view, as_is.html) == copies.files(as_is.view, as_is.html)


def test_another_process_writes_the_same_bytes(as_is: Given) -> None:
    """Hashes are seeded otherwise there, the clock has gone on, and the zone of time is another."""
    program = (
        "import hashlib, sys; from pathlib import Path; from tests.outputs.word.conftest import given;"
        "print(hashlib.sha256(given(Path(sys.argv[1]), sys.argv[2]).copy(for_review=True)).hexdigest())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program, str(as_is.tree), as_is.environ["REPORT_DATA"]],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/New_York"))
    }
    assert len(said) == 1


def test_every_copy_is_valid_against_the_schema(
    as_is: Given, completed: dict[str, Given], tmp_path: Path
) -> None:
    documents = [as_is.copy(), as_is.copy(for_review=True), *(one.copy() for one in completed.values())]
    for content in documents:
        assert invalid(content, tmp_path) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: body.find(f"{W}p").append(body.find(f"{W}p/{W}pPr")),
        lambda body: body.find(f"{W}sectPr/{W}pgSz").set(f"{W}w", "wide"),
        lambda body: body.find(f"{W}tbl").remove(body.find(f"{W}tbl/{W}tblPr")),
    ],
    ids=["order", "value", "missing"],
)
def test_the_validator_sees_what_is_invalid(
    spoil: Callable[[Any], None], given_sample: Given, tmp_path: Path
) -> None:
    assert invalid(edited(given_sample.copy(), spoil), tmp_path) != []


def test_the_edition_for_everybody_has_no_copy_for_review(given_sample: Given) -> None:
    campaign = replace(given_sample.view.campaign, edition="display")
    view = replace(given_sample.view, facts=replace(given_sample.view.facts, campaign=campaign))
    assert [*copies.files(view, given_sample.html)] == [REPORT_COPY]
    assert [*copies.files(given_sample.view, given_sample.html)] == [REPORT_COPY, REVIEW_COPY]


def test_what_the_copy_is_stands_on_every_page(as_is: Given, complete: Given) -> None:
    def headers(content: bytes) -> set[str]:
        return {text(Word(content).tree(part)) for part in (ODD_HEAD, EVEN_HEAD)}

    def said(given: Given, *more: str) -> set[str]:
        sample = ["示例数据：均为演示而编，不得引用"] if given.view.campaign.site.sample else []
        return {"　".join([*sample, *more])}

    assert headers(as_is.copy()) == said(as_is, copies.DRAFT)
    assert headers(as_is.copy(for_review=True)) == said(as_is, copies.FOR_REVIEW, copies.DRAFT)
    assert headers(complete.copy()) == said(complete)
    assert headers(complete.copy(for_review=True)) == said(complete, copies.FOR_REVIEW)


def test_without_a_red_head_the_title_is_first(given_sample: Given) -> None:
    plain = Word(given_sample.with_letter(red_head=False).copy())
    assert plain.texts[0].startswith("关于学习贯彻")
    assert not any("签发人" in said or "〔2023〕" in said for said in plain.texts)


def test_an_element_that_is_missing_is_named_and_marked(given_sample: Given) -> None:
    nothing = {**UNKNOWN_LETTER, "red_head": True}
    bare = Word(given_sample.with_letter(**nothing).copy())
    blanks = [text(run) for run in bare.body.iter(f"{W}r") if "【" in text(run)]
    elements = [
        f"【待填报：{name}】" for name in ("署名", "发文字号", "签发人", "主送机关", "署名", "成文日期")
    ]
    assert [said for said in blanks if said in elements] == elements


def test_one_attachment_alone_has_no_number(given_sample: Given) -> None:
    alone = Word(given_sample.with_letter(attachments=[Attachment.BOOKS]).copy())
    note = alone.at("附件：")
    assert text(note) == "附件：规定书目"
    assert (alone.characters(note, "left"), alone.characters(note, "hanging")) == (5, 3)
    assert "附件" in alone.texts and "附件1" not in alone.texts
    assert len(alone.body.findall(f"{W}tbl")) == 1


def test_without_attachments_none_is_mentioned(given_sample: Given) -> None:
    bare = Word(given_sample.with_letter(attachments=[]).copy())
    assert not any(said.startswith("附件") for said in bare.texts)
    assert bare.texts[-1] == "2023年11月27日"


def test_attachments_stand_in_the_order_of_the_letter(given_sample: Given) -> None:
    turned = Word(given_sample.with_letter(attachments=[Attachment.BOOKS, Attachment.FIGURES]).copy())
    start = turned.texts.index("附件1")
    assert turned.texts[start : start + 3] == ["附件1", "", "规定书目"]
    assert "附件：1.规定书目" in turned.texts and "2.主要数据表" in turned.texts


def test_each_attachment_begins_on_a_page_of_its_own_with_its_title_in_the_third_line(
    complete: Given,
) -> None:
    document = Word(complete.copy())
    for number, name in enumerate(("主要数据表", "规定书目"), 1):
        label = document.texts.index(f"附件{number}")
        assert document.value(document.paragraphs[label], "pPr/pageBreakBefore")
        assert document.texts[label : label + 3] == [f"附件{number}", "", name]


def table_of_figures(document: Word) -> Any:
    title = document.paragraphs[document.texts.index("主要数据表")]
    return next(title.itersiblings(f"{W}tbl"))


def test_the_table_of_figures_holds_every_number_of_the_text(complete: Given) -> None:
    """But those that only belong to a set phrase."""
    stated = {key for key in sorted(complete.report.stated()) if complete.view.results[key].figure.unit}
    phrases = {"overview.emphases", "research.in_place", "development.identities"}
    document = Word(complete.copy())
    marks = [mark.get(f"{W}name") for mark in table_of_figures(document).iter(f"{W}bookmarkStart")]
    keys = [parsed(name, keys_by_stem(complete.view.results)) for name in marks]
    assert {key for key, _ in keys} == stated - phrases
    assert len(marks) == len(stated - phrases) > 0


def test_below_the_table_stands_how_each_rate_is_reckoned_in_the_words_of_the_table(
    completed: dict[str, Given],
) -> None:
    document = Word(completed["sample"].copy())
    start = document.texts.index("主要数据表")
    notes = [said for said in document.texts[start:] if "＝" in said]
    assert notes == [
        "注：1.措施完成率＝整改措施已落实÷整改措施×100%。",
        "2.到期措施完成率＝已到期措施中已落实÷已到期措施×100%。",
        "3.“解剖麻雀”销号率＝“解剖麻雀”措施已整改÷“解剖麻雀”整改措施×100%。",
        "4.局发文数量同比＝今年局发文数量与上年同期局发文数量之差÷上年同期局发文数量×100%。",
        "5.会议数量同比＝今年会议数量与上年同期会议数量之差÷上年同期会议数量×100%。",
    ]
    rows = [text(row) for row in table_of_figures(document).iter(f"{W}tr")]
    assert all(any(name in row for row in rows) for name in ("整改措施已落实", "已到期措施中已落实"))


def test_a_figure_of_another_day_says_so_below_the_table(given_sample: Given) -> None:
    key = "study.youth_league_members"
    campaign = given_sample.view.campaign
    figure = campaign.figures[key].model_copy(update={"as_of": date(2023, 9, 30)})
    campaign = replace(campaign, figures={**campaign.figures, key: figure})
    view = replace(given_sample.view, facts=resolve(campaign))
    assert "青年团员截至2023年9月30日。" in "".join(Word(copies.copy(view, given_sample.report)).texts)
    assert not any("青年团员截至" in said for said in Word(given_sample.copy()).texts)


def test_what_is_not_for_the_public_is_in_no_table(given_sample: Given) -> None:
    table = table_of_figures(Word(given_sample.copy()))
    assert "市长批示" not in text(table) and "不公开" not in text(table)


def letter(sender: str, day: date, sealed: bool) -> Letter:
    return Letter.model_validate(
        {
            "(place)": None,
            "(lines)": {},
            "sender": sender,
            "date": f"{day}",
            "sealed": "true" if sealed else "false",
        }
    )


NAMES = st.text("局党委示例", min_size=1, max_size=28)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@anything(NAMES, DAYS)
def test_a_sealed_name_is_centred_on_its_date_and_nothing_leaves_the_page(name: str, day: date) -> None:
    signed = signature(letter(name, day, sealed=True))
    names, days = width(name), width(signed.date.text)
    assert signed.date_indent >= 4 and signed.sender_indent >= 0
    assert abs(signed.date_indent + days / 2 - signed.sender_indent - names / 2) < 1e-9
    assert signed.above == 2


@anything(NAMES, DAYS)
def test_an_unsealed_date_begins_two_characters_behind_its_name(name: str, day: date) -> None:
    signed = signature(letter(name, day, sealed=False))
    names, days = width(name), width(signed.date.text)
    assert min(signed.date_indent, signed.sender_indent) == 2 or signed.sender_indent > 2
    assert abs(signed.sender_indent + names - (signed.date_indent + days + 2)) < 1e-9
    assert signed.above == 1


@anything(st.lists(st.text("关于学习贯彻思想主题教育", min_size=1, max_size=12), min_size=1, max_size=7))
def test_a_title_breaks_between_phrases_into_lines_that_fit(phrases: list[str]) -> None:
    lines = title_lines(tuple(phrases))
    assert "".join(lines) == "".join(phrases)
    assert all(width(line) <= TITLE_WIDTH for line in lines)
    ends = {sum(map(len, phrases[:count])) for count in range(len(phrases) + 1)}
    assert {sum(map(len, lines[:count])) for count in range(len(lines) + 1)} <= ends


def test_the_title_of_the_report_breaks_where_it_reads_well(given_sample: Given) -> None:
    assert title_lines(given_sample.report.title) == (
        "关于学习贯彻习近平新时代中国特色",
        "社会主义思想主题教育开展情况的报告",
    )


def test_the_name_in_red_is_as_large_as_its_line_allows_and_never_breaks() -> None:
    assert mark_size("示例局文件") == (62, 100)
    assert mark_size("中共示例局委员会文件") == (44, 100)
    assert mark_size("中共示例市示例局委员会机关党委文件") == (36, 72)
    for length in range(1, 31):
        size, percent = mark_size("示" * length)
        assert length * size * percent / 100 <= TYPE_AREA and size >= 36


def test_a_blank_in_red_fits_into_its_line(given_sample: Given) -> None:
    bare = Word(given_sample.with_letter(sender=None).copy())
    (size,) = (bare.value(run, "rPr/sz/@val") for run in runs(bare.paragraphs[0]))
    assert len(bare.texts[0]) * int(size) / 2 <= TYPE_AREA


HTML = """<h1>报告</h1><p>引言。</p>
<table><thead><tr><th>名称</th><th align="right">数</th></tr></thead>
<tbody><tr><td>很长很长很长的一项名称</td><td align="right">6</td></tr></tbody></table>
<table><tbody><tr><td>另一张</td></tr></tbody></table><p>完。</p>"""


def test_a_table_of_an_editor_keeps_its_alignment_and_stays_apart_from_the_next(given_sample: Given) -> None:
    document = Word(copies.copy(given_sample.view, read_report(HTML)))
    first, second = document.body.findall(f"{W}tbl")[:2]
    assert first.getnext() is not second and first.getnext().tag == f"{W}p"
    assert [document.value(p, "pPr/jc/@val") for p in first.iter(f"{W}p")] == [
        "center",
        "center",
        "left",
        "right",
    ]
    widths = [int(column.get(f"{W}w")) for column in first.iter(f"{W}gridCol")]
    assert widths[0] > 2 * widths[1] and sum(widths) <= 8844
