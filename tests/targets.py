"""Targets for any bytes: each fails if it raises anything but our own error, or breaks its promise.

`test_hostile` runs them on some hundred inputs, `fuzzing` for as long as asked.
"""

import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import xlsxwriter

from models.country_names import CountryNames
from models.derived.folding import fold
from models.edtf_dates import EdtfDate, parse_date
from models.edtf_forms import canonical_form
from models.errors import MithaqError
from models.migrating.migrations import upgrade
from models.storage.database import Database, SqliteReader
from models.storage.secrets import mask_password
from reports.catalogue.registry import NAMES, load
from reports.display.data_formats import FORMULA, write_csv, write_exact_csv
from reports.display.table import Column, Table
from reports.query.bindings import bind
from reports.query.filters import Filter
from reports.query.lookup import COUNTRY_CODES, COUNTRY_NAMES
from reports.query.report import Report, Selection, compose, read
from reports.search.matching import count_matches, find_records
from reports.search.suggestions import suggest_words
from reports.sql.statement import run_statement
from seeds.checks.checking_files import checked
from seeds.checks.known import Known
from seeds.drafting.assembling import Page
from seeds.drafting.files import draft_files
from seeds.drafting.known import NOTHING
from seeds.format.collection import read_collection
from seeds.format.files import SHIPPED, SeedFile, folder_files, shipped_files
from seeds.format.problems import Problems
from seeds.format.reading import read_file
from seeds.loading.loader import load_shipped
from seeds.reviewing.evidence import check_against
from seeds.tables.map_reading import read_map
from seeds.tables.starting import start_table
from seeds.texts.article_text import Text, decode_text
from seeds.texts.resolving import Resolver, resolve_citations
from seeds.texts.spans import citations_of, format_spans
from tests.paths import CHECKOUT

DATES = {"since", "until", "as_of"}
NAMED = "SELECT slug, name_en, name_ar FROM v_record UNION ALL SELECT code, label_en, label_ar FROM v_code"
# So much of a shipped file is enough to begin with; a whole one takes long.
BEGINNING = 1500
# No names of organizations and places, for the guesses of a map.
NONE_KNOWN: dict[str, dict[str, str]] = {"organization": {}, "place": {}}
SECRET = "s3cr3t"
SENTENCES = (
    b"On 3 May 2025 Algeria and Russia signed a memorandum of understanding on energy worth 5 million dollars.",
    "وقعت وزارة الطاقة الجزائرية وشركة هواوي مذكرة تفاهم في 3 مايو 2025 بقيمة خمسة ملايين دولار.".encode(),
    "قال الدكتور أحمد علي، وزير النقل، إن الاجتماع المقبل سيعقد في طشقند يوم 12 و13 نوفمبر الماضي.".encode(),
)


@cache
def reader() -> SqliteReader:
    """Return the shipped data, in a file that is deleted with this process."""
    folder = tempfile.TemporaryDirectory()
    database = Database.file(Path(folder.name) / "mithaq.db")
    upgrade(database)
    load_shipped(database)
    loaded = SqliteReader(database.filename or "", database)
    # On Linux what is open can be read to the end.
    folder.cleanup()
    return loaded


@cache
def filtered() -> list[tuple[Report, Filter]]:
    """Return every filter of every report."""
    reports = map(load, NAMES)
    return [(report, each) for report in reports for each in report.filters]


def argument(data: bytes) -> str:
    """Return the text that a program gets for these bytes from a shell."""
    return data.replace(b"\0", b"").decode("utf-8", "surrogateescape")


def files(data: bytes) -> None:
    """Read a seed file, or list its problems."""
    read_file(data, "a.yml", Problems())


def dates(data: bytes) -> None:
    """Read a date, whose bounds are in order, and its one form, which means the same, or refuse it."""
    date = _date(argument(data))
    if date is None:
        return
    assert date.first is None or date.last is None or date.first <= date.last
    try:
        form = canonical_form(date.text)
    except ValueError:
        return
    assert len(form) > 100 or parse_date(form)[1:] == date[1:]


def _date(text: str) -> EdtfDate | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def spans(data: bytes) -> None:
    """Read a file of digests, or list its problems."""
    read_collection("mine", [SeedFile("a.spans.csv", data)], Problems())


def reference(data: bytes) -> None:
    """Read a reference table, whose name is the first line, or list its problems."""
    name, _, table = data.partition(b"\n")
    read_collection(SHIPPED, [SeedFile(f"reference/{name.decode('ascii', 'ignore')}.csv", table)], Problems())


