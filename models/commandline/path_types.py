"""The types of arguments and options that name a file or a folder."""

from __future__ import annotations

import re
from typing import Any

import click


class FileName(click.Path):
    """A path, but not the URL of a database; a name that looks like one is written behind `./`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from models.storage.secrets import MISSPELT

        if isinstance(value, str) and re.match(MISSPELT, value):
            meant = "this looks like the URL of a database, which --database takes"
            self.fail(f"{meant}; if it is a file, write ./ before its name", param, ctx)
        return super().convert(value, param, ctx)


class FilePath(FileName):
    """A `FileName` that is given to the command as a `pathlib.Path`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from pathlib import Path

        return Path(super().convert(value, param, ctx))


PATH = FilePath()
PLAIN_PATH = FileName()
