"""What a field can hold: its kinds, how each is read from text, and what follows from a kind.

Whatever treats columns alike (rules on wording, references and leaks, cells, filters, dictionary, downloads)
asks a column for its kind; nobody keeps lists of names. Parsers say in Chinese what they expected.
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

from report.facts.dates import mended_day, mended_month

if TYPE_CHECKING:
    from report.facts.records import Organisation

NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?", re.ASCII)  # short enough for exact arithmetic
WHOLE = re.compile(r"0|[1-9][0-9]{0,14}", re.ASCII)
DAY = re.compile(r"([0-9]{4})([-/])([0-9]{1,2})\2([0-9]{1,2})", re.ASCII)
MONTH = re.compile(r"(?:19|20)[0-9]{2}-(0[1-9]|1[0-2])", re.ASCII)
CENTURIES = (1900, 2099)  # the first and the last year that a date may have
PENDING = "待填报"
SEVERAL_WANTED = "里几个值之间要用全角分号“；”隔开"
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
    right = mended_day(written)
    return f"应写成 {right if right != written else '2023-11-24'}"


def _month(text: object) -> str:
    if not MONTH.fullmatch(str(text)):
        right = mended_month(str(text))
        raise ValueError(f"“{text}”不是月份，应写成 {right if right != text else '2023-11'}")
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
    """The values of a cell that may hold several. ValueError for another separator or a repeated value."""
    if isinstance(text, str) and re.search("[;,，、]", text):
        raise ValueError(f"“{text}”{SEVERAL_WANTED}")
    return parted(text)


def parted(text: Any) -> Any:
    """The same for values that may have commas of their own, such as titles of books."""
    if not isinstance(text, str):
        return text
    values = [value.strip() for value in text.split("；") if value.strip()]
    if repeated := [value for n, value in enumerate(values) if value in values[:n]]:
        raise ValueError(f"“{repeated[0]}”写了两次，请只留一个")
    return values


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


@dataclass(frozen=True)
class Kind:
    """What a column holds.

    `told`: what the data dictionary says of its values. `free`: people write there in their own words, which
    may give a hidden row away. `prose`: the rules of official Chinese apply. `choices`: the closed list that
    its values come from; `statuses`: its members, if the column is the status of a row. `ledgers`: those
    whose ids it holds. `above`: the row named there is the one that this row belongs to. `said`: what readers
    call a value that the file writes in English. `mended`: what a spreadsheet program left → what the file
    should have; anything else stays as it is.
    """

    name: str
    told: str = "文字"
    free: bool = False
    prose: bool = False
    choices: Callable[[Organisation], list[str]] = lambda organisation: []
    ledgers: tuple[str, ...] = ()
    above: bool = False
    statuses: tuple[RowStatus, ...] = ()
    said: Callable[[str], str] = str
    mended: Callable[[str], str] = str


WORDS = Kind("words", free=True, prose=True)  # also the kind of plain text
ID = Kind("id")
UNIT = Kind(
    "unit", "organisation.yml 里的单位名称", choices=lambda known: [unit.name for unit in known.units]
)
POST = Kind(
    "post", "organisation.yml 里的职务，不写姓名", choices=lambda known: [post.name for post in known.posts]
)
BOOK = Kind("book", "books.yml 里的书名")
LINK = Kind("link", choices=lambda known: [link.name for link in known.links])


def ref(*ledgers: str, above: bool = False) -> Kind:
    """The kind of a column that holds ids of rows in `ledgers`; `above`: of the row that this
    one belongs to."""
    return Kind("refs", ledgers=ledgers, above=above)


@dataclass(frozen=True)
class Blank:
    """Marks a column with what its empty cell means; without such a mark it is 待填报."""

    meaning: str


class Later:
    """Marks a column that came after the first files were in use: a file may do without it."""


@dataclass(frozen=True)
class Derived:
    """Marks a column that is in no file but follows from the others, and if `judged`, from the
    judgement date."""

    judged: bool = False


class Stage(StrEnum):
    """How far work on a row has come; the style sheet has a glyph for each."""

    WAITING = "waiting"
    UNDER_WAY = "under_way"
    DONE = "done"
    CLOSED = "closed"
    APPLIED = "full"


class RowStatus(StrEnum):
    """A status that a row can have: the word for it, and the stage of work that it stands for, if any."""

    stage: Stage | None

    def __new__(cls, word: str, stage: Stage | None = None) -> RowStatus:
        member = str.__new__(cls, word)
        member._value_, member.stage = word, stage
        return member

    @property
    def is_open(self) -> bool:
        """Whether there is work left to do."""
        return self.stage in (Stage.WAITING, Stage.UNDER_WAY)

    @property
    def is_closed(self) -> bool:
        """Whether it is 已销号."""
        return self.stage is Stage.CLOSED


@dataclass(frozen=True)
class Asked:
    """Marks a column that is filled in at these stages of a row's work, and at no other unless `early`."""

    stages: tuple[Stage, ...]
    early: bool = False


