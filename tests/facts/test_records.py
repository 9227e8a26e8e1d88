"""What records that are no ledger rows answer by themselves: who attends, and whose month it is."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.facts.lists import Audience, PlanItem
from report.facts.records import CONTAINED, Tier, YouthGroup
from tests.rows import made


def item(**fields: Any) -> PlanItem:
    return made(PlanItem, id="x", title="学习", form="自学", organisers=["教育办"], **fields)


@pytest.mark.parametrize("tier", Tier)
def test_a_tier_attends_what_is_meant_for_it_and_for_those_below(tier: Tier) -> None:
    attended = [each for each in Tier if item(tiers=[each]).concerns(tier)]
    below = CONTAINED[: CONTAINED.index(tier) + 1] if tier in CONTAINED else ()
    assert set(attended) == {*below, Tier.ALL}


@given(st.sets(st.sampled_from(Audience), min_size=1))
def test_an_audience_concerns_no_tier_and_no_other_audience(some: set[Audience]) -> None:
    held = item(audience=sorted(some))
    assert {who for who in (*Tier, *Audience) if held.concerns(who)} == some


def test_addresses_of_those_who_attend_differ() -> None:
    slugs = [who.slug for who in (*Tier, *Audience)]
    assert len(set(slugs)) == len(slugs)


def group(**fields: Any) -> YouthGroup:
    return made(YouthGroup, id="one", name="第一小组", **fields)


@pytest.mark.parametrize(
    ("day", "leader"),
    [
        ("2023-09-01", "甲"),
        ("2023-09-30", "甲"),
        ("2023-10-01", "乙"),
        ("2023-12-31", "甲"),
        ("2024-01-01", "乙"),
    ],
)
def test_the_rota_goes_round_month_by_month(day: str, leader: str) -> None:
    assert group(rota=["甲", "乙", "丙"], rota_from="2023-09").on_duty(date.fromisoformat(day)) == leader


@given(st.dates(date(2023, 9, 1), date(2030, 1, 1)), st.integers(1, 5))
def test_nobody_leads_two_months_running_and_nobody_is_passed_over(day: date, size: int) -> None:
    rota = [f"第{n}位" for n in range(size)]
    months = [
        date(day.year + (day.month - 1 + n) // 12, (day.month - 1 + n) % 12 + 1, 1) for n in range(size + 1)
    ]
    turns = [group(rota=rota, rota_from="2023-09").on_duty(month) for month in months]
    assert set(turns) == set(rota)
    assert size == 1 or all(before != after for before, after in pairwise(turns))


@pytest.mark.parametrize(
    "fields", [{"rota": ["甲"]}, {"rota_from": "2023-09"}, {"rota": ["甲"], "rota_from": "2023-12"}]
)
def test_nobody_is_made_up_while_the_rota_is_not_known_or_has_not_begun(fields: Any) -> None:
    assert group(**fields).on_duty(date(2023, 11, 24)) is None
