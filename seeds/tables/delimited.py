"""Read the rows of CSV and TSV files as a stream: UTF-8 with or without byte order mark, or UTF-16 with one."""

from __future__ import annotations

import codecs
import csv
import os
import re
from collections.abc import Iterator
from typing import TextIO

from seeds.format.problems import Place
from seeds.tables.rows import BYTE_LIMIT, CELL_LIMIT, Layout, Row, SheetError

LINE_LIMIT = 2**24
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SURROGATE = re.compile("[\ud800-\udfff]")
NOT_UTF_16 = "the file is not UTF-16, as it says; save it as UTF-8"
CONVERT = "the file is not UTF-8; save it as UTF-8, or convert it: iconv -f {} -t UTF-8 OLD > NEW"


def delimited_rows(location: str, path: str, layout: Layout) -> Iterator[Row]:
    """Yield the rows of a file, its header too.

    Raises:
        SheetError: the file is too large, is not text in a known encoding, or is not CSV.
    """
    if os.path.getsize(location) > BYTE_LIMIT:
        raise SheetError(Place(path, 1), f"the file is larger than {BYTE_LIMIT:,} bytes; split it")
    delimiter = layout.delimiter or ("\t" if path.endswith(".tsv") else ",")
    with open(location, "rb") as file:
        is_wide = file.read(2) in UTF_16
    # What cannot be decoded becomes a surrogate, so that the error names the line and not a block.
    encoding, errors = ("utf-16", "surrogatepass") if is_wide else ("utf-8-sig", "surrogateescape")
    with open(location, encoding=encoding, errors=errors, newline="\n") as text:
        # A quotation mark that is never closed ends here, and not at the end of the file.
        csv.field_size_limit(CELL_LIMIT)
        rows = csv.reader(_lines(text, path, is_wide), delimiter=delimiter, strict=True)
        line = 1
        while (cells := _next(rows, Place(path, line))) is not None:
            # An empty line is no row.
            if cells:
                yield Row(line, cells)
            line = rows.line_num + 1


def _next(rows: Iterator[list[str]], place: Place) -> list[str] | None:
    try:
        return next(rows, None)
    except csv.Error as error:
        if "field larger" in str(error):
            reason = f"a cell has more than {CELL_LIMIT:,} characters; is a quotation mark missing?"
        else:
            reason = f"not CSV: {error}"
        raise SheetError(place, reason) from None


def _lines(text: TextIO, path: str, is_wide: bool) -> Iterator[str]:
    """Yield the lines of a file; only a line feed ends one, since cells may have all other signs."""
    number = 1
    try:
        while line := text.readline(LINE_LIMIT):
            if reason := _refusal(line, is_wide):
                raise SheetError(Place(path, number), reason)
            yield line
            number += 1
    except UnicodeDecodeError:
        # Half a character at the end.
        raise SheetError(Place(path, number), NOT_UTF_16) from None


def _refusal(line: str, is_wide: bool) -> str:
    """Return the reason why a line is not one of a table; empty if it may be one."""
    if len(line) == LINE_LIMIT:
        return f"a line has more than {LINE_LIMIT:,} characters; is it a table?"
    if "\0" in line:
        return "the character U+0000: this is no text file; export the table as CSV in UTF-8"
    if line.isascii() or not SURROGATE.search(line):
        return ""
    return NOT_UTF_16 if is_wide else CONVERT.format(_code_page(line.encode("utf-8", "surrogateescape")))


def _code_page(line: bytes) -> str:
    """Return the probable code page of a line: in the Arabic one, most characters beyond ASCII are letters."""
    signs = [sign for sign in line.decode("cp1256") if not sign.isascii()]
    return "WINDOWS-1256" if 2 * sum("\u0600" < sign < "\u0700" for sign in signs) > len(signs) else "WINDOWS-1252"
