"""What leaders change in a copy is found, all of it and nothing else, also after LibreOffice saved it."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import report.__main__ as commands
from report.outputs.word.compare.comparison import compare, compared
from report.outputs.word.compare.differences import SECTIONS, Comparison, as_json, as_text
from report.outputs.word.compare.returned import NotACopy, judged_on, read_copy
from report.outputs.word.copies import labels
from report.outputs.word.writing import LONGEST, bookmark, keys_by_stem, parsed
from tests.office import Office
from tests.outputs.word import editing
from tests.outputs.word.conftest import Given, given
from tests.outputs.word.editing import MEETINGS, Edit, edited
from tests.outputs.word.wordml import CORE, DOCUMENT, W, Word, zipped

XMLNS = f'xmlns:w="{W[1:-1]}"'
SENTENCES = SECTIONS[3:-1]  # what is said of sentences, behind what is said of figures
DISPATCHES = "responsibility.office_dispatches"
DISPATCHES_IN_TABLE = bookmark(DISPATCHES, 2)
FIRST, SECOND = bookmark(MEETINGS, 1), bookmark(MEETINGS, 2)  # in the text, in the table


@dataclass(frozen=True)
class Case:
    """Edits, and what is to be found: figures as key, data, returned; sentences by how they begin."""

    edits: tuple[Edit, ...]
    figures: tuple[tuple[str, str, str | None], ...] = ()
    uneven: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    others: dict[str, tuple[str, ...]] = field(default_factory=dict)


UNTOUCHED = {
    "nothing": (),
    "runs-split": (editing.split_runs,),
    "blanks-typed": (editing.with_blanks,),
    "no-bookmarks": (editing.drop_bookmarks,),
    "no-bookmarks-runs-split": (editing.drop_bookmarks, editing.split_runs),
}
NINETEEN = (MEETINGS, "6次", "19次")
SWAPPED: dict[str, Any] = {
    "figures": ((MEETINGS, "6次", "3次"), (DISPATCHES, "3次", "6次")),
    "uneven": (MEETINGS, DISPATCHES),
}
WITHOUT_ROW: dict[str, Any] = {
    "dropped": (MEETINGS, DISPATCHES),
    "others": {"removed": ("领导小组研究部署│6次│教育办调度推进│3次",)},
}
UNREADABLE: dict[str, Any] = {
    "figures": ((MEETINGS, "6次", None),),
    "uneven": (MEETINGS,),
    "others": {"reworded": ("领导小组研究部署，教育办",)},
}
CASES = {
    "one-of-two": Case((editing.change_figure(FIRST, "19次"),), (NINETEEN,), (MEETINGS,)),
    "the-other-of-two": Case((editing.change_figure(SECOND, "19次"),), (NINETEEN,), (MEETINGS,)),
    "both-alike": Case(
        (editing.change_figure(FIRST, "19次"), editing.change_figure(SECOND, "19次")), (NINETEEN, NINETEEN)
    ),
    "typed-before": Case((editing.type_before(FIRST, "1"),), ((MEETINGS, "6次", "16次"),), (MEETINGS,)),
    "typed-over": Case((editing.retype_figure(FIRST, "19次"),), (NINETEEN,), (MEETINGS,)),
    "typed-over-in-the-table": Case((editing.retype_figure(SECOND, "19次"),), (NINETEEN,), (MEETINGS,)),
    "in-chinese-numerals": Case(
        (editing.change_figure(FIRST, "十九次"),), ((MEETINGS, "6次", "十九次"),), (MEETINGS,)
    ),
    "without-any-bookmark": Case(
        (editing.change_figure(FIRST, "19次"), editing.drop_bookmarks), (NINETEEN,), (MEETINGS,)
    ),
    "tracked-figure": Case((editing.track_figure(FIRST, "19次"),), (NINETEEN,), (MEETINGS,)),
    "two-swapped": Case(
        (
            editing.change_figure(FIRST, "3次"),
            editing.change_figure(bookmark(DISPATCHES, 1), "6次"),
        ),
        **SWAPPED,
    ),
    "reworded": Case(
        (editing.reword("常态化赴基层督促指导", "经常到基层督促检查指导"),),
        others={"reworded": ("局班子成员按照“一岗双责”要求，经常到基层",)},
    ),
    "reworded-and-number": Case(
        (editing.reword("常态化赴基层督促指导", "经常到基层"), editing.change_figure(FIRST, "19次")),
        (NINETEEN,),
        (MEETINGS,),
        others={"reworded": ("局班子成员按照",)},
    ),
    "moved": Case(
        (editing.move_paragraph("一是加强组织领导", after="三是深入基层一线"),),
        others={"moved": ("一是加强组织领导。", "局党委专题研究部署推进调研")},
    ),
    "moved-far": Case(
        (editing.move_paragraph("特此报告。", after="现将主要工作做法"),), others={"moved": ("特此报告。",)}
    ),
    "added": Case(
        (editing.add_paragraph("现将主要工作做法", "我局另开展专项行动12次，取得实效。"),),
        others={"added": ("我局另开展专项行动12次",)},
    ),
    "removed": Case(
        (editing.remove_paragraph("在取得成效的同时"),), others={"removed": ("在取得成效的同时",)}
    ),
    "removed-with-figures": Case(
        (editing.remove_paragraph("局党委汲取第一批主题教育"),),
        dropped=(MEETINGS, DISPATCHES, "responsibility.work_tips"),
        others={"removed": ("局党委汲取第一批", "领导小组研究部署6次")},
    ),
    "tracked-insertion": Case(
        (editing.track_insertion("动态研究推进，下发工作提示", "（内部）"),),
        others={"reworded": ("领导小组研究部署6次",)},
    ),
    "tracked-deletion": Case(
        (editing.track_deletion("听取各级进展情况汇报，"),), others={"reworded": ("领导小组研究部署6次",)}
    ),
    "cells-swapped": Case(
        (editing.retype_figure(SECOND, "3次"), editing.retype_figure(DISPATCHES_IN_TABLE, "6次")),
        **SWAPPED,
    ),
    "cells-swapped-with-their-bookmarks": Case(
        (editing.swap_figures(SECOND, DISPATCHES_IN_TABLE),),
        **SWAPPED,
    ),
    "swapped-with-their-bookmarks": Case(
        (editing.swap_figures(FIRST, bookmark(DISPATCHES, 1)),),
        **SWAPPED,
    ),
    "row-removed": Case(
        (editing.remove_row(SECOND),),
        **WITHOUT_ROW,
    ),
    "row-removed-by-tracking": Case(
        (editing.track_row(SECOND),),
        **WITHOUT_ROW,
    ),
    "cell-emptied": Case(
        (editing.change_figure(SECOND, ""),),
        ((MEETINGS, "6次", None),),
        (MEETINGS,),
        others={"reworded": ("领导小组研究部署││教育办调度推进│3次",)},
    ),
    "joined-with-a-comma-and-retyped": Case(
        (
            editing.reword("。二是抓实中心组学习。召开", "，抓实中心组学习，召开"),
            editing.retype_figure(bookmark("study.reading_class_days", 1), "17天"),
        ),
        (("study.reading_class_days", "7天", "17天"),),
        ("study.reading_class_days",),
        others={"reworded": ("举办脱产读书班17天",) * 3},
    ),
    "rewritten": Case(
        (
            editing.reword("截至2023年11月24日，制定具体措施", "共拿出"),
            editing.retype_figure(bookmark("research.measures_total", 1), "44条"),
        ),
        (("research.measures_total", "40条", "44条"),),
        ("research.measures_total",),
        others={"reworded": ("共拿出44条",)},
    ),
    "numeral-behind": Case(
        (editing.type_behind(bookmark("org.guidance_group", 1), "十一"),),
        (("org.guidance_group", "三", "三十一"),),
    ),
    "ten-thousand-behind": Case(
        (editing.type_behind(FIRST, "万"),), ((MEETINGS, "6次", "6次万"),), (MEETINGS,)
    ),
    "minus-before": Case(
        (editing.type_before(bookmark("rectification.completion_rate", 1), "-"),),
        (("rectification.completion_rate", "67.5%", "-67.5%"),),
        ("rectification.completion_rate",),
    ),
    "more-than-before": Case(
        (editing.type_before(bookmark("research.survey_responses", 1), "超"),),
        (("research.survey_responses", "460余人次", "超460余人次"),),
        ("research.survey_responses",),
    ),
    "thousand-before": Case(
        (editing.type_before(bookmark("research.survey_responses", 1), "1，"),),
        (("research.survey_responses", "460余人次", "1，460余人次"),),
        ("research.survey_responses",),
    ),
    "struck-through": Case(
        (editing.look_like(FIRST, "strike"),),
        **UNREADABLE,
    ),
    "hidden": Case(
        (editing.look_like(FIRST, "vanish"),),
        **UNREADABLE,
    ),
    "data-date": Case(
        (editing.reword("截至2023年11月24日，制定具体措施", "截至2023年11月23日，制定具体措施"),),
        others={"reworded": ("截至2023年11月23日",)},
    ),
    "split": Case((editing.split_paragraph("领导小组研究部署"),), others={"split": ("领导小组研究部署6次",)}),
    "joined": Case(
        (editing.track_joining("理论学习上，个别党员"),), others={"joined": ("调查研究上，了解情况",)}
    ),
}


@pytest.fixture(scope="module")
def sample(completed: dict[str, Given]) -> Given:
    return completed["sample"]


@pytest.fixture(scope="module")
def copies(sample: Given) -> dict[str, bytes]:
    """A copy for every case, and those that were not touched, for review or not."""
    plain, review = sample.copy(), sample.copy(for_review=True)
    made = {name: edited(plain, *case.edits) for name, case in CASES.items()}
    made |= {name: edited(plain, *edits) for name, edits in UNTOUCHED.items()}
    return made | {"plain": plain, "review": review}


@pytest.fixture(scope="module")
def resaved(
    copies: dict[str, bytes], office: Office, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """The same, opened and saved by LibreOffice."""
    folder = tmp_path_factory.mktemp("copies")
    for name, content in copies.items():
        (folder / f"{name}.docx").write_bytes(content)
    results = office([folder / f"{name}.docx" for name in copies], "docx")
    return dict(zip(copies, (path.read_bytes() for path in results), strict=True))


def assert_found(found: Comparison, case: Case) -> None:
    said = sorted((c.key, c.data, c.returned or "") for c in found.figures)
    assert said == sorted((key, data, returned or "") for key, data, returned in case.figures)
    assert sorted(figure.key for figure in found.dropped) == sorted(case.dropped)
    assert sorted(figure.key for figure in found.uneven) == sorted(case.uneven)
    for name, _ in SENTENCES:
        wanted = case.others.get(name, ())
        texts = [getattr(entry, "text", "") or entry.returned for entry in getattr(found, name)]
        assert len(texts) == len(wanted), (name, texts)
        assert all(text.startswith(begins) for text, begins in zip(texts, wanted, strict=True)), (name, texts)


@pytest.mark.parametrize("name", CASES)
def test_every_change_is_found_and_nothing_else(name: str, sample: Given, copies: dict[str, bytes]) -> None:
    assert_found(compare(sample.view, sample.html, copies[name]), CASES[name])


@pytest.mark.parametrize("name", CASES)
def test_every_change_is_found_after_libreoffice_saved_the_copy(
    name: str, sample: Given, resaved: dict[str, bytes]
) -> None:
    assert_found(compare(sample.view, sample.html, resaved[name]), CASES[name])


@pytest.mark.parametrize("name", [*UNTOUCHED, "plain", "review"])
def test_a_copy_that_nobody_changed_says_nothing(
    name: str, sample: Given, copies: dict[str, bytes], resaved: dict[str, bytes]
) -> None:
    for content in (copies[name], resaved[name]):
        found = compare(sample.view, sample.html, content)
        assert found.is_empty, as_text(found)
        assert found.same_data
        assert as_text(found) == f"没有不同：{found.compared}处数都与数据一致，文字也没有改。"


def typed_over(name: str, words: str) -> Edit:
    """The figure typed over, and every bookmark lost."""

    def edit(body: object) -> None:
        editing.change_figure(name, words)(body)
        editing.drop_bookmarks(body)

    return edit


@pytest.mark.parametrize("change", [editing.change_figure, editing.retype_figure, typed_over])
def test_whichever_figure_is_changed_it_alone_is_found(change: Callable[..., Edit], sample: Given) -> None:
    keys = keys_by_stem(sample.view.results)
    plain = sample.copy()
    data = read_copy(plain, keys)
    names = labels(sample.view)
    marks = [(p, mark) for p in data.paragraphs for mark in p.marks]
    assert len(marks) > 100
    for paragraph, mark in marks:
        was = paragraph.text[mark.start : mark.end]
        new = re.sub(r"\d+(\.\d+)?", "97", was) if re.search(r"\d", was) else f"某{was[1:]}"
        returned = edited(plain, change(bookmark(mark.key, mark.place), new))
        found = compared(data, read_copy(returned, keys), names)
        assert [(c.key, c.data, c.returned) for c in found.figures] == [(mark.key, was, new)], as_text(found)
        assert not any(getattr(found, name) for name, _ in SENTENCES), as_text(found)


@pytest.mark.parametrize("mode", ["kept", "retyped", "lost"])
def test_several_figures_changed_at_once_are_all_found(mode: str, sample: Given) -> None:
    """Values are taken from one another, so that cells and sentences come to read alike."""
    keys = keys_by_stem(sample.view.results)
    plain, names = sample.copy(), labels(sample.view)
    data = read_copy(plain, keys)
    texts = {(m.key, m.place): p.text[m.start : m.end] for p in data.paragraphs for m in p.marks}
    values = sorted({text for text in texts.values() if text[0].isdigit()})
    for seed in range(40):
        chance = random.Random(seed)
        chosen = chance.sample(sorted(texts), chance.choice([2, 3, 5, 8]))
        wanted = {place: chance.choice([v for v in values if v != texts[place]]) for place in chosen}
        change = editing.change_figure if mode == "kept" else editing.retype_figure
        edits = [change(bookmark(*place), value) for place, value in wanted.items()]
        edits += [editing.drop_bookmarks] if mode == "lost" else []
        found = compared(data, read_copy(edited(plain, *edits), keys), names)
        said = sorted((c.key, c.data, c.returned) for c in found.figures)
        assert said == sorted((key, texts[key, n], value) for (key, n), value in wanted.items()), as_text(
            found
        )


def test_a_figure_that_was_copied_is_compared_in_every_place(sample: Given) -> None:
    def copied(body: object) -> None:
        found = editing.paragraph(body, "局党委汲取第一批主题教育")
        editing.paragraph(body, "特此报告。").addprevious(copy.deepcopy(found))

    returned = edited(sample.copy(), copied, editing.change_figure_at(FIRST, 0, "19次"))
    found = compare(sample.view, sample.html, returned)
    assert [(c.key, c.returned) for c in found.figures] == [(MEETINGS, "19次")]
    assert found.differs


def test_a_bookmark_that_the_report_has_not_is_text(sample: Given) -> None:
    """Somebody pasted a figure under another number: what it says is no figure of the data."""
    returned = edited(
        sample.copy(),
        editing.add_paragraph("现将主要工作做法", "还另有"),
        editing.add_figure("还另有", 11, "19次"),
    )
    (added,) = compare(sample.view, sample.html, returned).added
    assert (added.text, added.numbers) == ("还另有19次", ("19",))


def test_what_people_wrote_beside_the_text_is_listed(sample: Given) -> None:
    """Comments of the copy for review are not; foot- and endnotes are."""
    returned = with_notes(sample.copy(for_review=True), comments="应为19次", footnotes="实为19次")
    found = compare(sample.view, sample.html, returned)
    assert found.notes == ["批注（某）：应为19次", "脚注：实为19次"] and not found.is_empty
    assert "批注和脚注（2处）：\n  批注（某）：应为19次" in as_text(found)
    assert not found.differs


def with_notes(content: bytes, **notes: str) -> bytes:
    """A copy to which somebody added a comment and a footnote."""
    word = Word(content)
    parts = dict(word.parts)
    related = parts["word/_rels/document.xml.rels"].decode()
    for kind, said in notes.items():
        note = f'<w:x {XMLNS} w:author="某"><w:p><w:r><w:t>{said}</w:t></w:r></w:p></w:x>'
        note = note if kind == "comments" else note.replace(' w:author="某"', "")
        if f"word/{kind}.xml" in parts:
            text = parts[f"word/{kind}.xml"].decode().replace("</w:comments>", f"{note}</w:comments>")
        else:
            text = f"<w:{kind} {XMLNS}>{note}</w:{kind}>"
            related = related.replace(
                "</Relationships>",
                f'<Relationship Id="x" Type="x/{kind}" Target="{kind}.xml"/></Relationships>',
            )
        parts[f"word/{kind}.xml"] = text.encode()
    parts["word/_rels/document.xml.rels"] = related.encode()
    return zipped(parts)


def test_a_copy_in_which_other_parts_have_other_names_is_read(sample: Given) -> None:
    """Some programs call the main part otherwise, others write no properties."""
    parts = dict(Word(sample.copy()).parts)
    parts["word/document2.xml"] = parts.pop(DOCUMENT)
    parts["word/_rels/document2.xml.rels"] = parts.pop("word/_rels/document.xml.rels")
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"word/document.xml", b"/word/document2.xml")
    parts[CORE] = b""
    found = compare(sample.view, sample.html, zipped(parts))
    assert found.is_empty and found.same_data is None


def test_a_copy_that_does_not_say_of_which_data_it_was_made_is_not_blamed(sample: Given) -> None:
    parts = {name: c for name, c in Word(sample.copy()).parts.items() if name != CORE}
    parts[DOCUMENT] = parts[DOCUMENT].replace("6次".encode(), "19次".encode(), 1)
    said = as_text(compare(sample.view, sample.html, zipped(parts)))
    assert said.startswith("注意：看不出这份回稿是由哪一次的数据生成的")


def test_how_a_word_is_pronounced_is_not_read(sample: Given) -> None:
    said, base = (f"<w:r><w:t>{text}</w:t></w:r>" for text in ("liù", "6次"))
    ruby = f"<w:ruby><w:rt>{said}</w:rt><w:rubyBase>{base}</w:rubyBase></w:ruby>"
    parts = dict(Word(sample.copy()).parts)
    before = '<w:r><w:t xml:space="preserve">6次</w:t></w:r>'.encode()
    assert parts[DOCUMENT].count(before) == 2
    parts[DOCUMENT] = parts[DOCUMENT].replace(before, f"<w:r>{ruby}</w:r>".encode())
    assert compare(sample.view, sample.html, zipped(parts)).is_empty


@pytest.mark.parametrize("texts", [[], ["别的文件的一段话。"] * 400], ids=["empty", "another"])
def test_a_document_of_something_else_is_refused(texts: list[str], sample: Given) -> None:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
    content = package(word__document=f"<w:document {XMLNS}><w:body>{body}</w:body></w:document>")
    with pytest.raises(NotACopy, match="这不是这份报告的回稿"):
        compare(sample.view, sample.html, content)


def test_every_bookmark_leads_back_to_its_figure(sample: Given) -> None:
    keys = keys_by_stem(sample.view.results)
    assert len(keys) == len(sample.view.results)
    for key in sample.view.results:
        for place in (1, 12, 99):
            name = bookmark(key, place)
            assert len(name) <= LONGEST and parsed(name, keys) == (key, place)
    for foreign in ("_GoBack", "fig_", "fig_org_sector", "fig_org_sector_", "OLE_LINK1", "fig_no_such_1"):
        assert parsed(foreign, keys) is None


def test_two_long_keys_that_begin_alike_have_two_bookmarks() -> None:
    first, second = (f"rectification.measures_of_the_divisions_{end}" for end in ("done", "due"))
    assert bookmark(first, 1) != bookmark(second, 1)


def test_a_number_that_came_in_by_hand_is_named(sample: Given, copies: dict[str, bytes]) -> None:
    (added,) = compare(sample.view, sample.html, copies["added"]).added
    assert added.numbers == ("12",)
    assert "（手写的数，数据里没有：12）" in as_text(compare(sample.view, sample.html, copies["added"]))


def test_what_differs_is_said_with_its_place(sample: Given, copies: dict[str, bytes]) -> None:
    said = as_text(compare(sample.view, sample.html, copies["one-of-two"])).split("\n")
    assert said[:3] == [
        "改了的数（1处）：",
        "  领导小组研究部署（responsibility.group_meetings）：数据6次 → 回稿19次",
        "    第15段：领导小组研究部署19次，教育办调度推进3次，听取各级进展情况汇报，动态研究推进，"
        "下发工作提示4期。",
    ]
    assert said[3] == "一处改了、另一处没改的数（1处）："
    assert said[4] == "  领导小组研究部署（responsibility.group_meetings）：第15段19次，第75段6次"


def test_a_rewritten_sentence_without_its_figure_is_for_a_person_to_check(sample: Given) -> None:
    returned = edited(
        sample.copy(), editing.retype_figure(FIRST, "多次"), editing.reword("领导小组研究部署", "领导小组")
    )
    found = compare(sample.view, sample.html, returned)
    assert [(c.key, c.returned) for c in found.figures] == [(MEETINGS, "多次")]
    gone = edited(
        sample.copy(), editing.retype_figure(FIRST, ""), editing.reword("领导小组研究部署", "领导小组")
    )
    (change,) = compare(sample.view, sample.html, gone).figures
    assert (change.key, change.returned) == (MEETINGS, None)
    assert "找不到这个数，请人工核对" in as_text(compare(sample.view, sample.html, gone))


def test_a_copy_made_of_other_data_is_said_to_be_one(sample: Given, given_sample: Given) -> None:
    found = compare(sample.view, sample.html, given_sample.copy())
    assert found.same_data is False and not found.is_empty
    assert as_text(found).startswith("注意：这份回稿不是由现在的数据生成的")


def test_json_holds_everything(sample: Given, copies: dict[str, bytes]) -> None:
    for name, case in CASES.items():
        found = json.loads(as_json(compare(sample.view, sample.html, copies[name])))
        assert {*found} == {"compared", "same_data", *(name for name, _ in SECTIONS)}
        assert [c["key"] for c in found["figures"]] == [key for key, _, _ in case.figures]


@pytest.fixture
def command(sample: Given, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """The command over the sample, on a file of this content."""
    monkeypatch.setattr(commands, "ROOT", sample.tree)
    for name, value in {"REPORT_DATE": "", "REPORT_EDITION": "", **sample.environ}.items():
        monkeypatch.setenv(name, value)

    def run(content: bytes, *options: str) -> int:
        path = tmp_path / "回稿.docx"
        path.write_bytes(content)
        return commands.main(["compare", str(path), *options])

    return run


def test_the_command_fails_when_a_figure_differs_and_only_then(
    command: Callable[..., int], copies: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(copies["plain"]) == 0
    assert command(copies["reworded"]) == 0
    for name in ("data-date", "added", "row-removed"):  # a number by hand, figures that are gone
        assert command(copies[name]) == 1
    assert "改写的句子（1处）：" in capsys.readouterr().out
    assert command(copies["one-of-two"]) == 1
    assert "数据6次 → 回稿19次" in capsys.readouterr().out
    assert command(copies["one-of-two"], "--json") == 1
    assert json.loads(capsys.readouterr().out)["figures"][0]["key"] == MEETINGS


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "这不是 .docx 文件，或者文件不完整"),
        (b"PK\x03\x04 cut off", "这不是 .docx 文件，或者文件不完整"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "这是旧格式的 .doc，或者加了打开密码"),
    ],
    ids=["empty", "torn", "old"],
)
def test_a_file_that_is_no_copy_gets_a_clear_answer(
    content: bytes, said: str, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(content) == 2
    assert f"回稿.docx:0: {said}" in capsys.readouterr().err


RELATED = '<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/></Relationships>'


def package(**parts: str) -> bytes:
    """A file that names its main part, with parts of these names."""
    named = {f"{name.replace('__', '/')}.xml": content for name, content in parts.items()}
    return zipped({"_rels/.rels": RELATED, **named})


@pytest.mark.parametrize(
    "content",
    [
        package(other="<x/>"),
        package(word__document="<x/>"),
        package(word__document="<w:document"),
        package(word__document='<!DOCTYPE x [<!ENTITY e "e">]><x>&e;<y></x>'),
    ],
    ids=["no-document", "no-word-document", "torn-xml", "wrong-xml"],
)
def test_a_zip_file_that_is_no_copy_is_refused(content: bytes) -> None:
    with pytest.raises(NotACopy, match="请在Word或者WPS里打开，另存为"):
        read_copy(content, {})


def test_a_damaged_file_is_refused(sample: Given) -> None:
    content = bytearray(sample.copy())
    start = content.index(DOCUMENT.encode()) + 400
    content[start : start + 40] = bytes(40)
    with pytest.raises(NotACopy, match="或者文件不完整"):
        read_copy(bytes(content), {})


def test_a_copy_is_compared_as_of_the_day_on_which_it_was_made(
    command: Callable[..., int],
    sample: Given,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The site is built anew every day, and what is due by then is other than on the day of the data."""
    later = given(sample.tree, sample.environ["REPORT_DATA"], REPORT_DATE="2024-03-01")
    assert later.copy() != sample.copy()
    assert command(later.copy(for_review=True)) == command(sample.copy()) == 0
    assert capsys.readouterr().out.count("没有不同：") == 2
    monkeypatch.setenv("REPORT_DATE", "2023-12-01")  # asked for
    assert command(later.copy()) == 1
    assert capsys.readouterr().out.startswith("注意：这份回稿不是由现在的数据生成的")


def test_a_day_that_the_data_have_passed_is_not_asked_for(sample: Given) -> None:
    assert judged_on(sample.copy()) == "2023-11-24"
    assert judged_on(b"no file") == ""
    parts = dict(Word(sample.copy()).parts)
    del parts[CORE]
    assert judged_on(zipped(parts)) == ""


def test_faults_of_the_data_are_no_differences(
    command: Callable[..., int],
    copies: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("REPORT_DATA", "nowhere")
    assert command(copies["plain"], "--json") == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith("REPORT_DATA:0: ")


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("report.outputs.word.compare.returned.LARGEST", 120)
    with pytest.raises(NotACopy, match="大得不像一份报告"):
        read_copy(package(word__document=f"<x>{'0' * 120}</x>"), {})


def test_a_missing_file_is_named(
    sample: Given, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "ROOT", sample.tree)
    monkeypatch.setenv("REPORT_DATA", sample.environ["REPORT_DATA"])
    assert commands.main(["compare", "没有.docx"]) == 2
    assert capsys.readouterr().err == "没有.docx:0: 读不了这个文件，请核对路径\n"
