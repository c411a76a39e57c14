"""Prepare the content of the page of a record: its facts, sections, stages, gaps and evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from reports.display.quantities import find_quantities
from reports.display.table import Column
from reports.dossiers import sections as near
from reports.site.cells import ITEMS, Cell, Drawer, Grid, Number, Piece
from reports.site.evidence import Evidence, Passage, Place
from reports.site.library import OWNERS, Library, Section

# Rows of a section; the data beside the page have all.
MOST_ROWS = 200
# Shown elsewhere on the page: in its heading, as a section, as milestones, or not at all.
SHOWN_ELSEWHERE = {
    *("slug", "kind", "name_en", "name_ar", "summary_en", "summary_ar", "note", "collection", "stage_rank"),
    *("parties", "participants", "speakers", "places", "signed", "citations", "attached", "facts", "positions"),
    *("position_en", "position_ar", "holder", "former"),
}
BY_MILESTONES = {"stage", "date", "place"}
# Sections that have a place of their own on the page.
APART = {"otherwise", "citations", "articles"}
# Sections skipped on pages of these kinds, because other lists say more.
SKIPPED = {"country": {"takes_part", "figures", "statements", "names"}, "article": {"supports"}}
NAMES_OF_FIELDS = {"organization_kind": "kind", "place_kind": "kind"}
# Gaps for missing facts; the others are warnings.
MISSING = "no_"


class Rung(NamedTuple):
    """A stage on the ladder: its label, its milestones, and whether one occurred or is only planned."""

    label: str
    steps: list[Cell]
    state: str
    is_reached: bool


class RecordPage:
    """The content of the page of a record in one language."""

    def __init__(self, slug: str, library: Library, evidence: Evidence, drawer: Drawer) -> None:
        self.slug = slug
        self.library = library
        self.evidence = evidence
        self.drawer = drawer
        self.dossier = library.dossier(slug)
        columns, rows = self.dossier.head.columns, list(self.dossier.head.rows)
        self.head: dict[str, Any] = {column.name: value for column, value in zip(columns, rows[0], strict=True)}
        self.kind: str = self.head["kind"]

    def title(self) -> Piece:
        return self.drawer.name(self.slug)._replace(href="", numbers=self._head_numbers("name"))

    def itself(self) -> tuple[Number, ...]:
        """Return the numbers of the passages that support the record itself."""
        return self._head_numbers("")

    def badges(self) -> Iterator[tuple[str, str]]:
        """Yield the status for the heading: a code, by which a style can mark it, and its label."""
        for name, vocabulary in (("stage", "stage"), ("outlook", "outlook"), ("mode", "mode")):
            if code := self.head.get(name):
                yield code, self.drawer.label(vocabulary, code)

    def summary(self) -> Piece | None:
        """Return the summary; one in the other language is in square brackets."""
        language, other = self.drawer.language, self.drawer.other_language
        if own := self.head.get(f"summary_{language}"):
            return Piece(own, numbers=self._head_numbers("summary"))
        text = self.head.get(f"summary_{other}")
        return Piece(f"[{text}]", "", other, self._head_numbers("summary")) if text else None

    def claim(self) -> tuple[str, Cell] | None:
        """Return the attribution of a statement: words, and the named speakers."""
        attribution = self.head.get("attribution")
        if attribution is None:
            return None
        column = self._column("speakers")
        speakers = self.drawer.cell(column, self.head, self.dossier.head.columns)
        if speakers.pieces:
            return self.drawer.say("claim_by", ""), speakers
        return self.drawer.say(f"claim_{'unclear' if attribution == 'named' else attribution}"), Cell()

    def _column(self, name: str) -> Column:
        return next(column for column in self.dossier.head.columns if column.name == name)

    def facts(self) -> Iterator[tuple[str, Cell]]:
        """Yield label and value of each known field that the page does not show elsewhere."""
        columns = self.dossier.head.columns
        merged = {name for each in find_quantities(columns) for name in each if name != each.number}
        hidden = SHOWN_ELSEWHERE | merged | (BY_MILESTONES if "stage" in self.head else set())
        hidden |= {"country"} if self.kind == "country" else set()
        for column in columns:
            if column.type == "day" or column.name in hidden or self._is_empty(column):
                continue
            cell = self.drawer.cell(column, self.head, columns, self._numbers_of_head)
            yield column.label(self.drawer.wording.lang), cell

    def _is_empty(self, column: Column) -> bool:
        return self.head[column.name] in (None, "") or (column.is_number and not self.head[column.name])

    def _numbers_of_head(self, row: Mapping[str, Any], column: Column, _first: bool) -> tuple[Number, ...]:
        if column.name in ITEMS:
            item = row.get("item")
            return self.drawer.numbers(self.evidence.all_numbers(self.slug, item)) if item else ()
        return self._head_numbers(NAMES_OF_FIELDS.get(column.name, column.name))

    def _head_numbers(self, field: str) -> tuple[Number, ...]:
        return self.drawer.numbers(self.evidence.numbers(self.slug, None, field))

    def ladder(self) -> list[Rung]:
        """Return the stages in their order; stages between the main ones, or without a rank, only if reported."""
        steps: dict[str, list[Mapping[str, Any]]] = {}
        section = self.library.sections["milestones"]
        for row in section.rows.get(self.slug, ()):
            step = dict(zip((column.name for column in section.links), row, strict=True))
            steps.setdefault(step["stage"], []).append(step)
        stages = self.library.stages if "stage" in self.head else []
        return [
            self._rung(code, steps.get(code, []))
            for code, rank in stages
            if code in steps or (rank is not None and rank % 10 == 0)
        ]

    def _rung(self, code: str, steps: Sequence[Mapping[str, Any]]) -> Rung:
        occurred = [step for step in steps if step["outlook"] == "occurred"]
        state = "done" if occurred else "open" if steps else ""
        own = [step for step in steps if not (step["party"] or step["printed"])]
        cells = list(dict.fromkeys(self._step(step) for step in own))
        if by_parties := len(steps) - len(own):
            cells.append(Cell((Piece(self.drawer.say("parties_n", by_parties), "#milestones"),)))
        return Rung(self.drawer.label("stage", code), cells, state, code == self.head["stage"])

    def _step(self, step: Mapping[str, Any]) -> Cell:
        """Return the date of a milestone, its status unless it occurred, and its evidence."""
        columns = {column.name: column for column in self.library.sections["milestones"].links}
        date = self.drawer.cell(columns["date"], step, ()).pieces
        words = [piece.text for piece in date]
        if step["outlook"] != "occurred":
            words.append(self.drawer.label("outlook", step["outlook"]))
        numbers = self.evidence.numbers(self.slug, step["item"], "", "stage", "date", "outlook")
        return Cell((Piece(" · ".join(words), numbers=self.drawer.numbers(numbers)),))

    def sections(self) -> Iterator[tuple[str, Grid]]:
        """Yield name and table of each further section about the record."""
        skipped = APART | SKIPPED.get(self.kind, set())
        for name, section in self.library.sections.items():
            if name not in skipped and (rows := section.rows.get(self.slug)):
                yield name, self._section(section, rows)

    def _section(self, section: Section, rows: Sequence[Sequence[Any]]) -> Grid:
        name = section.report.name
        title = section.report.title_ar if self.drawer.language == "ar" else section.report.title_en
        if self.kind == "country" and name == "offices":
            title = self.drawer.say("offices")

        def numbers(row: Mapping[str, Any], column: Column, first: bool) -> tuple[Number, ...]:
            owner = row[OWNERS[name]] if OWNERS.get(name) else self.slug
            return self.numbers_of(owner, row.get("item"), column, first) if name in OWNERS else ()

        grid = self.drawer.grid(title, section.links, rows[:MOST_ROWS], numbers)
        return grid._replace(rest=max(0, len(rows) - MOST_ROWS))

    def numbers_of(self, owner: str, item: str | None, column: Column, first: bool) -> tuple[Number, ...]:
        """Return the numbers behind a cell of a link; the first cell has those of the link itself."""
        if item is None:
            return ()
        fields = (column.name, "") if first else (column.name,)
        found = self.evidence.numbers(owner, item, *fields)
        return self.drawer.numbers(found, "" if owner == self.slug else owner)

    def variants(self) -> Grid | None:
        """Return the variants that the texts give."""
        section = self.library.sections["otherwise"]
        report = near.without_span(section.report)
        names = [column.name for column in section.report.columns]
        places = [names.index(column.name) for column in report.columns]
        rows = [[row[place] for place in places] for row in section.rows.get(self.slug, ())]
        return self.drawer.grid(self.drawer.say("variants"), report.columns, rows) if rows else None

    def gaps(self, missing: bool) -> list[str]:
        """Return the gaps of the record, or else its warnings."""
        found = [code for (code,) in self.library.gaps.get(self.slug, ())]
        return [self.drawer.label("gap", code) for code in found if code.startswith(MISSING) == missing]

    def evidence_by_source(self) -> list[tuple[Piece, list[tuple[Passage, Piece]]]]:
        """Return the passages under the name of their source, each with its place and a link to it."""
        return [
            (self.drawer.name(source), [(passage, self._locate(passage.place)) for passage in passages])
            for source, passages in groupby(self.evidence.passages.get(self.slug, []), lambda each: each.place.source)
        ]

    def _locate(self, place: Place) -> Piece:
        href = self.drawer.addresses.find("record", place.source)
        if place.row:
            return Piece(self.drawer.say("cell", place.row, place.column), href)
        return Piece(self.drawer.say("characters", place.start, place.end), href and f"{href}#c{place.start}")

    def section(self, name: str) -> Grid | None:
        """Return a section that has a place of its own on the page."""
        section = self.library.sections[name]
        rows = section.rows.get(self.slug)
        return self._section(section, rows) if rows else None