def citations(data: bytes) -> None:
    """Resolve what a file cites of a text; read back the digests of its spans."""
    file, _, content = data.partition(b"\0")
    try:
        text = Text("a.txt", decode_text(content, "a.txt"))
    except MithaqError:
        return
    records = read_file(file, "a.yml", Problems(), unfilled=True)
    slugs = {each.cited for each in citations_of(records)}
    resolve_citations(records, {slug: Resolver(text, {}, Problems()) for slug in slugs})
    cited = {(each.start, each.end) for each in citations_of(records)}
    problems = Problems()
    found = read_collection("mine", [SeedFile("a.spans.csv", format_spans(text, cited))], problems).spans["a"]
    assert not problems.found
    assert found == {span: text.span_digest(*span) for span in cited if text.span_digest(*span)}


def filters(data: bytes) -> None:
    """Bind a filter's value and run its SELECT, also with the value written in; or suggest near names."""
    if len(data) < 2:
        return
    report, each = filtered()[data[0] % len(filtered())]
    text = argument(data[1:])
    value: Any = _date(text) if each.option in DATES else text
    if each.option == "pair":
        first, _, second = text.partition("\n")
        value = (first, second)
    try:
        bindings = bind([each], {each.option: value}, reader())
    except MithaqError:
        return
    query = compose(report, report.columns, Selection(), bindings)
    rows = list(reader().select(query.sql, query.parameters)[1])
    assert list(reader().select(query.literal())[1]) == rows
    list(read(report, Selection(), query, reader()).rows)


def search(data: bytes) -> None:
    """Search for any words: folding twice changes nothing, no word is syntax, and there are hits or near names."""
    question = argument(data)
    folded = fold(question)
    assert fold(folded) == folded
    hits = find_records(reader(), question, None, 3)
    if hits:
        assert len(hits) <= count_matches(reader(), question, None, hits, 501) <= 501
    else:
        suggest_words(reader(), question)


def drafts(data: bytes) -> None:
    """Draft a text, review the draft beside it, and read it as a seed file that lacks at most what a person adds."""
    try:
        text = Text("a.txt", decode_text(data, "a.txt"))
        made = draft_files(text, Page("2025-05-04"), NOTHING)
    except MithaqError:
        return
    problems = Problems()
    files = [SeedFile(name, content) for name, content in made.files.items()]
    collection = read_collection("mine", files, problems)
    assert all(line.endswith((" without language:", " without name:")) for line in problems.lines())
    check_against([text])(collection, Problems())


def names(data: bytes) -> None:
    """Find the countries of a name, or names that are near."""
    find_country_names().find(argument(data))


@cache
def find_country_names() -> CountryNames:
    """Return the names of the shipped countries."""
    rows = [(str(code), str(lang), str(name), str(form)) for code, lang, name, form in reader().rows(COUNTRY_NAMES)]
    codes = [(str(code), str(alpha3), str(numeric)) for code, alpha3, numeric in reader().rows(COUNTRY_CODES)]
    return CountryNames.of(rows, codes)


def statements(data: bytes) -> None:
    """Run any bytes as SQL for a short time; what was in the database remains."""
    with suppress(MithaqError), run_statement(reader(), argument(data), timeout=0.2) as result:
        list(islice(result.rows, 1000))


def addresses(data: bytes) -> None:
    """Name a database by any URL; no message has the password."""
    # What is a path of a file may be printed.
    rest = re.sub("://+", "", argument(data))
    for url in (
        f"postgresql://user:{SECRET}{rest}@host/name",
        f"postgresql:/user:{SECRET}@{rest}",
        f"{rest} password={SECRET}",
        f"postgresql://host/name?password={SECRET}{rest}",
        f"postgresql://host/name?password={SECRET}:{rest}@host",
    ):
        try:
            said = str(Database.locate(url))
        except MithaqError as error:
            said = str(error)
        assert SECRET not in said
    assert SECRET not in mask_password(f"postgresql://user{rest}:{SECRET}@host")


def tables(data: bytes) -> None:
    """Write cells as CSV and read them back; for spreadsheets no cell is a formula."""
    cells = data.decode("utf-8", "replace").split("\0")
    columns = tuple(Column(name, name, name) for name in ("first", "second"))
    rows = [cells[place : place + 2] for place in range(0, len(cells) - 1, 2)]
    table = Table("", "", columns, rows)
    assert _round_trip(write_exact_csv, table) == [["first", "second"], *rows]
    for row in _round_trip(write_csv, table)[1:]:
        assert not any(cell[:1] in FORMULA for cell in row if cell)


