"""What the commands notice and reminder share: new records, and writing a snapshot to its file."""

from __future__ import annotations

import os
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

from ruamel.yaml import YAML

from report.commands.files import named, replace
from report.facts.derived import soon
from report.facts.ledgers.row import Dated
from report.facts.reading.settings import settings
from report.facts.record import Record
from report.facts.snapshots import LATE, SOON, Item, Notice, Reminder, Subject
from report.facts.workdays import UnknownYear, after
from report.faults import Place

R = TypeVar("R", bound=Record)
THIS_MONTH = "本月到期"


class NoDraft(Exception):
    """A snapshot cannot be drafted. The message says why and what to do, in Chinese."""


def as_yaml(snapshot: Notice | Reminder, head: str) -> str:
    """The file of a snapshot: `head` as a comment, then its fields, one value per line, the seal last."""
    yaml = YAML()
    yaml.width = 100_000  # a value stays on its line
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = StringIO()
    yaml.dump(snapshot.model_dump(mode="json", exclude_none=True, exclude={"seal"}), stream)
    yaml.dump({"seal": snapshot.seal}, stream)
    comment = "".join(f"# {line}\n" for line in head.split("\n"))
    return f"{comment}\n{stream.getvalue()}"


def new_record(model: type[R], **fields: Any) -> R:
    """A new record, which no file holds yet."""
    return model(place=Place(""), lines={}, **fields)


def item(row: Dated, day: date, subject: Subject | None = None) -> Item:
    """A row as it stands with its deadline on a day."""
    state = standing(row.due_by, day) if row.open else None
    fields = {"id": row.id, "name": row.name, "unit": row.unit, "deadline": row.due_by}
    return new_record(Item, **fields, state=state, subject=subject)


def standing(due: date, day: date) -> str | None:
    """How work that is not done stands on a day: 逾期3天, 临期, 本月到期; None if it has time."""
    horizon = soon(day)
    if due < day:
        return f"{LATE}{(day - due).days}天"
    if horizon and due <= horizon:
        return SOON
    return THIS_MONTH if (due.year, due.month) == (day.year, day.month) else None


def workdays_after(day: date, count: int) -> date:
    """The `count`-th working day after a day. NoDraft if the holidays of its year are not known."""
    try:
        return after(day, count)
    except UnknownYear as year:
        raise NoDraft(f"{year}年的节假日安排还不知道，推算不了期限；请更新依赖里的 chinesecalendar") from None


def write(root: Path, folder: str, name: str, text: str) -> int:
    """Write a new file in the data set, completely or not at all. Returns the exit code."""
    path = settings(root, os.environ).data / folder / f"{name}.yml"
    path.parent.mkdir(exist_ok=True)
    replace(path, text.encode())
    print(f"已写好 {named(path, root)}。请看一遍，运行 make check，再提交。")
    return 0
