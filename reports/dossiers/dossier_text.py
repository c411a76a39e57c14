"""Draw a dossier for reading, as text for a terminal or as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from models.storage.database import Reader
from models.terminal.text import clean_cell, width_of, wrap
from reports.display.cell_text import Wording, format_header, format_value
from reports.display.list_cells import cap_cell, sort_key
from reports.display.table import Column, Remark, Table
from reports.display.text_layout import Page, Screen, draw
from reports.display.text_table import build_grid
from reports.display.translations import translate
from reports.dossiers.dossier import Dossier, Rest, head_record
from reports.query.contested import read_marked
from reports.run_report import Style

# Columns that the heading shows, or that only serve to sort.
HEADING_COLUMNS = ("slug", "kind", "name_en", "name_ar", "summary_en", "summary_ar", "stage_rank")
# Facts that are shown only if they differ from another one.
REPEATS = {"places": "place", "signed": "date", "countries": "parties"}
COUNTS_OF_FAULTS = ("unidentified",)
REMARKS = ("note", "collection")
# Beginnings that would make a heading, a list or a rule.
BEGINNING = r"(?m)^(\s*)([-+](?=\s)|#|=)|^(\s*\d+)([.)](?=\s))"
TEXT_WIDTH = 100


def draw_dossier(dossier: Dossier, style: Style, reader: Reader, screen: Screen | None) -> str:
    """Draw the dossier as text or Markdown, in the language of the style."""
    tables = [_without_slug(dossier.head), *dossier.sections.values()]
    (_, *sections), labels, starred = read_marked(reader, tables, style.language)
    wording = Wording(style.language, labels, style.edtf, style.region)
    marked = dossier._replace(sections=dict(zip(dossier.sections, sections, strict=True)))
    if parties := marked.sections.get("parties"):
        marked.sections["parties"] = _sort_parties(parties, wording)
    screen = screen and screen._replace(wide=style.wide)
    if style.format == "markdown":
        return as_markdown(marked, Page("github", wording), starred)
    return as_text(marked, Page("simple", wording, screen), starred)


def _sort_parties(table: Table, wording: Wording) -> Table:
    """Sort the parties of each role by the names that are shown, as lists of parties are."""
    names = [column.name for column in table.columns]
    role, party = names.index("role"), names.index("party")

    def key(row: Sequence[Any]) -> tuple[Any, ...]:
        name = wording.label(table.columns[party], row[party]) if row[party] else ""
        return row[role], not name, sort_key(name)

    return table._replace(rows=sorted(table.rows, key=key))


def _without_slug(head: Table) -> Table:
    """Return the head without the ID of the record, whose title needs no star: the page has its variants."""
    places = [place for place, column in enumerate(head.columns) if column.name != "slug"]
    columns = tuple(head.columns[place] for place in places)
    return head._replace(columns=columns, rows=[[row[place] for place in places] for row in head.rows])


def as_text(dossier: Dossier, page: Page, notes: Sequence[str] = ()) -> str:
    """Draw headings, facts, tables and notes, fitted to the screen."""
    record = head_record(dossier.head)
    width = page.screen.width if page.screen else TEXT_WIDTH
    title, other = _names(record, page.wording)
    head = [page.lines(title, bold=True), *([page.lines(other)] if other else [])]
    blocks = ["\n".join([*head, page.lines(_identity(dossier.head, page.wording))])]
    blocks += [page.lines(summary, width=width) for summary in _summary(record, page.wording)]
    blocks += _draw_facts(_list_facts(dossier.head, page.wording), page, width)
    blocks += [page.lines(line, width=width) for line in _say_remarks(dossier.head.remarks, page)]
    for name, table in dossier.sections.items():
        blocks.append(f"{page.lines(table.title(page.wording.lang), bold=True)}\n\n{draw(table, page).rstrip()}")
        blocks += [page.lines(line, width=width) for line in _remark_lines(dossier, name, page)]
        blocks += [page.lines(_rest_line(rest, rest.command, page)) for rest in _rest_of(dossier, name)]
    blocks += [page.lines(note, width=width) for note in notes]
    return "\n\n".join(blocks) + "\n"


def as_markdown(dossier: Dossier, page: Page, notes: Sequence[str] = ()) -> str:
    """Draw the dossier as Markdown: headings, a list of facts, tables and notes."""
    record = head_record(dossier.head)
    title, other = (_escape_markdown(name) for name in _names(record, page.wording))
    blocks = [f"# {title}", *([other] if other else []), _escape_markdown(_identity(dossier.head, page.wording))]
    blocks += map(_escape_markdown, _summary(record, page.wording))
    facts = [f"- **{label}:** {_escape_markdown(value)}" for label, value in _list_facts(dossier.head, page.wording)]
    blocks += ["\n".join(facts)] if facts else []
    blocks += map(_escape_markdown, _say_remarks(dossier.head.remarks, page))
    for name, table in dossier.sections.items():
        blocks += [f"## {table.title(page.wording.lang)}", draw(table, page).rstrip()]
        blocks += map(_escape_markdown, _remark_lines(dossier, name, page))
        blocks += [_rest_line(rest, f"`{rest.command}`", page) for rest in _rest_of(dossier, name)]
    blocks += map(_escape_markdown, notes)
    return "\n\n".join(blocks) + "\n"


def _remark_lines(dossier: Dossier, name: str, page: Page) -> list[str]:
    """Return the remarks of a section that neither the head nor an earlier section has."""
    names = list(dossier.sections)
    before = [dossier.head, *(dossier.sections[each] for each in names[: names.index(name)])]
    said = {remark for table in before for remark in table.remarks}
    return _say_remarks([remark for remark in dossier.sections[name].remarks if remark not in said], page)


def _say_remarks(remarks: Iterable[Remark], page: Page) -> list[str]:
    return [translate("remark", code, page.wording.lang).format(*blanks) for code, *blanks in remarks]


def _rest_of(dossier: Dossier, name: str) -> list[Rest]:
    return [dossier.rest[name]] if name in dossier.rest else []


def _rest_line(rest: Rest, command: str, page: Page) -> str:
    return translate("remark", "more", page.wording.lang).format(rest.number, command)


def _names(record: dict[str, Any], wording: Wording) -> tuple[str, str]:
    """Return the name in the language chosen, and in the other; a missing one is empty, the other in brackets."""
    own, other = (clean_cell(record[f"name_{language}"] or "") for language in _languages(wording))
    return own or f"[{other}]", other if own else ""


def _languages(wording: Wording) -> tuple[str, str]:
    return ("en", "ar") if wording.language == "en" else ("ar", "en")


def _identity(head: Table, wording: Wording) -> str:
    """Return the slug, followed by the kind if the head is a record."""
    columns = {column.name: column for column in head.columns}
    record = head_record(head)
    parts = [format_value(columns[name], record[name], wording) for name in ("slug", "kind") if name in columns]
    return " · ".join(parts)


def _summary(record: dict[str, Any], wording: Wording) -> list[str]:
    """Return the summary in the language chosen, or in both."""
    own, other = (clean_cell(record.get(f"summary_{language}") or "") for language in _languages(wording))
    if wording.lang == "both":
        return [text for text in (own, other) if text]
    return [own or f"[{other}]"] if own or other else []


def _list_facts(head: Table, wording: Wording) -> list[tuple[str, str]]:
    """Return label and value of each known fact that the heading does not show, with remarks last."""
    record = head_record(head)
    said = {record["slug"], record["name_en"], record["name_ar"]}
    grid = build_grid(head, wording)
    cells = [(column, cell) for column, cell in zip(grid.columns, grid.rows[0], strict=True) if cell]
    facts = [(column, value) for column, value in cells if _is_fact(column, wording) and value not in said]
    known = {column.name: value for column, value in facts}
    facts = [(column, value) for column, value in facts if not _is_repeated(column.name, value, known)]
    order = [column.name for column in head.columns]
    facts.sort(key=lambda fact: (fact[0].name in REMARKS, order.index(fact[0].name)))
    return [(format_header(column, wording.lang), cap_cell(value)) for column, value in facts]


def _is_repeated(name: str, value: str, known: dict[str, str]) -> bool:
    """Return whether the fact repeats another one, or is a count of zero."""
    return known.get(REPEATS.get(name, "")) == value or (name in COUNTS_OF_FAULTS and value == "0")


def _is_fact(column: Column, wording: Wording) -> bool:
    spoken = wording.lang == "both" or column.language in (None, wording.language)
    return spoken and column.name not in HEADING_COLUMNS and column.type != "day"


def _draw_facts(facts: list[tuple[str, str]], page: Page, width: int) -> list[str]:
    """Draw labels in one column, with the values wrapped beside them."""
    indent = max((width_of(label) for label, _ in facts), default=0) + 2
    lines = []
    for label, value in facts:
        for number, line in enumerate(wrap(value, max(width - indent, 20))):
            lines.append(_draw_fact("" if number else label, line, indent, page, width))
    return ["\n".join(lines)] if lines else []


def _draw_fact(label: str, value: str, indent: int, page: Page, width: int) -> str:
    """Draw a line of a fact, with its label at the side where reading begins."""
    beside = " " * (indent - width_of(label))
    if page.is_mirrored:
        return " " * (width - indent - width_of(value)) + page.cell(value) + beside + page.cell(label)
    return page.cell(label) + beside + page.cell(value)


def _escape_markdown(words: str) -> str:
    """Escape the markup of Markdown, also at the beginning of a line."""
    from reports.display.markup import escape_markdown

    return re.sub(BEGINNING, r"\1\3\\\2\4", escape_markdown(words))
