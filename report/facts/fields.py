"""What a field can hold: its kinds, how each is read from text, and what follows from a kind.

Whatever treats columns alike (rules on wording, references and leaks, cells, filters, dictionary, downloads)
asks each column for its kind; nobody keeps lists of names. Parsers say in Chinese what they expected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BeforeValidator
from pydantic.fields import FieldInfo

if TYPE_CHECKING:
    from report.facts.records import Organisation

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


def split(text: Any) -> Any:
    """The values of a cell that may hold several. ValueError for other separators and repeated values."""
    if not isinstance(text, str):
        return text
    if re.search("[;,，、]", text):
        raise ValueError(f"“{text}”里几个值之间要用全角分号“；”隔开")
    values = [value.strip() for value in text.split("；") if value.strip()]
    if repeated := [value for n, value in enumerate(values) if value in values[:n]]:
        raise ValueError(f"“{repeated[0]}”写了两次，请只留一个")
    return values


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


@dataclass(frozen=True)
class Kind:
    """What a column holds.

    `told` is what the data dictionary says of its values. `free`: people write there in words of their own,
    which may give a hidden row away; `prose`: the rules of official Chinese hold for them. `choices`: the
    closed list that the values are taken from; `states`: those of a column of states. `ledgers`: those whose
    ids it holds; `above`: the row hangs on the one that it names there.
    """

    name: str
    told: str = "文字"
    free: bool = False
    prose: bool = False
    choices: Callable[[Organisation], list[str]] = lambda organisation: []
    ledgers: tuple[str, ...] = ()
    above: bool = False
    states: tuple[State, ...] = ()


WORDS = Kind("words", free=True, prose=True)  # also what is declared as nothing but text
ID = Kind("id")
UNIT = Kind(
    "unit", "organisation.yml 里的单位名称", choices=lambda known: [unit.name for unit in known.units]
)
POST = Kind(
    "post", "organisation.yml 里的职务，不写姓名", choices=lambda known: [post.name for post in known.posts]
)
LINK = Kind("link", choices=lambda known: [link.name for link in known.links])


def ref(*ledgers: str, above: bool = False) -> Kind:
    """Ids of rows of the ledgers named; `above`: of the row that this one hangs on."""
    return Kind("refs", ledgers=ledgers, above=above)


class Absent:
    """Marks a column that is empty where there is no such thing; any other empty one is 待填报."""


@dataclass(frozen=True)
class Derived:
    """Marks a column that no file holds; `judged`: it follows from the day of judgement."""

    judged: bool = False


class Stage(StrEnum):
    """How far work on a row is; the style sheet has a glyph for each."""

    WAITING = "waiting"
    UNDER_WAY = "under_way"
    DONE = "done"
    CLOSED = "closed"
    APPLIED = "full"


class State(StrEnum):
    """The states of a ledger's rows: the word, and the stage of work that it stands for, if for any."""

    stage: Stage | None

    def __new__(cls, word: str, stage: Stage | None = None) -> State:
        member = str.__new__(cls, word)
        member._value_, member.stage = word, stage
        return member

    @property
    def is_open(self) -> bool:
        """Whether work is still to be done."""
        return self.stage in (Stage.WAITING, Stage.UNDER_WAY)

    @property
    def is_closed(self) -> bool:
        """Whether it is 已销号."""
        return self.stage is Stage.CLOSED


@dataclass(frozen=True)
class Asked:
    """Marks what a row has to show at some stages of its work, and shows at no other unless `early`."""

    stages: tuple[Stage, ...]
    early: bool = False


def asked(*stages: Stage, early: bool = False) -> Asked:
    """The mark of a column that is asked for at these stages; `early`: it may be collected before."""
    return Asked(stages, early)


T = TypeVar("T")
ABSENT, DERIVED, JUDGED = Absent(), Derived(), Derived(judged=True)
Maybe = Annotated[T | None, ABSENT]
Several = Annotated[list[T], BeforeValidator(split)]  # a cell that may hold several values, with ； between
Texts = Annotated[list[str], BeforeValidator(_as_list)]  # in YAML: one value, or a list of values

Words = Annotated[str, WORDS]
FileMark = Annotated[str, Kind("mark", free=True)]  # the number of a file or document: no prose
UnitName = Annotated[str, UNIT]
PostName = Annotated[str, POST]
Count = Annotated[int, BeforeValidator(_count), Kind("count", "整数")]
Digits = Annotated[int, BeforeValidator(_digits), Kind("count", "整数")]
Day = Annotated[date, BeforeValidator(day), Kind("day", "日期，如 2023-11-24")]
Month = Annotated[str, BeforeValidator(_month), Kind("month", "月份，如 2023-11")]
Identifier = Annotated[str, BeforeValidator(_identifier)]
Flag = Annotated[bool, BeforeValidator(_flag), Kind("flag", "true / false")]


@dataclass(frozen=True)
class Column:
    """A column as its field declares it.

    `written`: files hold it; `several`: a cell may hold several values; `absent`: empty says that there is no
    such thing, otherwise it is 待填报; `judged`: it follows from the day of judgement; `asked`: when a row
    has to show it.
    """

    field: str
    title: str
    kind: Kind
    required: bool
    several: bool
    written: bool
    absent: bool
    judged: bool = False
    asked: Asked | None = None


def column(field: str, info: FieldInfo) -> Column:
    """The column that a field declares. Its title is what stands in the head of the file."""
    found = list(parts(info))
    return Column(
        field=field,
        title=str(info.title),
        kind=_kind(found),
        required=info.is_required(),
        several=list in found,
        written=not any(isinstance(part, Derived) for part in found) and not is_unwritable(info),
        absent=ABSENT in found,
        judged=JUDGED in found,
        asked=next((part for part in found if isinstance(part, Asked)), None),
    )


def is_unwritable(info: FieldInfo) -> bool:
    """Whether no file can give the field a value: its alias stands in brackets."""
    return (info.alias or "").startswith("(")


def parts(declared: Any) -> Iterator[Any]:
    """Everything that a field or type is made of: the types in it, and what is said of them."""
    if isinstance(declared, FieldInfo):
        yield from declared.metadata
        yield from parts(declared.annotation)
        return
    yield get_origin(declared) or declared
    for inner in get_args(declared):
        yield from parts(inner)


def _kind(found: list[Any]) -> Kind:
    """The kind that is named; else that of the closed list; else words, which nobody can forget to check."""
    named = (part for part in found if isinstance(part, Kind))
    lists = (part for part in found if isinstance(part, type) and issubclass(part, StrEnum))
    return next(named, None) or next(map(_of_list, lists), WORDS)


def _of_list(values: type[StrEnum]) -> Kind:
    listed = [str(value) for value in values]
    states = tuple(values) if issubclass(values, State) else ()
    name = "state" if states else "choice"
    return Kind(name, "、".join(listed), choices=lambda organisation: listed, states=states)
