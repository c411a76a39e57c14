"""The renderer: data keep their types, tables are aligned, and no control character reaches a terminal."""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from models.terminal.text import COMMON, isolate, isolate_parts, lines_for_terminal, width_of, wrap
from reports.display import drawing, tabulate_adapter
from reports.display.column_widths import shrink_widths
from reports.display.data_formats import BATCH_ROWS
from reports.display.dates import write_date
from reports.display.formats import DRAWN, MARKUP
from reports.display.render import render
from reports.display.table import Column, Lang, Layout, Table
from reports.display.text_layout import Screen
from tests.paths import CHECKOUT
from tests.properties import examples

COLUMNS = (
    Column("slug", "ID", "المعرّف"),
    Column("name_en", "Name", "الاسم بالإنجليزية"),
    Column("name_ar", "Arabic name", "الاسم"),
    Column("stage", "Stage", "المرحلة", "code", "stage"),
    Column("countries", "Countries", "الدول", "slugs", "country"),
    Column("value", "Value", "القيمة", "number"),
    Column("count", "Count", "العدد", "integer"),
)
ROWS = (
    ("first-agreement", "An agreement, “quoted”", "اتفاقية «أولى» بين دولتينِ", "signed", "CN; UZ", 1e5, 12345678),
    (
        "second-agreement",
        "1e5",
        "وقّعت الجزائر وروسيا معاهدة الشراكة الاستراتيجية المعمقة",
        None,
        None,
        12345678.9,
        None,
    ),
)
LABELS = {
    ("stage", "signed"): "Signed",
    ("stage", "operating"): "Operating",
    ("country", "CN"): "China",
    ("country", "UZ"): "Uzbekistan",
}


def rendered(
    format: str,
    rows: Iterable[Sequence[Any]] = ROWS,
    lang: Lang = "en",
    width: int | None = None,
    *,
    columns: tuple[Column, ...] = COLUMNS,
    layout: Layout = "plain",
    fits: bool = True,
    colour: bool = False,
    edtf: bool = False,
    wide: bool = False,
) -> str:
    """Return a table in a format; with a width, as a terminal of that width gets it."""
    stream = io.StringIO()
    table = Table("Sample", "عينة", columns, rows, layout, fits)
    screen = Screen(width, 24, colour, wide) if width else None
    render(table, format, lang, stream, labels=LABELS, screen=screen, edtf=edtf)
    return stream.getvalue()


def test_json_keeps_types() -> None:
    """Numbers are numbers, nulls are null, and a list in a cell is an array."""
    first, second = json.loads(rendered("json"))
    assert first["value"] == 100000 and first["count"] == 12345678 and first["countries"] == ["CN", "UZ"]
    assert second["stage"] is None and second["countries"] == [] and second["name_en"] == "1e5"


def test_jsonl_has_a_record_on_each_line() -> None:
    """Lines of jsonl are the elements of json."""
    assert [json.loads(line) for line in rendered("jsonl").splitlines()] == json.loads(rendered("json"))


