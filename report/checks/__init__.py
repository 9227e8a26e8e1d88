"""Rules that hold between the facts. One rule = one generator; its docstring states the rule.

A campaign that loads is valid field by field; what is checked here is whether the fields agree with
one another. Every rule runs, so that all faults are reported at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from report.checks.closure_rules import CLOSURE_RULES
from report.checks.figure_rules import FIGURE_RULES
from report.checks.ledger_rules import LEDGER_RULES
from report.checks.letter_rules import LETTER_RULES
from report.checks.record_rules import RECORD_RULES
from report.checks.snapshot_rules import SNAPSHOT_RULES
from report.faults import Fault
from report.figures import Result
from report.models import Campaign

Rule = Callable[[Campaign, dict[str, Result]], Iterator[Fault]]

RULES: tuple[Rule, ...] = (
    *FIGURE_RULES,
    *RECORD_RULES,
    *LETTER_RULES,
    *LEDGER_RULES,
    *CLOSURE_RULES,
    *SNAPSHOT_RULES,
)


def check(campaign: Campaign, results: dict[str, Result]) -> list[Fault]:
    """Every fault of every rule, sorted, each once."""
    return sorted({fault for rule in RULES for fault in rule(campaign, results)})
