"""Write the rejected rows of tables, to be mended and loaded again."""

from __future__ import annotations

import csv
import io

from seeds.format.added_codes import add_codes
from seeds.format.characters import BYTE_ORDER_MARK
from seeds.format.collection import read_reference
from seeds.format.files import SeedFile
from seeds.format.problems import Problems
from seeds.tables.source import table_sources


def rejected_rows(files: list[SeedFile]) -> bytes:
    """Return the rejected rows of the tables of a folder as CSV: their cells, their line and the reason.

    Each table has a header of its own. A table whose map or lookups have problems is left out.

    Raises:
        MithaqError: a table cannot be read to its end.
    """
    problems = Problems()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    sources = table_sources(files, add_codes(read_reference(), files, problems), problems)
    for source in (source for source in sources if source.is_readable):
        for _ in source.rows():
            pass
        columns = source.sheet.columns
        if source.balance.rejected:
            writer.writerow([*columns, "line", "reason"])
        for each in source.balance.rejected:
            filled = [*each.cells, *[""] * (len(columns) - len(each.cells))]
            writer.writerow([*filled, each.place.line, each.reason])
    # The mark tells Excel that it is UTF-8.
    return (BYTE_ORDER_MARK + text.getvalue()).encode()
