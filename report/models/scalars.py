"""Scalars: text in the files, typed inside. Each parser says in Chinese what it expected."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated

from pydantic import BeforeValidator

NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?", re.ASCII)  # as long as arithmetic stays exact
WHOLE = re.compile(r"0|[1-9][0-9]{0,14}", re.ASCII)
DAY = re.compile(r"([0-9]{4})([-/])([0-9]{1,2})\2([0-9]{1,2})", re.ASCII)
MONTH = re.compile(r"(?:19|20)[0-9]{2}-(0[1-9]|1[0-2])", re.ASCII)
CENTURIES = (1900, 2099)  # the first and the last year that a date can mean
IDENTIFIER = re.compile(r"[a-z][a-z0-9_-]*", re.ASCII)


def number(text: str) -> Decimal:
    """A plain decimal number. ValueError for separators, full-width digits, %, exponents, leading zeros."""
    if re.fullmatch(r"-?[1-9][0-9]{15,}(\.[0-9]+)?|-?[0-9]+\.[0-9]{7,}", text, re.ASCII):
        raise ValueError(f"“{text}”太长，整数最多十五位，小数最多六位")
    if not NUMBER.fullmatch(text):
        raise ValueError(f"“{text}”不是规范的数，只写半角数字和小数点，如 6 或 87.6")
    return Decimal(text)


def _count(text: object) -> int:
    if not WHOLE.fullmatch(str(text)):
        raise ValueError(f"“{text}”应是零或正整数，只写半角数字，如 6")
    return int(str(text))


def _digits(text: object) -> int:
    if str(text) not in ("0", "1", "2", "3", "4"):
        raise ValueError(f"“{text}”不行，小数最多四位，只写 0 到 4")
    return int(str(text))


def day(text: object) -> date:
    """A day written 2023-11-24 or 2023/9/5. ValueError for anything else, impossible days included."""
    return text if isinstance(text, date) else _day(str(text))


@lru_cache(maxsize=1000)
def _day(written: str) -> date:
    match = DAY.fullmatch(written)
    if not match:
        raise ValueError(f"“{written}”不是规范的日期，{_day_remedy(written)}")
    if not CENTURIES[0] <= int(match[1]) <= CENTURIES[1]:
        raise ValueError(f"“{written}”的年份不对，请核对")
    try:
        return date(int(match[1]), int(match[3]), int(match[4]))
    except ValueError:
        raise ValueError(f"“{written}”这一天不存在，请核对年月日") from None


def _day_remedy(written: str) -> str:
    if re.fullmatch(r"[34][0-9]{4}", written, re.ASCII):
        return "这是表格软件里的日期序号，请把单元格格式设为文本后重填，如 2023-11-24"
    if "月" in written and "年" not in written:
        return "少了年份，应写成 2023-11-24"
    return "应写成 2023-11-24"


def _month(text: object) -> str:
    if not MONTH.fullmatch(str(text)):
        changed = re.fullmatch(r"[A-Z][a-z]{2}-[0-9]{2}", str(text))
        remedy = "是表格软件改成的，请把单元格设为文本后重填，如" if changed else "不是月份，应写成"
        raise ValueError(f"“{text}”{remedy} 2023-11")
    return str(text)


def _identifier(text: object) -> str:
    if not IDENTIFIER.fullmatch(str(text)):
        raise ValueError(f"“{text}”不能作编号，只用小写英文字母、数字、连字符，以字母开头")
    return str(text)


def _flag(text: object) -> bool:
    if text not in ("true", "false", True, False):
        raise ValueError(f"“{text}”只能写 true 或 false")
    return text in ("true", True)


Count = Annotated[int, BeforeValidator(_count)]
Digits = Annotated[int, BeforeValidator(_digits)]
Day = Annotated[date, BeforeValidator(day)]
Month = Annotated[str, BeforeValidator(_month)]
Identifier = Annotated[str, BeforeValidator(_identifier)]
Flag = Annotated[bool, BeforeValidator(_flag)]
