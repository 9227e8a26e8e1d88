"""Where a figure that waits is filled in: which rows of which list, or which file."""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import dirname, join

from report.facts.campaign import COLLECTIONS
from report.facts.figure import Derivation, Status
from report.facts.ledgers import LEDGERS
from report.facts.lists import TABLES
from report.facts.reading.settings import DATA
from report.figures.forms import form_of
from report.figures.resolving import Facts, Result

BOOKS, OTHERS = "books.yml", "organisation.yml"  # where the lists that are no tables stand


@dataclass(frozen=True)
class Filling:
    """`said`: what is filled in, in words; empty for a value that is typed beside its key. `file`: where;
    empty if other figures come first. `ledger`: the name of the ledger whose rows are wanted, if any."""

    said: str = ""
    file: str = ""
    ledger: str = ""

    def __str__(self) -> str:
        """As one clause: 填在活动台账，类型为领导小组会议的行（data/ledgers/activities.csv）."""
        if not self.file:
            return self.said
        return f"填在{self.said}（{self.file}）" if self.said else f"填在 {self.file}"


def filled_in(facts: Facts, result: Result) -> Filling:
    """Where a figure without a value is filled in. One that is computed from others waits for these."""
    how, form = result.figure.derivation, form_of(result.figure)
    folder = dirname(facts.campaign.site.place.path)
    if form is None or how is None or result.status is not Status.PENDING:
        return Filling(file=join(folder, "figures.yml" if folder == DATA else "values.yml"))
    if form.of_pair is not None:
        return Filling(result.refusal or _of_others(result))
    name = str(how.of)
    ledger = name if name in LEDGERS else ""
    file = TABLES[name].file if name in TABLES else BOOKS if name == "books" else OTHERS
    return Filling(_rows(result, how), join(folder, file), ledger)


def conditions(how: Derivation, titles: list[str]) -> str:
    """What the rows have under these titles: 类型为领导小组会议，领域为党的建设或其他; empty for none."""
    columns = COLLECTIONS[str(how.of)].record.columns()
    return "，".join(
        f"{title}为{'或'.join(map(columns[title].kind.said, how.conditions[title]))}" for title in titles
    )


def _rows(result: Result, how: Derivation) -> str:
    """The kind of row that is wanted: 活动台账，类型为读书班的行. If there are any, their empty column."""
    title = COLLECTIONS[str(how.of)].title
    said = conditions(how, [*(how.conditions if result.rows else how.among or how.where)])
    what = "行" if how.of in TABLES else "条目"
    rows = f"{title}，{said}的{what}" if said else f"{title}的{what}"
    return f"{rows}，“{how.field}”一列有的还空着" if result.rows and how.field else rows


def _of_others(result: Result) -> str:
    """由措施总数、已落实措施数算出，先填已落实措施数."""
    labels = [part.figure.label for part in result.parts]
    waiting = [part.figure.label for part in result.parts if part.status is Status.PENDING]
    return f"由{'、'.join(labels)}算出，先填{'、'.join(waiting)}"
