"""Rules for the elements of the official document (GB/T 9704)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report.checks.figure_rules import NO_VALUES
from report.faults import Fault
from report.figures import Result
from report.models import Campaign

NUMBER = re.compile(r"[^\d〔〕]+〔[12]\d{3}〕[1-9]\d*号")
MOST_IN_LINE = 22  # of 28 characters; “签发人：” takes four, the edges two
SEVERAL = re.compile(r"[、，,；;\s]")


def letter_is_dated_after_its_data(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """The report is not dated before the day up to which it counts."""
    written, as_of = campaign.site.letter.date, campaign.site.as_of
    if written and as_of and written < as_of:
        yield campaign.site.letter.at("date").fault(f"成文日期 {written} 早于数据截至 {as_of}，请核对")


def letter_names_one_recipient(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """An upward document goes to one organ; the colon behind its name is put there by the program."""
    letter = campaign.site.letter
    name = letter.recipient or ""
    if SEVERAL.search(name):
        yield letter.at("recipient").fault("主送机关只写一个，上行文不多头主送；要抄送的不写在这里")
    elif name.endswith(("：", ":")):
        yield letter.at("recipient").fault("主送机关后面的冒号由程序加，请删去")


def letter_number_is_in_form(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A number has its year in full within 〔〕, and its serial number without 第 and leading zeros."""
    letter = campaign.site.letter
    if letter.number and not NUMBER.fullmatch(letter.number):
        form = "机关代字〔2023〕1号：年份写全，用六角括号，序号不加第、不补零"
        yield letter.at("number").fault(f"发文字号“{letter.number}”应写成{form}")


def attachments_stand_once(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """Nothing is attached twice."""
    listed = campaign.site.letter.attachments
    for index, name in enumerate(listed):
        if name in listed[:index]:
            said = f"附件“{name}”写了两次，请删去其一"
            yield campaign.site.letter.at("attachments", index).fault(said)


def letter_is_not_stood_in_for(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """An element that is not known yet is left empty: no 待填报, 待定, ××."""
    letter = campaign.site.letter
    for name in ("recipient", "sender", "number", "signer"):
        text = getattr(letter, name) or ""
        if NO_VALUES.fullmatch(text) or re.search("[×xXＸ]{2,}", text):
            yield letter.at(name).fault(f"“{text}”不是要印的内容；不知道就空着，冒号后什么也不写")


def number_and_signer_fit_into_a_line(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """Number and signer stand in one line above the red rule, a name is not broken."""
    letter = campaign.site.letter
    length = len(f"{letter.number or ''}{letter.signer or ''}")
    if letter.red_head and length > MOST_IN_LINE:
        yield letter.at("number").fault(f"发文字号和签发人共{length}字，一行放不下，请用规范化简称")


LETTER_RULES = (
    letter_is_dated_after_its_data,
    letter_names_one_recipient,
    letter_number_is_in_form,
    letter_is_not_stood_in_for,
    number_and_signer_fit_into_a_line,
    attachments_stand_once,
)
