"""Start the map and the lookups of a table from a profile of its columns; every guess carries a mark."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from models.errors import MithaqError
from models.plain_numbers import counted
from seeds.drafting.slugs import LENGTH, ascii_words
from seeds.format.added_codes import CODE, LABELS
from seeds.format.canonical import DOUBLE_QUOTE_SPECIAL, scalar
from seeds.format.characters import BYTE_ORDER_MARK
from seeds.format.collection import read_reference
from seeds.format.files import LOOKUPS, MAP, REFERENCE, TABLES
from seeds.format.reference_tables import Reference
from seeds.tables.identifying import Countries
from seeds.tables.lookups import COLUMNS, GUESS, MADE, MAKE, spelled
from seeds.tables.profiling import OTHER_COUNTRIES, PARTY_WORDS, Column, key_columns, profile
from seeds.tables.sheets import Sheet, find_layout, open_sheet
from seeds.tables.values import Vocabularies, clean

# Words of a header, and the stage of the date below it.
STAGES = {
    "signed": ("sign", "concluded", "done", "توقيع", "ابرام"),
    "in_force": ("force", "eif", "effect", "begin", "نفاذ", "سريان"),
    "adopted": ("adopt", "اعتماد"),
    "ratified": ("ratif", "instrument", "deposit", "تصديق", "مصادقه"),
    "acceded": ("acce", "accession", "انضمام"),
    "terminated": ("end", "terminat", "expir", "denounc", "انتهاء", "انهاء"),
    "withdrawn": ("withdr", "انسحاب"),
}
PLACES = ("place", "location", "city", "venue", "where", "at", "مكان", "مدينه")
TYPES = ("type", "form", "kind", "nature", "نوع", "شكل")
SUBJECTS = ("subject", "sector", "domain", "topic", "theme", "field", "مجال", "موضوع", "قطاع")
TITLES = ("title", "name", "عنوان", "اسم", "treaty", "agreement", "اتفاقيه", "معاهده")
PLACE_SIGNS = ("/", ";", " - ", " & ", " and ")
LINES_LIMIT = 5_000
SCHEMES = f"{REFERENCE}identifier_scheme.csv"
GUESSED = ", guess: true"
EXAMPLES = 3
NEAR = 0.85
Names = dict[str, str]


class Line(NamedTuple):
    """A line of the lookups."""

    lookup: str
    text: str
    rows: int
    means: str
    grade: str


@dataclass
class Started:
    """The files of a table that was started, and the findings, one line a column."""

    files: dict[Path, bytes] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)
    guesses: int = 0
    undecided: int = 0


def start_table(folder: Path, table: Path, known: dict[str, Names]) -> Started:
    """Return the files that start a table in a folder: a copy of it, its map and its lookups.

    Args:
        known: slugs of organizations and of places by their names as `spelled`, by kind.

    Raises:
        MithaqError: the table cannot be read, or one of the files already exists.
    """
    if table.suffix not in TABLES:
        raise MithaqError(f"{table}: a table is a file {', '.join(TABLES)}; export it as one of these")
    if not table.is_file():
        raise MithaqError(f"there is no file {table}")
    home = folder / table.name
    paths = [folder / (table.stem + ending) for ending in (MAP, LOOKUPS)]
    existing = [path for path in (*paths, *([home] if home.resolve() != table.resolve() else [])) if path.exists()]
    if existing:
        raise MithaqError("\n".join([*(f"{path} already exists" for path in existing), "Nothing was written."]))
    started = _Starter(table, known, folder / SCHEMES).start(*paths)
    if home.resolve() != table.resolve():
        started.files[home] = table.read_bytes()
    return started


class _Starter:
    """A writer of the map and lookups that a profile suggests."""

    def __init__(self, table: Path, known: dict[str, Names], schemes: Path) -> None:
        self.table = table
        self.known = known
        self.schemes = schemes
        self.reference: Reference = read_reference()
        self.countries = Countries(self.reference)
        self.labels = Vocabularies(self.reference, {}, self.countries)
        self.lines: list[Line] = []
        self.used: set[str] = set()
        self.started = Started()
        self.layout = find_layout(str(table), table.name)
        self.sheet: Sheet = open_sheet(str(table), table.name, self.layout)
        self.rows, self.columns, self.nothing, self.totals = profile(self.sheet, self.countries)

    def start(self, map_path: Path, lookups_path: Path) -> Started:
        text = "\n".join(self.map_lines()) + "\n"
        self.started.files[map_path] = text.encode()
        if self.lines:
            self.started.files[lookups_path] = self.lookups()
        self.started.guesses = text.count(GUESSED) + sum(line.grade == GUESS for line in self.lines)
        self.started.undecided = sum(not line.means for line in self.lines)
        self.started.found = [counted(self.rows, "row"), *(column.finding() for column in self.columns)]
        return self.started

    # The map

    def map_lines(self) -> Iterator[str]:
        # The IDs of the rows begin with it.
        stem = ascii_words(self.table.stem)[:LENGTH].strip("-") or "table"
        key = key_columns(self.rows, self.sheet, self.columns)
        yield f"# What the columns of {self.table.name} mean. Replace what is guessed, and remove `{GUESSED[2:]}`;"
        yield f"# `mithaq seed accept {self.table.stem}{MAP} --all` accepts all guesses. docs/tables.md explains it."
        yield "source:"
        yield f"  slug: {stem}"
        yield f"  name: {{en: {_flow(self.name())}}}"
        yield "  # Who published it, and where: publisher, url, edition, licence."
        yield ""
        yield from self.row_lines(key)
        yield ""
        yield from self.record_lines(stem, key)
        yield ""
        yield from self.rest_lines(key)

    def name(self) -> str:
        return self.table.stem.replace("-", " ").replace("_", " ").capitalize()

    def row_lines(self, key: list[str]) -> Iterator[str]:
        parts = [f"key: {_list(key)}"] if key else []
        parts += [f"sheet: {_flow(self.layout.sheet)}"] if self.layout.sheet else []
        parts += [f"header: {self.layout.header}"] if self.layout.header != 1 else []
        parts += [f"delimiter: {scalar(self.layout.delimiter, in_flow=True)}"] if self.layout.delimiter else []
        parts += [f"none: {_list(self.nothing)}"] if self.nothing else []
        if self.nothing:
            yield "# Cells with the texts under none: say nothing."
        if not key:
            yield "# No column has a text of its own in every row: rows are cited by their number."
        yield f"rows: {{{', '.join(parts)}}}"

    def record_lines(self, stem: str, key: list[str]) -> Iterator[str]:
        title = self.title() or self.title(is_arabic=True)
        named = [each for each in self.columns if each.names_countries and not each.says(*OTHER_COUNTRIES)]
        parties = min(named, key=lambda each: not each.says(*PARTY_WORDS), default=None)
        of = self.group(key, parties) or key or ([title.name] if title else [self.columns[0].name])
        braces = "-".join(f"{{{name}}}" for name in of)
        yield "records:"
        yield "  - record: agreement"
        if self.totals:
            column, word = self.totals
            yield "    # The last row has totals; it is left out."
            yield f"    if: {{from: {_flow(column)}, match: '^(?!{word})'{GUESSED}}}"
        yield f"    slug: {_quoted(f'{stem}-{braces}')}"
        titles = [(language, each) for language in ("en", "ar") if (each := self.title(language == "ar"))]
        if titles:
            texts = (f"{language}: {{from: {self.use(each)}{GUESSED}}}" for language, each in titles)
            yield f"    name: {{{', '.join(texts)}}}"
        else:
            yield f"    name: {{en: {{text: {_quoted(braces)}{GUESSED}}}}}"
        yield f"    type: {self.type_value()}"
        yield from self.milestone_lines(parties if self.group(key, parties) else None)
        if parties:
            yield "    parties:"
        # A list of treaties between two has a column for each.
        for each in named:
            if parties and (each is parties or _are_alike(each, parties)):
                yield f"      - {{party: {self.party_value(each)}, role: party}}"
        yield from self.sector_lines()
        is_number = of == key and len(key) == 1 and not (title and key == [title.name])
        yield from self.identifier_lines(stem, key[0] if is_number else None)

    def title(self, is_arabic: bool = False) -> Column | None:
        """Return the column of titles: by its header, else that with the longest texts."""
        texts = [each for each in self.columns if each.is_text and each.has_words and each.is_arabic == is_arabic]
        named = [each for each in texts if each.says(*TITLES) and not each.numbers_rows]
        named.sort(key=lambda each: (not each.says(*TITLES[:4]), -each.length))
        return named[0] if named else max(texts, key=lambda each: each.length, default=None)

    def group(self, key: list[str], parties: Column | None) -> list[str]:
        """Return the key without the party, if each row is a party of an agreement."""
        alone = parties is not None and not parties.separators and len(key) > 1 and parties.name in key
        return [name for name in key if parties and name != parties.name] if alone else []

    def type_value(self) -> str:
        column = self.unused(*TYPES)
        return self.coded(column, "types", "agreement_type", ", default: unspecified") if column else "unspecified"

    def milestone_lines(self, party: Column | None) -> Iterator[str]:
        dates = [each for each in self.columns if each.is_date]
        if dates:
            yield "    milestones:"
        stages: set[str] = set()
        for date in dates:
            stage = next((stage for stage, words in STAGES.items() if date.says(*words)), "signed")
            # A person decides on the year if the date has a column of its own.
            if stage in stages and date.formats == ["yyyy"]:
                continue
            stages.add(stage)
            place = self.unused(*PLACES, with_countries=True) if stage == "signed" else None
            # A place implies that the step was taken.
            parts = [f"stage: {self.stage_value(date) or stage}", *([] if place else ["if: date"])]
            parts += [f"party: {self.party_value(party)}"] if party else []
            parts += [f"date: {{from: {self.use(date)}{_date_keys(date)}{GUESSED}}}"]
            parts += [f"place: {self.place_value(place)}"] if place else []
            if date.is_ambiguous:
                yield "      # No day is above 12 in this column: dd/mm/yyyy or mm/dd/yyyy?"
            yield f"      - {{{', '.join(parts)}}}"

    def stage_value(self, date: Column) -> str:
        """Return the value of a stage that another column names, beside a date of instruments, or the same column."""
        if date.is_labelled:
            labels = Column(date.name)
            for text, count in date.texts.items():
                labels.texts[text.partition(":")[0].strip()] += count
            self.stage_lines(labels)
            return f"{{from: {_flow(date.name)}, match: '^[^:]+', lookup: stages}}"
        column = self.unused("instrument", "action") if date.says("instrument", "action", "deposit") else None
        if column is None:
            return ""
        self.stage_lines(column)
        return f"{{from: {self.use(column)}, lookup: stages}}"

    def stage_lines(self, column: Column) -> None:
        codes = self.reference.codes("stage")
        for text, count in _spellings(column):
            alike = [code for code in codes if code[:4] == text.casefold()[:4]]
            near = difflib.get_close_matches(text.casefold(), alike, n=1, cutoff=0.5)
            self.lines.append(Line("stages", text, count, near[0] if near else "", GUESS if near else ""))

    def party_value(self, column: Column) -> str:
        split = f", split: {_list(column.separators)}" if column.separators else ""
        lookup = ""
        if self.party_lines(column):
            lookup = ", lookup: parties"
        return f"{{from: {self.use(column)}{split}{lookup}}}"

    def party_lines(self, column: Column) -> bool:
        """Write a line for each text that is not certainly one country; return whether there are any."""
        lines = {spelled(line.text): at for at, line in enumerate(self.lines) if line.lookup == "parties"}
        is_new = column.name not in self.used
        for text, count in _spellings(column) if is_new else ():
            if self.countries.is_sure(clean(text)):
                continue
            if (at := lines.get(spelled(text))) is not None:
                self.lines[at] = self.lines[at]._replace(rows=self.lines[at].rows + count)
                continue
            slug = self.known["organization"].get(spelled(text)) or self.countries.nearest(clean(text))
            self.lines.append(Line("parties", text, count, slug or "", GUESS if slug else ""))
        return any(line.lookup == "parties" for line in self.lines)

    def place_value(self, column: Column) -> str:
        column.separators = [sign for sign in PLACE_SIGNS if any(sign in text for text in column.texts)]
        split = f", split: {_list(column.separators)}" if column.separators else ""
        for text, count in _spellings(column):
            slug = self.known["place"].get(spelled(text))
            # The name of a country may be that of its capital, or say no more than the country.
            is_country = not slug and self.countries.names_any(clean(text))
            means = slug or ("" if is_country else f"{MAKE}place:city")
            self.lines.append(Line("places", text, count, means, GUESS if means else ""))
        return f"{{from: {self.use(column)}{split}, lookup: places}}"

    def sector_lines(self) -> Iterator[str]:
        if column := self.unused(*SUBJECTS):
            yield "    sectors:"
            yield f"      - {{sector: {self.coded(column, 'subjects', 'sector', '')}}}"

    def coded(self, column: Column, lookup: str, vocabulary: str, more: str) -> str:
        """Return a value that means codes, with a line of the lookup for each text that is no label."""
        labels = {str(row["label_en"]).casefold(): str(row["code"]) for row in self.reference.tables[vocabulary]}
        before = len(self.lines)
        for text, count in _spellings(column):
            if self.labels.code(vocabulary, clean(text)) is None:
                near = difflib.get_close_matches(text.casefold(), labels, n=1, cutoff=NEAR)
                self.lines.append(Line(lookup, text, count, labels[near[0]] if near else "", GUESS if near else ""))
        looked_up = f", lookup: {lookup}" if len(self.lines) > before else ""
        return f"{{from: {self.use(column)}{looked_up}{more}{GUESSED}}}"

    def identifier_lines(self, stem: str, number: str | None) -> Iterator[str]:
        """Yield the addresses, and the table's own numbers, whose scheme is named after the data set."""
        schemes = [("url", each.name) for each in self.columns if each.is_url and each.name not in self.used]
        if number and (scheme := self.own_scheme(stem)):
            schemes.insert(0, (scheme, number))
        if schemes:
            yield "    identifiers:"
        for scheme, name in schemes:
            self.used.add(name)
            yield f"      - {{scheme: {scheme}, value: {{from: {_flow(name)}}}}}"

    def own_scheme(self, stem: str) -> str | None:
        """Start the table of schemes with one for the data set, unless the folder has such a table."""
        code = stem.replace("-", "_")
        if self.schemes.exists() or not CODE.fullmatch(code) or code in self.reference.codes("identifier_scheme"):
            return None
        row = (code, f"Number in {self.name()}", f"الرقم في {self.name()}")
        self.started.files[self.schemes] = _csv([LABELS, row])
        return code

    def rest_lines(self, key: list[str]) -> Iterator[str]:
        """Yield the columns that are left over, as comments: a person decides on each."""
        rest = [each for each in self.columns if each.name not in {*self.used, *key}]
        yield "# A column is mapped above or named here; remove the # of those that are left out."
        yield "ignore:"
        for each in rest:
            examples = ", ".join(clean(text)[:40] for text in list(each.texts)[:EXAMPLES])
            yield f"  # - {scalar(each.name)}  # {each.filled:,} cells, {len(each.texts):,} texts: {examples}"

    def use(self, column: Column) -> str:
        self.used.add(column.name)
        return _flow(column.name)

    def unused(self, *words: str, with_countries: bool = False) -> Column | None:
        plain = (each for each in self.columns if each.is_text or (with_countries and each.names_countries))
        return next((each for each in plain if each.filled and each.name not in self.used and each.says(*words)), None)

    def lookups(self) -> bytes:
        # The most frequent first: a few lines decide most of the rows.
        lines = sorted(self.lines, key=lambda each: (each.lookup, -each.rows, each.text))[:LINES_LIMIT]
        rows = ((each.lookup, each.text, each.rows, each.means, "", "", each.grade, "") for each in lines)
        return _csv([COLUMNS, *rows])


