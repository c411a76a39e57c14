"""Generated text that comes from `models.kinds`: two vocabularies and the tables of `seeds/README.md`."""

from __future__ import annotations

from collections.abc import Iterable

from models.kinds.links import LINK_KINDS
from models.kinds.records import KINDS, RECORDS
from models.kinds.types import Field, LinkKind, RecordKind, Reference
from reports.exporting.markdown import format_row
from seeds.standards import LABELS, as_csv


def kind_csv() -> str:
    """Return `seeds/reference/kind.csv`: each kind with its label and definition."""
    rows = [(kind.kind, *kind.label, *kind.definition, str(int(kind.kind in RECORDS))) for kind in KINDS.values()]
    return as_csv((*LABELS, "is_record"), rows)


def field_csv() -> str:
    """Return `seeds/reference/field.csv`: the fields of each kind that a citation may support."""
    return as_csv(("kind", "name"), [(kind.kind, name) for kind in KINDS.values() for name in kind.citable])


def seed_tables() -> str:
    """Return the tables of sections and links in `seeds/README.md`."""
    sections = grid(("section", "what belongs there", "fields", "links"), map(_section, RECORDS.values()))
    links = grid(("link", "fields"), map(_link, LINK_KINDS.values()))
    return f"{sections}\n{links}"


def grid(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    return format_row(head) + format_row("---" for _ in head) + "".join(map(format_row, rows))


def _section(kind: RecordKind) -> tuple[str, ...]:
    fields = ["**slug**", *map(_name, kind.all_fields)]
    shown = "**extend**" if kind.only_shipped else ", ".join(fields)
    return f"`{kind.section}`", kind.scope, shown, ", ".join(kind.links)


def _link(kind: LinkKind) -> tuple[str, ...]:
    return f"`{kind.section}`", ", ".join(_name(each) + _remark(each) for each in kind.fields)


def _name(each: Field) -> str:
    """Return the name of a field, in bold if it is required."""
    return f"**{each.name}**" if each.required else each.name


def _remark(each: Field) -> str:
    """Return what a curator must know of a field: the default, or the kinds of record that it may name."""
    if each.default is not None:
        return f" (if left out: `{each.default}`)"
    kinds = each.type.kinds if isinstance(each.type, Reference) else ()
    return f" ({', '.join(kinds[:-1])} or {kinds[-1]})" if len(kinds) > 1 else ""
