"""Rules about how the facts fit together. One rule = one generator; its docstring states the rule.

A campaign that loads is valid field by field; here the fields are checked against one another. Every rule
runs, so that all faults are reported at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from report.checks.closure import CLOSURE_RULES
from report.checks.figures import FIGURE_RULES
from report.checks.ledgers import LEDGER_RULES
from report.checks.records import RECORD_RULES
from report.checks.snapshots import SNAPSHOT_RULES
from report.faults import Fault
from report.figures.resolving import Facts

Rule = Callable[[Facts], Iterator[Fault]]

RULES: tuple[Rule, ...] = (
    *FIGURE_RULES,
    *RECORD_RULES,
    *LEDGER_RULES,
    *CLOSURE_RULES,
    *SNAPSHOT_RULES,
)


def check(facts: Facts) -> list[Fault]:
    """Every fault of every rule, sorted, each once."""
    return sorted({fault for rule in RULES for fault in rule(facts)})