def _are_alike(one: Column, other: Column) -> bool:
    """Return whether both columns are of parties by a word of their headers, as in `Party A` and `Party B`."""
    return any(one.says(word) and other.says(word) for word in PARTY_WORDS)


def _csv(rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    # Without the mark, Excel reads Arabic by a code page, and saves what it has read.
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def _spellings(column: Column) -> Iterable[tuple[str, int]]:
    """Return the texts of a column that differ in more than case, each with its count, the most frequent first."""
    first: dict[str, str] = {}
    counts: dict[str, int] = {}
    for text, count in column.parts().most_common():
        kept = first.setdefault(spelled(text), " ".join(text.split()))
        counts[kept] = counts.get(kept, 0) + count
    return sorted(counts.items(), key=lambda each: -each[1])


def _date_keys(date: Column) -> str:
    """Return the keys of a value that read a date of a column."""
    match = r", match: ': *(.+)'" if date.is_labelled else ""
    format = "" if date.formats == ["yyyy-mm-dd"] else f", format: {_list(date.formats)}"
    far = date.far_dates()
    return f"{match}{format}{f', none: {_list(far)}' if far else ''}"


def _flow(text: str) -> str:
    return scalar(text, in_flow=True) if text.strip() == text else _quoted(text)


def _quoted(text: str) -> str:
    """Return a text in quotes, single ones where double ones would give some of its signs another meaning."""
    return scalar(text, in_flow=True) if DOUBLE_QUOTE_SPECIAL.search(text) else f'"{text}"'


def _list(texts: list[str]) -> str:
    return _flow(texts[0]) if len(texts) == 1 else f"[{', '.join(map(_flow, texts))}]"


def names_of(records: Iterable[tuple[str, str, Iterable[str]]]) -> dict[str, Names]:
    """Return slugs by the names of records, by kind, without names that two records share.

    Args:
        records: kind, slug and names of each.
    """
    found: dict[str, Names] = {kind: {} for kind in MADE}
    twice: set[tuple[str, str]] = set()
    for kind, slug, names in records:
        for name in map(spelled, names):
            if kind in found and found[kind].setdefault(name, slug) != slug:
                twice.add((kind, name))
    for kind, name in twice:
        del found[kind][name]
    return found
