"""The ledgers: one module each, with its closed lists, its row, and what is shown while it has no rows.

A new ledger is a new module here, a file in `data/ledgers/` and a page; nothing else has to know of it.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from report.facts.ledgers.row import Ledger, Row

_MODULES = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
LEDGERS: dict[str, Ledger] = {
    ledger.name: ledger
    for ledger in sorted(
        (module.LEDGER for module in _MODULES if hasattr(module, "LEDGER")), key=lambda ledger: ledger.place
    )
}


def ledger_of(row: Row) -> Ledger:
    """The ledger that holds a row."""
    return next(ledger for ledger in LEDGERS.values() if isinstance(row, ledger.row))
