"""What only the office reads: marked paragraphs and items leave the display edition, nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.pages.source import read_source
from report.pages.working import displayed, working_links

HEAD = "---\ntitle: 页\n---\n\n"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("公开。\n\n内部。\n{: .work }\n\n公开二。", "公开。\n\n\n\n\n公开二。"),
        ("- 公开\n- 内部\n  {: .work }\n- 公开二", "- 公开\n\n\n- 公开二"),
        ("1. 公开\n2. 内部\n   {: .work }", "1. 公开\n\n"),
        ("## 标题\n内部。\n{: .work }", "## 标题\n\n"),
        ("| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n{: .work }", "\n\n\n"),
        ("没有标记的一段。\n{: .aside }", "没有标记的一段。\n{: .aside }"),
    ],
)
def test_a_mark_takes_its_paragraph_or_item_away_line_by_line(text: str, left: str) -> None:
    assert displayed(text) == left


@given(st.text(alphabet="甲乙- \n#|", max_size=60))
def test_a_page_without_marks_stays_as_it_is(text: str) -> None:
    assert displayed(text) == text


@given(st.lists(st.sampled_from(["甲", "- 乙", "", "{: .work }", "# 丙", "  丁"]), max_size=12))
def test_blanking_keeps_every_line_in_its_place(lines: list[str]) -> None:
    before = "\n".join(lines)
    after = displayed(before)
    assert after.count("\n") == before.count("\n")
    assert "{: .work }" not in after
    assert all(new in (old, "") for old, new in zip(before.split("\n"), after.split("\n"), strict=True))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("见[待填报](../data/pending.md)。", True),
        ("见[待填报](../data/pending.md#x)。\n{: .work }", False),
        ("见[字典](../data/index.md)。", False),
        ("见[手册](../handbook/index.md)。", True),
    ],
)
def test_a_link_to_a_working_page_stands_in_a_marked_paragraph(line: str, told: bool) -> None:
    source = read_source(f"{HEAD}# 页\n\n{line}\n", "docs/study/x.md")
    assert bool(list(working_links({source.name: source}))) == told


def test_a_working_page_may_link_to_another() -> None:
    source = read_source(f"{HEAD}# 页\n\n见[待填报](../data/pending.md)。\n", "docs/handbook/x.md")
    assert list(working_links({source.name: source})) == []
