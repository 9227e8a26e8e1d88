"""Pages and files that are linked to by name, and the addresses that the site gives them."""

from __future__ import annotations

DICTIONARY = "data/index.md"
WHOLE = "report/whole.md"
PLAN = "study/plan.md"
OPINIONS = "organisation/opinions.md"
REPORT_COPY, REVIEW_COPY = "downloads/report.docx", "downloads/report-review.docx"
COLUMN = "column/index.md"
POSTS = "column/posts/"  # the folder of the posts; their addresses leave it out
CATEGORIES = {  # as an editor writes them, and what stands in their addresses: column/category/study-news/
    "学习动态": "study-news",
    "经验交流": "exchange",
    "心得体会": "reflections",
    "先进典型": "role-models",
}
PART_ONE = "一、主要工作做法及成效"
REPORT_PAGES = (  # in the order of the report; the five sections of part one stand under PART_ONE
    "report/index.md",
    "report/responsibility.md",
    "report/study.md",
    "report/research.md",
    "report/rectification.md",
    "report/development.md",
    "report/shortfalls.md",
    "report/outlook.md",
)


def url(page: str) -> str:
    """The address of a page from the root of the site: report/study.md → report/study, data/index.md → data,
    index.md → '', column/posts/visit.md → column/visit."""
    if page.startswith(POSTS):
        page = page.replace("posts/", "", 1)
    stem = page.removesuffix(".md")
    return stem.removesuffix("index").rstrip("/")