@pytest.mark.parametrize(("format", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_separated_values_round_trip(format: str, delimiter: str) -> None:
    """A reader of csv gets every value back: the list as the view has it, null as nothing, LF at the end of lines."""
    text = rendered(format)
    header, *body = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    assert header == [column.name for column in COLUMNS]
    assert body == [["" if value is None else str(value) for value in row] for row in ROWS]
    assert "\r" not in text and text.count("\n") == 3


@pytest.mark.parametrize("format", ["csv", "tsv", "json", "jsonl"])
def test_data_formats_stream(format: str) -> None:
    """Rows are written as they come, some at a time, before the last is read."""
    stream = io.StringIO()

    def watched() -> Iterable[Sequence[Any]]:
        yield from [ROWS[0]] * 2 * BATCH_ROWS
        assert "first-agreement" in stream.getvalue()
        yield ROWS[1]

    render(Table("", "", COLUMNS, watched()), format, "en", stream)
    assert str(ROWS[1][0]) in stream.getvalue()


@pytest.mark.parametrize(("format", "text"), [("json", "[]\n"), ("jsonl", ""), ("csv", '"slug",')])
def test_no_rows_are_still_a_document(format: str, text: str) -> None:
    """Without rows json is an empty list and csv a header."""
    assert rendered(format, rows=[]).startswith(text)


@pytest.mark.parametrize("format", [*DRAWN, *MARKUP])
def test_every_format_draws(format: str) -> None:
    """Each format shows labels, grouped numbers and both languages, and leaves `1e5` alone."""
    text = rendered(format)
    for part in ("Signed", "12,345,678", "100,000", "12,345,678.9", "1e5", "وقّعت الجزائر"):
        assert part in text.replace("\\", "")
    assert "\u2068" not in text and "None" not in text
    assert rendered(format, rows=[])


def test_numbers_are_right_aligned() -> None:
    """Numbers of a column end at the same place."""
    _, _, *lines = rendered("simple").splitlines()
    assert lines[0].index("100,000") + len("100,000") + 4 <= wcswidth(lines[0])
    ends = [
        wcswidth(line[: line.index(number) + len(number)])
        for line, number in zip(lines, ("100,000", "12,345,678.9"), strict=True)
    ]
    assert ends[0] == ends[1]


@pytest.mark.parametrize("width", [80, 100, 160])
@pytest.mark.parametrize("format", ["simple", "grid", "rounded_outline", "psql"])
@pytest.mark.parametrize("fits", [True, False])
def test_drawn_tables_fit_the_terminal(format: str, width: int, fits: bool) -> None:
    """Every line takes at most the terminal's width, and lines of a framed table all the same."""
    table = rendered(format, width=width, lang="both", fits=fits).split("\n\nHidden: ")[0]
    lines = table.splitlines()
    assert max(map(wcswidth, lines)) <= width
    if format != "simple":
        assert len(set(map(wcswidth, lines))) == 1


def test_columns_without_room_are_named() -> None:
    """A narrow terminal names the columns it hides, the ID among the first."""
    drawn, hidden = rendered("simple", width=60).split("Hidden: ")
    assert " ".join(hidden.split()) == "Countries, Value, Count, ID (widen the window, or use --wide)."
    assert "Arabic name" in drawn and "Count" not in drawn
    assert "المعرّف" in rendered("simple", width=60, lang="ar").split("أعمدة مخفية: ")[1]
    wide = rendered("simple", width=60, wide=True)
    assert "Hidden" not in wide and "12,345,678" in wide and "second-agreement" in wide


def test_columns_asked_for_by_name_are_readable() -> None:
    """All show while each has room for its header and some letters; otherwise the first that are readable."""
    assert "Hidden" not in rendered("simple", width=90, fits=False)
    columns = [Column(f"column_number_{number}", *[f"column_number_{number}"] * 2) for number in range(32)]
    table = {"rows": [["some text that is long"] * 32], "columns": tuple(columns), "fits": False}
    drawn, hidden = rendered("simple", width=80, **table).split("\n\nHidden: ")
    shown = drawn.split("\n")[0].split()
    named = hidden.split(" (")[0].replace(",", "").split()
    assert shown + named == [column.name for column in columns] and len(shown) == 4
    assert drawn.split("\n")[2].startswith("some text that is…")
    assert max(map(wcswidth, drawn.splitlines())) <= 80
    wide = rendered("simple", width=80, wide=True, **table)
    assert "Hidden" not in wide and "…" not in wide and "column_number_31" in wide


def test_columns_without_a_value_are_left_out_when_drawn() -> None:
    """A column without a value is not drawn, and stays in data."""
    rows = [("a", "b", None, None, None, None, 1)]
    assert "Stage" not in rendered("simple", rows=rows)
    assert "Stage" in rendered("simple", rows=rows, fits=False)
    assert "stage" in rendered("csv", rows=rows)


def test_rows_of_several_lines_are_parted() -> None:
    """A terminal gets a line for each row; with --wide cells are wrapped, and empty lines separate the rows."""
    assert "" not in rendered("simple", width=80).split("\n\nHidden")[0].split("\n")
    assert "" in rendered("simple", width=80, wide=True).rstrip("\n").split("\n")[2:-2]
    assert "" not in rendered("simple").rstrip("\n").split("\n")


def test_arabic_is_isolated_line_by_line_on_terminals_only() -> None:
    """Each wrapped line of an Arabic cell opens and closes its own isolate; a pipe gets none."""
    text = rendered("grid", width=90)
    for line in text.splitlines():
        for cell in line.split("|"):
            assert cell.count("\u2068") == cell.count("\u2069") <= 1
    assert "\u2068" in text
    assert "\u2068المرحلة\u2069" in rendered("simple", lang="ar", width=200)


def test_headings_are_bold_in_colour_only() -> None:
    """Colour touches headers alone and changes no width."""
    coloured = rendered("grid", width=90, colour=True)
    assert "\x1b[1m" in coloured
    assert re.sub("\x1b\\[[01]m", "", coloured) == rendered("grid", width=90)


def test_sections_are_headed_by_the_first_column() -> None:
    """Rows with the same first value are printed together under it."""
    rows = [("first", "a", *[None] * 5), ("first", "b", *[None] * 5), ("second", "c", *[None] * 5)]
    text = rendered("simple", rows=rows, layout="sections")
    assert [line for line in text.splitlines() if line in ("first", "second")] == ["first", "second"]
    assert text.index("first") < text.index("a") < text.index("b") < text.index("second") < text.index("c")


def test_a_pivot_spreads_its_last_columns() -> None:
    """A pivot has counts where row and column meet, the column with the greatest total first."""
    columns = (COLUMNS[0], Column("code", "Code", "الرمز", "code", "country"), COLUMNS[6])
    rows = [("x", "CN", 1), ("x", "UZ", 2), ("y", "UZ", 3000)]
    header, _, first, second = rendered("simple", rows=rows, columns=columns, layout="pivot").splitlines()
    assert header.split() == ["ID", "UZ", "CN"]
    assert first.split() == ["x", "2", "1"] and second.split() == ["y", "3,000"]
    assert rendered("csv", rows=rows, columns=columns, layout="pivot").splitlines()[1] == '"x","CN",1'


def test_stages_of_a_pivot_keep_the_order_of_their_ladder() -> None:
    """Stages keep the order of their ladder, whatever their counts; rows without a stage get a name."""
    columns = (COLUMNS[0], COLUMNS[3], COLUMNS[6])
    rows = [("x", "operating", 5), ("x", "signed", 1), ("y", None, 9)]
    header = rendered("simple", rows=rows, columns=columns, layout="pivot").splitlines()[0]
    assert header.split() == ["ID", "(none)", "Signed", "Operating"]


HOSTILE = "\x1b[31mred\x07\x08\x7f\x9b2J\nline\tend\u202a\u202e\u2066\u2069"


@pytest.mark.parametrize("format", ["simple", "grid", "psql"])
def test_no_command_reaches_a_terminal(format: str) -> None:
    """Escape characters in the data are replaced wherever a terminal would obey them; turns of direction go."""
    text = rendered(format, rows=[(*[HOSTILE] * 5, 1, 1)], width=80)
    assert not any((ord(c) < 0x20 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0 for c in text)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("memorandum of understanding", 13, ["memorandum of", "understanding"]),
        ("almaty-startup-mou-2025", 14, ["almaty-", "startup-mou-", "2025"]),
        ("incomprehensibility", 8, ["incompre", "hensibil", "ity"]),
        ("مذكرة تفاهم", 6, ["مذكرة", "تفاهم"]),
        ("", 5, [""]),
    ],
)
def test_text_is_wrapped_where_it_is_read(text: str, width: int, lines: list[str]) -> None:
    """Lines break at spaces, else after hyphens, else anywhere, and none is too wide."""
    assert wrap(text, width) == lines
    assert all(width_of(line) <= width for line in lines)


def test_wrapping_loses_nothing() -> None:
    """The letters of a wrapped text are those of the text, marks with their letters."""
    text = "وقّعت الجزائر وروسيا معاهدةَ الشراكةِ الاستراتيجية المعمّقة (2023-06-13) في موسكو"
    for width in range(1, 90):
        lines = wrap(text, width)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(width_of(line) <= width for line in lines)


def test_widths_are_those_of_wcwidth() -> None:
    """Widths measured without the library equal those of the library."""
    common = [chr(code) for code in range(0x20, 0x10000) if COMMON.fullmatch(chr(code))]
    assert len(common) > 600
    assert [c for c in common if width_of(f"a{c}b") != wcswidth(f"a{c}b")] == []


def test_the_widest_columns_are_narrowed_first() -> None:
    """A column that already fits keeps its width."""
    assert shrink_widths([10, 40, 6, 30], [8, 8, 6, 8], 60) == [10, 22, 6, 22]
    assert shrink_widths([10, 40], [8, 8], 100) == [10, 40]
    assert shrink_widths([10, 40], [8, 8], 4) == [8, 8]


def test_dates_in_an_arabic_line_are_not_turned_round() -> None:
    """Latin words with their spaces, IDs and dates are isolated within it, and an English line stays as it is."""
    line = "~ اتفاق example-mou  التاريخ 2025-05-03 ← 2025-05"
    isolated = "\u2068~ اتفاق \u2068example-mou\u2069  التاريخ \u20682025-05-03\u2069 ← \u20682025-05\u2069\u2069"
    assert isolate_parts(line) == isolated
    assert isolate_parts("الاسم Two words") == "\u2068الاسم \u2068Two words\u2069\u2069"
    assert isolate_parts("~ agreement x 2025-05-03 → 2025") == "~ agreement x 2025-05-03 → 2025"


def test_only_arabic_is_isolated() -> None:
    """A Latin line stays as it is."""
    assert isolate("Signed") == "Signed"
    assert isolate("IT Park بارك") == "\u2068IT Park بارك\u2069"


@pytest.mark.parametrize(
    ("edtf", "english", "arabic"),
    [
        ("2025-05-03", "3 May 2025", "3 مايو 2025"),
        ("2025-05", "May 2025", "مايو 2025"),
        ("2025", "2025", "2025"),
        ("2025-40", "first half of 2025", "النصف الأول من 2025"),
        ("2025-41?", "second half of 2025 (uncertain)", "النصف الثاني من 2025 (غير مؤكد)"),
        ("2025-34", "second quarter of 2025", "الربع الثاني من 2025"),
        ("2024-21", "spring 2024", "ربيع 2024"),
        ("2025~", "about 2025", "نحو 2025"),
        ("2025%", "about 2025 (uncertain)", "نحو 2025 (غير مؤكد)"),
        ("2024-01-24/2024-01-25", "24–25 January 2024", "24–25 يناير 2024"),
        ("2024-01-30/2024-02-02", "30 January – 2 February 2024", "30 يناير – 2 فبراير 2024"),
        ("2024-11/2025-02", "November 2024 – February 2025", "نوفمبر 2024 – فبراير 2025"),
        ("2024-11/2024-12", "November – December 2024", "نوفمبر – ديسمبر 2024"),
        ("2024/2028", "2024–2028", "2024–2028"),
        ("2025-07/..", "from July 2025", "من يوليو 2025"),
        ("../2025-09-27", "until 27 September 2025", "حتى 27 سبتمبر 2025"),
        ("XXXX-11", "November, year unknown", "نوفمبر، السنة غير معروفة"),
        ("202X", "202X", "202X"),
        ("[2024,2025]", "[2024,2025]", "[2024,2025]"),
    ],
)
def test_dates_are_written_as_people_write_them(edtf: str, english: str, arabic: str) -> None:
    """Dates are written in words; EDTF without words here stays EDTF."""
    assert write_date(edtf, "en") == english
    assert write_date(edtf, "ar") == arabic


def test_edtf_stays_in_data_and_on_request() -> None:
    """Dates are EDTF in data, and with --edtf in tables."""
    columns = (Column("date", "Date", "التاريخ", "date"),)
    assert "3 May 2025" in rendered("simple", rows=[("2025-05-03",)], columns=columns)
    assert "2025-05-03" in rendered("simple", rows=[("2025-05-03",)], columns=columns, edtf=True)
    assert "2025-05-03" in rendered("csv", rows=[("2025-05-03",)], columns=columns)


def test_stand_ins_leave_no_trace() -> None:
    """The libraries that tabulate is kept from importing can be imported afterwards."""
    script = (
        "import sys, reports.display.tabulate_adapter;"
        "assert not {'wcwidth', 'importlib.metadata'} & sys.modules.keys();"
        "from importlib.metadata import version; import wcwidth;"
        "assert version('tabulate') and wcwidth.wcwidth('a') == 1"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=CHECKOUT)


CELLS = st.sampled_from(["", "a", "two words", "اتفاقية", "a\nb", "日本", "\x1b[1mbold\x1b[0m", "1,234"])


@examples()
@given(
    st.lists(st.tuples(CELLS.filter(bool), CELLS), max_size=4), st.lists(st.sampled_from(["left", "right"]), min_size=2)
)
def test_the_default_format_is_that_of_tabulate(rows: list[tuple[str, str]], alignments: list[str]) -> None:
    """The format `simple`, drawn without tabulate, has the same lines."""
    headers, tables = ["first", "two\nlines"], (drawing.draw_columns, tabulate_adapter.draw_columns)
    ours, theirs = (draw(headers, rows, alignments[:2], "simple", parted=False) for draw in tables)
    assert ours == theirs


@pytest.mark.parametrize(
    ("line", "isolated"),
    [
        ("استشهاد [14, 21] article", "\u2068استشهاد \u2068[14, 21] article\u2069\u2069"),
        ("(القيمة 5)", "\u2068(القيمة \u20685\u2069)\u2069"),
        ("القيمة (USD) أو [EUR]", "\u2068القيمة \u2068(USD)\u2069 أو \u2068[EUR]\u2069\u2069"),
        ("[IT Park بارك]", "\u2068[\u2068IT Park\u2069 بارك]\u2069"),
    ],
)
def test_brackets_stay_with_what_they_enclose(line: str, isolated: str) -> None:
    """A bracket is isolated with Latin words if both of the pair are among them, and else with neither."""
    assert isolate_parts(line) == isolated


def test_arabic_lines_begin_at_the_right() -> None:
    """Lines in Arabic end at the edge of the screen, with their indent there; English ones begin at the left."""
    lines = ["~ اتفاق example-mou", "    القيمة 5 ← 6", "", "كلمة " * 12]
    shown = list(lines_for_terminal(lines, 40, arabic=True))
    assert [width_of(line) for line in shown] == [40, 36, 40, 40, 40]
    assert shown[1].endswith("\u20686\u2069\u2069") and shown[0].startswith(" ")
    assert list(lines_for_terminal(["~ agreement", "    value"], 40, arabic=False)) == ["~ agreement", "    value"]
