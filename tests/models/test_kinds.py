"""Promises of the description of kinds and fields: it agrees with the tables, the view of conflicts and itself."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Column, Float, Integer

from models.checking.warnings import WARNINGS
from models.kinds import records
from models.kinds.gap_codes import DOUBTFUL, LACKING
from models.kinds.gap_views import GAPS, gap_view
from models.kinds.generated_views import code_view, conflict_view, country_view
from models.kinds.links import LINK_KINDS, LINKS
from models.kinds.records import KINDS, RECORDS, field_of
from models.kinds.types import LOCALIZED, Code, Field, Kind, Reference
from models.revisions import views
from models.schema import metadata
from reports import dictionary

FIELDS = [(kind, each) for kind in KINDS.values() for each in kind.fields]
NUMBERS = {"number": Float, "count": Integer, "flag": Integer, "reference": Integer}
FRAMES = ["id", "fact_kind"]


def name_of(value: object) -> str | None:
    """Return the name by which pytest shows a kind or a field."""
    return value.kind if isinstance(value, Kind) else value.name if isinstance(value, Field) else None


@pytest.mark.parametrize("kind", KINDS.values(), ids=name_of)
def test_a_table_has_the_columns_of_its_fields(kind: Kind) -> None:
    """The table of a kind has the described columns and no others."""
    owner = [kind.owner] if kind.kind in LINK_KINDS else []  # type: ignore[attr-defined]
    assert sorted(metadata.tables[kind.kind].columns.keys()) == sorted([*FRAMES, *owner, *kind.columns])


@pytest.mark.parametrize(("kind", "each"), FIELDS, ids=name_of)
def test_a_column_is_of_the_type_of_its_field(kind: Kind, each: Field) -> None:
    """Numbers are numbers, codes and slugs have foreign keys, and only a required or defaulted field is NOT NULL."""
    for name in each.columns:
        column = metadata.tables[kind.kind].columns[name]
        assert isinstance(column.type, NUMBERS.get(each.type.name, metadata.tables["record"].c.slug.type.__class__))
        assert targets(column) == target_of(each)
        # Of a text in two languages, either may be missing.
        assert column.nullable != ((each.required and each.type != LOCALIZED) or each.default is not None)


def targets(column: Column[object]) -> set[str]:
    """Return the tables that a column refers to."""
    return {key.column.table.name for key in column.foreign_keys}


def target_of(each: Field) -> set[str]:
    """Return the table that a field refers to: a vocabulary, the one kind, or all records."""
    match each.type:
        case Code(vocabulary=vocabulary):
            return {vocabulary}
        case Reference(kinds=(kind,)):
            return {kind}
        case Reference():
            return {"record"}
    return set()


@pytest.mark.parametrize("kind", KINDS.values(), ids=name_of)
def test_everything_is_labelled_in_both_languages(kind: Kind) -> None:
    """A kind has a label and a definition, and each column of a field has a label."""
    assert all((*kind.label, *kind.definition))
    for each in kind.all_fields:
        assert each.meaning and len(each.labels) == len(each.columns), each.name
        assert all(text for label in each.labels for text in label), each.name


def test_traits_name_fields_and_links_that_exist() -> None:
    """Sections of links, the date of a kind and its whole are among those described."""
    for kind in RECORDS.values():
        assert set(kind.links) <= LINKS.keys()
        names = {each.name for each in kind.fields}
        assert {kind.dated_by, kind.part_of} - {""} <= names, kind.kind
        assert not kind.part_of or target_of(field_of(kind.kind, kind.part_of)) == {kind.kind}


def test_every_gap_has_its_select_its_label_and_its_kinds() -> None:
    """Codes, SELECTs and labels are the same list; each code of a kind is among them, and each doubt has a warning."""
    assert list(LACKING) == [*GAPS, "one_citation"]
    assert list(DOUBTFUL) == [each.name for each in WARNINGS]
    assert {gap for kind in RECORDS.values() for gap in kind.gaps} == set(LACKING)


def test_a_gap_is_looked_for_in_the_kinds_that_name_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind without the trait has no branch in the view."""
    for kind, each in RECORDS.items():
        for gap in set(each.gaps) - {"one_citation"}:
            monkeypatch.setattr(each, "gaps", tuple(other for other in each.gaps if other != gap))
            changed = gap_view()
            monkeypatch.undo()
            assert changed != gap_view(), (kind, gap)


def test_counts_of_a_later_kind_come_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind that is counted since a later version gets the last column of `v_country`, and of its description."""
    monkeypatch.setattr(records, "COUNTED_FIRST", tuple(kind for kind in records.COUNTED_FIRST if kind != "event"))
    columns = re.findall(r"(?:AS |c\.)(\w+),?$", country_view(), re.MULTILINE)
    assert columns.index("events") > columns.index("numeric") and columns.count("events") == 1
    assert "events" in [field.name for field in dictionary._counts_of_later_kinds("country")]


@pytest.mark.parametrize("made", [conflict_view(), code_view()], ids=["v_conflict", "v_code"])
def test_a_generated_view_is_that_of_the_database(made: str) -> None:
    """The newest views are those that the description gives; `mithaq db check` compares a database with them."""
    statement = made[made.index("CREATE VIEW") :].strip().rstrip(";")
    assert views()[statement.split()[2]] == statement
