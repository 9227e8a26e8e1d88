"""整本: the whole report in one page, joined from the sources of its sections."""

from __future__ import annotations

import re
from collections.abc import Mapping

from report.macros.desk import PART_ONE, REPORT_PAGES
from report.pages.source import Source

SECTIONS_OF_PART_ONE = REPORT_PAGES[1:6]
UNNUMBERED = "report/shortfalls.md"  # the last paragraphs of part one: no heading, no number
BLOCKS = re.compile(r"^\{\{ *(?:summary|contents)\(.*?\) *\}\}\n*", re.MULTILINE | re.DOTALL)
FIGURES_ANCHOR = "figures"  # of what stands behind the report
OWN_ANCHORS = ("part-one", FIGURES_ANCHOR, *(f"section-{name[7:-3]}" for name in REPORT_PAGES))
ASIDE = re.compile(r"^[^\n]+\n\{: \.aside \}\n*", re.MULTILINE)


def whole(head: str, sources: Mapping[str, Source]) -> str:
    """The page `head` followed by the report: navigation left out, headings in the order of the whole."""
    parts = [head.rstrip()]
    for name in REPORT_PAGES:
        text = ASIDE.sub("", BLOCKS.sub("", sources[name].body)).strip()
        if name == SECTIONS_OF_PART_ONE[0]:
            parts.append(f"## {PART_ONE} {{: #part-one }}")
        if name in (REPORT_PAGES[0], UNNUMBERED):
            text = re.sub(r"^# .*\n+", "", text)
        depth = "##" if name in SECTIONS_OF_PART_ONE else "#"
        anchor = name.removeprefix("report/").removesuffix(".md")
        text = re.sub(r"^# (.*)$", rf"# \1 {{: #section-{anchor} }}", text, count=1, flags=re.MULTILINE)
        parts.append(re.sub(r"^(?=#)", depth, text, flags=re.MULTILINE))
    parts.append(f"## 主要数据 {{: #{FIGURES_ANCHOR} }}\n\n{{{{ summary() }}}}")
    return "\n\n".join(parts) + "\n"