def _round_trip(write: Callable[[Table, TextIO], None], table: Table) -> list[list[str]]:
    stream = io.StringIO(newline="")
    write(table, stream)
    stream.seek(0)
    return list(csv.reader(stream))


def maps(data: bytes) -> None:
    """Check a table by its map and lookups, which follow it after a zero byte, or list the problems."""
    with tempfile.TemporaryDirectory() as folder, suppress(MithaqError):
        for name, part in zip(("a.csv", "a.map.yml", "a.lookups.csv"), data.split(b"\0"), strict=False):
            (Path(folder) / name).write_bytes(part)
        checked("mine", folder_files(Path(folder)), Known())


def profiles(data: bytes) -> None:
    """Start a map for a workbook or a table in text: it can be read as a map, whatever the header and the cells are."""
    with tempfile.TemporaryDirectory() as folder, suppress(MithaqError):
        table = Path(folder) / ("a.xlsx" if data.startswith(b"PK") else "a.csv")
        table.write_bytes(data)
        for path, content in start_table(Path(folder), table, NONE_KNOWN).files.items():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        problems = Problems()
        collection = read_collection("mine", folder_files(Path(folder)), problems)
        read_map((Path(folder) / "a.map.yml").read_bytes(), "a.map.yml", collection.reference, problems)
        assert all("is a guess" in message for _, message in problems.found)


TARGETS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each
    for each in (
        files,
        dates,
        spans,
        reference,
        citations,
        filters,
        search,
        tables,
        drafts,
        names,
        statements,
        addresses,
        maps,
        profiles,
    )
}


def corpus(target: str) -> list[bytes]:
    """Return the first inputs of a target, made of the shipped data."""
    return sorted(set(_beginnings(target)))


def _beginnings(target: str) -> Iterator[bytes]:
    shipped = {file.path: file.data[:BEGINNING] for file in shipped_files()}
    articles = [data for path, data in shipped.items() if path.endswith(".yml")]
    if target == "files":
        yield from articles
    elif target == "drafts":
        yield from SENTENCES
    elif target == "statements":
        yield from (
            b"SELECT * FROM v_agreement",
            b"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT 1",
            b"SELECT printf('%01000000d', 1), replace(hex(zeroblob(1000000)), '0', 'xx')",
        )
        queries = (compose(each, each.columns, Selection(), {}) for each in map(load, NAMES))
        yield from (query.literal().encode() for query in queries)
    elif target == "addresses":
        yield from (b"", b"?password=", b"/", b"@", b"%40", b"#", b"&a%b=")
    elif target == "spans":
        yield from (data for path, data in shipped.items() if path.endswith(".spans.csv"))
    elif target == "reference":
        yield from (
            Path(path).stem.encode() + b"\n" + data for path, data in shipped.items() if path.startswith("reference/")
        )
    elif target == "citations":
        yield from (data + b"\0" + data.replace(b"\r", b"") for data in articles)
    elif target in ("maps", "profiles"):
        yield from _tables(target)
    elif target == "dates":
        dated = "SELECT date FROM v_event UNION SELECT date FROM v_agreement UNION SELECT period FROM v_figure"
        yield from (date.encode() for (date,) in reader().rows(dated) if date)
    else:
        yield from _names(target)


def _tables(target: str) -> Iterator[bytes]:
    """Yield the tables of the documentation: with their map and lookups, or with a workbook of the same rows."""
    for table in sorted((CHECKOUT / "docs" / "tables").glob("*.map.yml")):
        stem = table.name.removesuffix(".map.yml")
        parts = [(table.parent / f"{stem}{ending}").read_bytes() for ending in (".csv", ".map.yml", ".lookups.csv")]
        # The scheme is a code of the folder.
        parts[1] = parts[1].replace(b"scheme: lantern", b"scheme: lei")
        if target == "maps":
            yield b"\0".join(parts)
            continue
        yield parts[0]
        yield _workbook(list(csv.reader(io.StringIO(parts[0].decode())))[:4])


def _workbook(rows: list[list[str]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def _names(target: str) -> Iterator[bytes]:
    """Yield names and codes; for filters, after the number of a filter that may take them."""
    names = [name.encode() for row in reader().rows(NAMED) for name in row if name]
    if target != "filters":
        yield from names
        return
    for number, (_, each) in enumerate(filtered()):
        if each.option == "pair":
            yield bytes([number]) + b"UZ\nCN"
        elif each.option in DATES:
            yield bytes([number]) + b"2025-05"
        else:
            yield from (bytes([number]) + name for name in islice(names, number, None, len(filtered())))
