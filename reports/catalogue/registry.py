"""The reports there are, each found by its name and imported only when it is wanted."""

from __future__ import annotations

from importlib import import_module

from reports.query.report import Report

NAMES = (
    "overview",
    "articles",
    "datasets",
    "countries",
    "organizations",
    "people",
    "agreements",
    "events",
    "initiatives",
    "figures",
    "statements",
    "relations",
    "sectors",
    "timeline",
    "matrix",
    "pairs",
    "network",
    "gaps",
    "conflicts",
    "stale",
    "changes",
)


def load(name: str) -> Report:
    """The report of that name: its module's `REPORT`."""
    report: Report = import_module(f"reports.catalogue.{name}").REPORT
    return report
