"""The remarks of a table in words: what it counts, and what its filters match, leave out, or date by articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from models.derived.folding import fold
from models.storage.database import Reader
from reports.display.table import Lang, Remark, Table
from reports.display.translations import translate
from reports.query.bindings import list_predecessors
from reports.query.filters import Bindings
from reports.query.report import Query, Report, count, dated_by_reports, undated

NAMES_OF_COUNTRY = "SELECT name_en, name_ar, code, alpha3, numeric, slug FROM v_country WHERE code = :code"


def build_remarks(
    report: Report,
    table: Table,
    bindings: Bindings,
    given: Mapping[str, Any],
    reader: Reader,
    lang: Lang,
    as_data: bool,
) -> list[str]:
    """Translate the table's remarks, and explain how the filters were understood, and what they match or leave out."""
    remarks: list[Remark] = [each for each in table.remarks if not as_data or each not in report.remarks]
    remarks += _name_countries(bindings, given, reader, lang)
    if not as_data and not table.rows and not {("empty",), ("limit_of_none",)} & set(remarks):
        remarks.insert(0, ("nothing",) if bindings else ("no_rows",))
    for code, query in (("reported", dated_by_reports(report, bindings)), ("undated", undated(report, bindings))):
        if number := _count(query, reader):
            name = f"counted_{code}" if report.counted else code
            remarks.append((f"{name}_one" if number == 1 else name, str(number)))
    remarks += _name_former_states(report, bindings, reader, lang)
    return [translate("remark", code, lang).format(*blanks) for code, *blanks in remarks]


def _name_countries(bindings: Bindings, given: Mapping[str, Any], reader: Reader, lang: Lang) -> Iterator[Remark]:
    """Yield a remark for each country that was requested by a name that reports do not use, such as `Scotland`."""
    asked = [(given["country"], bindings["country"]["country"])] if "country" in bindings else []
    if "pair" in bindings:
        asked += zip(given["pair"], bindings["pair"].values(), strict=True)
    for value, code in asked:
        [names] = reader.rows(NAMES_OF_COUNTRY, {"code": code})
        if fold(value) not in {fold(name) for name in names if name}:
            yield "understood", value, names[lang == "ar"], code


def _name_former_states(report: Report, bindings: Bindings, reader: Reader, lang: Lang) -> Iterator[Remark]:
    """Yield a remark for each former state that would have rows where a successor of it was asked for."""
    for code, names, asked in list_predecessors(bindings, reader):
        if _count(count(report, asked), reader):
            yield "former_state", names[lang == "ar"], code


def _count(query: Query | None, reader: Reader) -> int:
    return int(reader.value(query.sql, query.parameters)) if query else 0