def asked(*stages: Stage, early: bool = False) -> Asked:
    """Marks a column as asked for at these stages; `early`: it may be filled in before."""
    return Asked(stages, early)


T = TypeVar("T")
ABSENT, LATER, DERIVED, JUDGED = Blank("没有"), Later(), Derived(), Derived(judged=True)
Maybe = Annotated[T | None, ABSENT]
Several = Annotated[list[T], BeforeValidator(split)]  # a cell that may hold several values, separated by ；
BookTitles = Annotated[list[Annotated[str, BOOK]], BeforeValidator(parted)]
Texts = Annotated[list[str], BeforeValidator(_as_list)]  # in YAML: one value, or a list of values

Words = Annotated[str, WORDS]
FileMark = Annotated[str, Kind("mark", free=True)]  # the number of a file or document, not prose
UnitName = Annotated[str, UNIT]
PostName = Annotated[str, POST]
Count = Annotated[int, BeforeValidator(_count), Kind("count", "整数")]
Digits = Annotated[int, BeforeValidator(_digits), Kind("count", "整数")]
Day = Annotated[date, BeforeValidator(day), Kind("day", "日期，如 2023-11-24", mended=mended_day)]
Month = Annotated[str, BeforeValidator(_month), Kind("month", "月份，如 2023-11", mended=mended_month)]
Identifier = Annotated[str, BeforeValidator(_identifier)]
Flag = Annotated[bool, BeforeValidator(_flag), Kind("flag", "true / false")]


@dataclass(frozen=True)
class Column:
    """A column as its field declares it.

    `title`: the head of the column in the file. `written`: the file has it; otherwise it is derived.
    `several`: a cell may hold several values. `blank`: what an empty cell means. `judged`: it follows from
    the judgement date. `asked`: when a row has to fill it in. `later`: a file may do without it.
    """

    field: str
    title: str
    kind: Kind
    required: bool
    several: bool
    written: bool
    blank: str = PENDING
    judged: bool = False
    asked: Asked | None = None
    later: bool = False

    @property
    def absent(self) -> bool:
        """Whether an empty cell says something, so that nothing is left to fill in."""
        return self.blank != PENDING


def column(field: str, info: FieldInfo) -> Column:
    """The column that a field declares."""
    found = list(parts(info))
    return Column(
        field=field,
        title=str(info.title),
        kind=_kind(found),
        required=info.is_required(),
        several=list in found,
        written=not any(isinstance(part, Derived) for part in found) and not is_unwritable(info),
        blank=next((part.meaning for part in found if isinstance(part, Blank)), PENDING),
        judged=JUDGED in found,
        asked=next((part for part in found if isinstance(part, Asked)), None),
        later=LATER in found,
    )


def is_unwritable(info: FieldInfo) -> bool:
    """Whether no file can give the field a value: its alias is in brackets."""
    return (info.alias or "").startswith("(")


def parts(declared: Any) -> Iterator[Any]:
    """Everything in the declaration of a field or type: the types it is made of, and what marks them."""
    if isinstance(declared, FieldInfo):
        yield from declared.metadata
        yield from parts(declared.annotation)
        return
    yield get_origin(declared) or declared
    for inner in get_args(declared):
        yield from parts(inner)


def _kind(found: list[Any]) -> Kind:
    """The kind that is declared; else that of the closed list; else words, so that no
    column goes unchecked."""
    named = (part for part in found if isinstance(part, Kind))
    lists = (part for part in found if isinstance(part, type) and issubclass(part, StrEnum))
    return next(named, None) or next(map(_of_list, lists), WORDS)


def _of_list(values: type[StrEnum]) -> Kind:
    listed = [str(value) for value in values]
    statuses = tuple(values) if issubclass(values, RowStatus) else ()
    name = "status" if statuses else "choice"
    labels = {str(value): str(getattr(value, "label", value)) for value in values}
    return Kind(
        name,
        "、".join(listed),
        choices=lambda organisation: listed,
        statuses=statuses,
        said=lambda text: labels.get(text, text),
    )
