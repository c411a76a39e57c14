"""Write each view as a folder of Parquet files, one for each collection, whose columns have the types of the contract.

The folders are named as Hive does (`v_agreement/collection=mithaq/part-0.parquet`), so that folders of several
databases can be laid together. The types do not depend on the rows. Days stay ISO text and flags 0 or 1, as in every
view, so that a SELECT over the views runs unchanged over the files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from models import SHIPPED
from models.errors import SEE_WHETHER_SOUND, MithaqError, missing_library
from models.terminal.progress import track
from models.version import installed_version
from reports.dictionary import CONTRACT, Field, View
from reports.exporting.credits import DESCRIPTION, LICENCE, has_only_ours
from reports.exporting.extract import Extract

if TYPE_CHECKING:
    from pyarrow import DataType, Schema

BATCH_ROWS = 16_384
TYPES = {"integer": "int64", "number": "float64", "flag": "int8"}
OWNER = "collection"


def write_folder(extract: Extract, folder: Path) -> None:
    """Write a folder for each view of the contract.

    Raises:
        MithaqError: pyarrow is not installed, or not all that it needs.
    """
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise missing_library("Parquet is written by pyarrow", "pyarrow", "parquet", error) from error
    about = _describe(extract)
    for view in track(CONTRACT, "Exporting views:"):
        for collection, rows in _read_parts(extract, view):
            try:
                _write_part(_place(folder / view.name, collection), view, about, rows)
            except pyarrow.ArrowInvalid as error:
                raise MithaqError(f"{view.name} cannot be written: {error}; {SEE_WHETHER_SOUND}") from error


def _describe(extract: Extract) -> dict[str, str]:
    """Return the metadata of each file."""
    licence = {"licence": LICENCE["path"]} if has_only_ours(extract) else {}
    return {"title": "Mithaq", "description": DESCRIPTION, "version": installed_version(), **licence}


def _read_parts(extract: Extract, view: View) -> Iterator[tuple[str, Iterator[Sequence[Any]]]]:
    """Yield the collections of a view with their rows; at least one, so that a view without rows has its columns."""
    found = False
    for part, rows in groupby(extract.read_owned(view), key=itemgetter(-1)):
        found = True
        yield part, rows
    if not found:
        yield extract.collection or SHIPPED, iter(())


def _place(folder: Path, collection: str) -> Path:
    below = folder / f"{OWNER}={quote(collection, safe='')}"
    below.mkdir(parents=True)
    return below / "part-0.parquet"


def _make_schema(fields: Sequence[Field], view: View, about: dict[str, str]) -> Schema:
    import pyarrow

    columns = [
        pyarrow.field(each.name, _type_of(each), nullable=each.name not in view.key, metadata={"meaning": each.meaning})
        for each in fields
    ]
    return pyarrow.schema(columns, metadata={**about, "view": view.name, "meaning": view.meaning})


def _type_of(field: Field) -> DataType:
    import pyarrow

    return pyarrow.type_for_alias(TYPES.get(field.type, "string"))


def _write_part(path: Path, view: View, about: dict[str, str], rows: Iterator[Sequence[Any]]) -> None:
    """Stream rows into a file, without their collection, which the name of the folder holds."""
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    places = [place for place, field in enumerate(view.fields) if field.name != OWNER]
    schema = _make_schema([view.fields[place] for place in places], view, about)
    with ParquetWriter(path, schema, compression="zstd") as writer:
        while batch := list(islice(rows, BATCH_ROWS)):
            values = list(zip(*batch, strict=True))
            columns = [pyarrow.array(values[place], field.type) for place, field in zip(places, schema, strict=True)]
            writer.write_batch(pyarrow.RecordBatch.from_arrays(columns, schema=schema))
