"""Read the rows of CSV and TSV files as a stream: UTF-8 with or without byte order mark, or UTF-16 with one."""

from __future__ import annotations

import codecs
import csv
import os
from collections.abc import Iterator
from typing import BinaryIO

from seeds.format.problems import Place
from seeds.tables.rows import BYTE_LIMIT, CELL_LIMIT, Layout, Row, SheetError

LINE_LIMIT = 2**24
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
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
        # A quotation mark that is never closed ends here, and not at the end of the file.
        csv.field_size_limit(CELL_LIMIT)
        rows = csv.reader(_lines(file, path), delimiter=delimiter, strict=True)
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


def _lines(file: BinaryIO, path: str) -> Iterator[str]:
    """Yield the lines of a file as text."""
    start = file.read(4)
    file.seek(0)
    if start.startswith(UTF_16):
        yield from _utf_16(file, path)
        return
    number = 0
    while line := file.readline(LINE_LIMIT):
        number += 1
        place = Place(path, number)
        if len(line) == LINE_LIMIT:
            raise SheetError(place, f"a line has more than {LINE_LIMIT:,} bytes; is it a table?")
        if b"\0" in line:
            raise SheetError(place, "a byte 0: this is no text file; export the table as CSV in UTF-8")
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            raise SheetError(place, CONVERT.format(_code_page(line))) from None
        yield text.removeprefix("\ufeff") if number == 1 else text


def _code_page(line: bytes) -> str:
    """Return the probable code page of a line: in the Arabic one, most characters beyond ASCII are letters."""
    signs = [sign for sign in line.decode("cp1256") if not sign.isascii()]
    return "WINDOWS-1256" if 2 * sum("\u0600" < sign < "\u0700" for sign in signs) > len(signs) else "WINDOWS-1252"


def _utf_16(file: BinaryIO, path: str) -> Iterator[str]:
    number = 0
    try:
        for number, text in enumerate(codecs.getreader("utf-16")(file), 1):  # noqa: B007
            yield text
    except UnicodeDecodeError:
        raise SheetError(Place(path, number + 1), "the file is not UTF-16, as it says; save it as UTF-8") from None
