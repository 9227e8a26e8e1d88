"""The real data and pages themselves: complete, nothing invented, words and data in step."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from report.facts.figure import Owner, Status
from report.facts.ledgers import LEDGERS
from report.facts.ledgers.activities import Method
from report.facts.ledgers.problems import Aspect
from report.figures.resolving import typed_number
from report.macros.addresses import REPORT_PAGES
from report.macros.data import totals
from report.macros.view import places
from report.pages.posts import is_post
from report.pages.survey import Survey
from report.publishing import prepare
from tests.site.building import DATA_SETS, ROOT

WRITTEN = {  # the 18 numbers that the report states
    "overview.emphases": 5,
    "responsibility.warmup_measures": 4,
    "books.tier_members": 3,
    "books.tier_leaders": 4,
    "books.tier_chiefs": 5,
    "books.follow_up": 3,
    "responsibility.mechanism_links": 6,
    "responsibility.group_meetings": 6,
    "responsibility.office_dispatches": 3,
    "responsibility.work_tips": 4,
    "responsibility.subplans": 4,
    "responsibility.key_tasks": 5,
    "study.levels": 2,
    "research.in_place": 4,
    "research.methods": 6,
    "rectification.target_aspects": 6,
    "rectification.notice_interval": 2,
    "development.identities": 4,
}
RESIDUE = ("无缝链接", "凝合", "paidbegin", "文库", "待补充", "TODO")


@pytest.fixture(scope="module")
def surveys() -> dict[str, Survey]:
    return {name: prepare(ROOT, {"REPORT_DATA": data}) for name, data in DATA_SETS.items()}


@pytest.fixture(scope="module")
def real(surveys: dict[str, Survey]) -> Survey:
    return surveys["real"]


def page(survey: Survey, name: str) -> str:
    return survey.sources[name].body


def test_the_real_data_knows_the_eighteen_numbers_of_the_report_and_no_other(real: Survey) -> None:
    known = {key: result.value for key, result in real.view.results.items() if result.status is Status.KNOWN}
    assert known == WRITTEN


def test_the_real_data_waits_for_sixty_blanks(real: Survey) -> None:
    stated = [f for f in real.view.figures() if not f.base]
    waiting = [f for f in stated if real.view.results[f.key].status is Status.PENDING]
    assert totals(waiting) == {"total": 60, "numbers": 42, "texts": 18}
    owners: Counter[Owner] = Counter()
    for figure in waiting:
        owners[figure.owner] += places(figure)
    assert [owners[owner] for owner in Owner] == [8, 25, 8, 19]
    closed = [f for f in stated if real.view.results[f.key].status is Status.CLOSED]
    assert [(f.key, f.blanks) for f in closed] == [("development.endorsement", 2)]


def test_the_sample_leaves_five_of_sixty(surveys: dict[str, Survey]) -> None:
    sample = surveys["sample"].view
    waiting = [f for f in sample.figures() if not f.base and sample.results[f.key].status is Status.PENDING]
    assert totals(waiting)["total"] == 5
    assert sample.campaign.site.sample
    assert len({item.date.strftime("%Y-%m") for item in sample.campaign.plan if item.date}) == 6
    assert len({pick.month for pick in sample.campaign.picks}) == 6


def test_the_sample_is_a_whole_bureau(surveys: dict[str, Survey]) -> None:
    campaign = surveys["sample"].view.campaign
    sizes = {name: len(campaign.ledgers[name]) for name in LEDGERS}
    wanted = {"problems": 50, "measures": 150, "topics": 20, "activities": 150, "documents": 40}
    assert all(wanted[name] <= sizes[name] <= wanted[name] * 1.2 for name in wanted), sizes
    assert len({row.month for row in campaign.cases}) == 6
    assert len(campaign.notices) == 5 and campaign.reminders


def test_the_sample_counts_whatever_can_be_counted(surveys: dict[str, Survey]) -> None:
    """Only the figure that shows what a difference looks like is typed beside its rows."""
    results = surveys["sample"].view.results.values()
    counted = [result for result in results if result.figure.derivation]
    assert [r.figure.key for r in counted if r.figure.value is not None] == ["study.personal_plans"]
    assert [r.figure.key for r in counted if r.counted is None] == []
    assert not any(result.unledgered for result in results)


def test_the_real_data_invents_no_row(real: Survey) -> None:
    campaign = real.view.campaign
    assert {name: len(campaign.ledgers[name]) for name in LEDGERS if campaign.ledgers[name]} == {
        "documents": 12
    }
    assert campaign.notices == campaign.reminders == ()


@pytest.mark.parametrize("key", ["responsibility.subplans", "responsibility.work_tips", "books.tier_chiefs"])
def test_what_can_be_counted_is_not_typed(key: str, real: Survey) -> None:
    result = real.view.results[key]
    assert typed_number(result.figure) is None
    assert result.rows


def test_every_figure_of_the_report_stands_in_the_report(real: Survey) -> None:
    for figure in real.view.figures():
        if not figure.base:
            assert real.view.pages.uses[figure.key] & {*REPORT_PAGES, "study/books.md"}, figure.key


def test_org_sector_stands_in_its_seven_places(real: Survey) -> None:
    calls = [c for name in REPORT_PAGES for c in real.sources[name].calls if c.args == ("org.sector",)]
    assert len([c for c in calls if c.name == "fig"]) == 7


def test_lists_in_the_report_are_those_of_the_data(real: Survey) -> None:
    organisation = real.view.campaign.organisation
    responsibility = page(real, "report/responsibility.md")
    assert "、".join(link.name for link in organisation.links) in responsibility
    assert "、".join(task.name for task in organisation.key_tasks) in responsibility
    assert "、".join(Method) in page(real, "report/research.md")
    aspects = [aspect for aspect in Aspect if aspect is not Aspect.OTHER]
    assert "、".join(aspects) in page(real, "report/rectification.md")
    pairs = "、".join(f"{pair.leader}带{pair.learner}" for pair in organisation.pairs)
    assert pairs in page(real, "report/study.md")
    assert [b.title for b in real.view.campaign.books if b.title not in responsibility] == []
    subplans = [row.name for row in real.view.results["responsibility.subplans"].rows]
    assert "、".join(subplans) in responsibility
    assert "、".join(real.view.campaign.site.requirement) in page(real, "report/index.md")


def test_shortfalls_and_directions_are_as_many_as_the_report_has(real: Survey) -> None:
    shortfalls = re.findall(r"\{: #(\w+)-shortfall \}", page(real, "report/shortfalls.md"))
    assert shortfalls == ["study", "research", "rectification", "development"]
    directions = re.findall(r"(?m)^## .*\{: #(\w+) \}", page(real, "report/outlook.md"))
    assert directions == ["leadership", "problems", "transformation"]
    for name in shortfalls:
        assert f"shortfalls.md#{name}-shortfall" in page(real, f"report/{name}.md")
        assert f"shortfalls.md#{name}-shortfall" in page(real, "report/outlook.md")


def test_the_report_ends_as_reports_end(real: Survey) -> None:
    assert "\n特此报告。\n" in page(real, "report/outlook.md")


def test_both_data_sets_tell_the_same_books(surveys: dict[str, Survey]) -> None:
    real, sample = (
        [(b.id, b.title, b.tier) for b in s.view.campaign.books] for s in (surveys["real"], surveys["sample"])
    )
    assert real == sample


def test_nothing_of_the_old_file_is_left() -> None:
    for folder in ("docs", "data", "demo"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.name != "prose.yml":
                text = path.read_text(encoding="utf-8-sig")
                assert not [word for word in RESIDUE if word in text], path


def test_the_manuals_name_only_what_exists() -> None:
    commands = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs" / "handbook").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        for command in re.findall(r"(?m)(?:`|^)make ([a-z]+)", text):
            assert command in commands, f"{path}: make {command}"
        for name in re.findall(r"`((?:data|docs|demo|tests|overrides)/[\w./-]*)`", text):
            to_come = re.fullmatch(r"(?:demo/)?data/(?:notices|reminders)/[\d-]+\.yml", name)
            assert ((ROOT / name).parent if to_come else ROOT / name).exists(), f"{path}: {name}"


def test_every_page_is_in_the_navigation_and_the_other_way_round(real: Survey) -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[2]
    listed = re.findall(r"[\w/-]+\.md", navigation)
    on_disk = sorted(path.relative_to(ROOT / "docs").as_posix() for path in Path(ROOT / "docs").rglob("*.md"))
    assert sorted(listed) == [name for name in on_disk if not is_post(name)]
    assert [name for name in real.view.pages.titles if not is_post(name)] == listed
