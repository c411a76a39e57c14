"""The registry of reports: each is found by its name, and imported only when needed."""

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
    """Return the report of that name: its module's `REPORT`."""
    report: Report = import_module(f"reports.catalogue.{name}").REPORT
    return report
