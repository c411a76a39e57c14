"""Options that several commands `mithaq seed …` share, and the files that they name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from models.commandline.path_types import PATH
from models.errors import MithaqError
from seeds.format.files import RESERVED, SHIPPED_FOLDER, folder_files, shipped_files

if TYPE_CHECKING:
    from seeds.format.files import SeedFile

# An export names folders after collections.
COLLECTION = re.compile(r"[a-z0-9-]{1,200}")


def _check_collection(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not COLLECTION.fullmatch(value):
        raise click.BadParameter(f"{value!r}: a name has at most 200 lower-case ASCII letters, digits and hyphens")
    if value in RESERVED:
        raise click.BadParameter(f"{value!r} is reserved for Mithaq; choose another name")
    return value


folder_argument = click.argument("folder", required=False, type=PATH)
collection_option = click.option(
    "--collection", metavar="NAME", callback=_check_collection, help="Name of your collection in FOLDER."
)
strict_option = click.option("--strict", is_flag=True, help="Treat warnings as problems.")
text_option = click.option(
    "--text", "texts", metavar="FILE", multiple=True, type=PATH, help="Text of an article; may be repeated."
)


def require_pair(folder: Path | None, collection: str | None) -> None:
    """Refuse a folder without the name of its collection, and a name without a folder."""
    if folder and not collection:
        raise click.UsageError(f"name the collection in {folder} with --collection NAME")
    refuse_name_alone(folder, collection)


def refuse_name_alone(folder: Path | None, collection: str | None) -> None:
    """Refuse the name of a collection without its folder."""
    if collection and not folder:
        raise click.UsageError("--collection needs a FOLDER")


def seed_files(folder: Path | None) -> list[SeedFile]:
    """Return the files of a folder, or those that come with Mithaq."""
    if folder and folder.resolve() == SHIPPED_FOLDER:
        raise MithaqError(f"{folder} holds the data that come with Mithaq; leave FOLDER out to load them")
    return folder_files(folder) if folder else shipped_files()
