"""Closed lists of values: what a cell or a field may say."""

from __future__ import annotations

from enum import StrEnum


class Owner(StrEnum):
    """Who reports a figure, in protocol order."""

    PARTY_COMMITTEE = "党委"
    OFFICE = "教育办"
    OFFICE_PARTY_COMMITTEE = "机关党委"
    DIVISIONS = "各科室"


class Status(StrEnum):
    """What stands where a figure is shown: its value, or the reason why there is none."""

    KNOWN = "已填"
    PENDING = "待填报"
    CLOSED = "不公开"
    VOID = "不适用"


class Tier(StrEnum):
    """Who reads or attends. The first three include one another; `all` is added on top."""

    MEMBERS = "members"
    LEADERS = "leaders"
    CHIEFS = "chiefs"
    ALL = "all"


TIER_NAMES = {
    Tier.MEMBERS: "普通党员、干部",
    Tier.LEADERS: "副处级以上领导干部",
    Tier.CHIEFS: "局主官",
    Tier.ALL: "全体党员",
}
TIER_SHORT = {**TIER_NAMES, Tier.LEADERS: "副处级以上"}
CONTAINED = (Tier.MEMBERS, Tier.LEADERS, Tier.CHIEFS)  # each includes those before it


def within(tier: Tier) -> tuple[Tier, ...]:
    """The tiers whose books and plan items concern a tier: itself, those it includes, and everybody."""
    return (*CONTAINED[: CONTAINED.index(tier) + 1], Tier.ALL) if tier in CONTAINED else (tier,)


class Attachment(StrEnum):
    """What may be attached to the report; the site makes both from its data."""

    FIGURES = "主要数据表"
    BOOKS = "规定书目"


class PickKind(StrEnum):
    ARTICLE = "署名文章"
    BOOK = "好书"


class Level(StrEnum):
    """The two levels at which the campaign studies (报告第二节)."""

    COMMITTEE = "党委机关"
    GRASSROOTS = "基层党组织"
