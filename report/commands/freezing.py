"""What the commands notice and reminder share: new records, and writing a snapshot to its file."""

from __future__ import annotations

import os
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

from ruamel.yaml import YAML

from report.commands.files import named, replace
from report.facts.ledgers.measures import Measure
from report.facts.ledgers.problems import Problem
from report.facts.ledgers.row import YesNo
from report.facts.reading.settings import settings
from report.facts.record import Record
from report.facts.snapshots import LATE, SOON, Item, Notice, Reminder
from report.faults import Place

R = TypeVar("R", bound=Record)


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


def item(row: Problem | Measure, day: date) -> Item:
    """A row as it stands with its deadline on a day."""
    state = None
    if row.overdue is YesNo.YES:
        state = f"{LATE}{row.days_over(day)}天"
    elif row.due_soon is YesNo.YES:
        state = SOON
    elif row.due is YesNo.NO and row.open and f"{row.due_by:%Y-%m}" == f"{day:%Y-%m}":
        state = "本月到期"
    return new_record(Item, id=row.id, name=row.name, unit=row.unit, deadline=row.due_by, state=state)


def write(root: Path, folder: str, name: str, text: str) -> int:
    """Write a new file in the data set, completely or not at all. Returns the exit code."""
    path = settings(root, os.environ).data / folder / f"{name}.yml"
    path.parent.mkdir(exist_ok=True)
    replace(path, text.encode())
    print(f"已写好 {named(path, root)}。请看一遍，运行 make check，再提交。")
    return 0
