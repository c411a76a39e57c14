"""Write the files of a site into its folder: only those that changed, and remove those of records that are gone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from models.errors import MithaqError
from models.storage.atomic import refuse_database, replaced_file
from models.storage.signals import ended_by_signals

# Lists the files that a site consists of, so that no other file is ever replaced or removed.
LIST = ".mithaq-site"
SHOWN = 3


class SiteFolder:
    """A folder with a site, or for a new one.

    Raises:
        MithaqError: the folder has files that are not part of a site and `force` is not set, belongs to a database, or
            cannot be written.
    """

    def __init__(self, target: Path, force: bool) -> None:
        self.place = Path(os.path.realpath(target))
        refuse_database(str(self.place))
        if self.place.exists() and not self.place.is_dir():
            raise MithaqError(f"{target} is a file; name a directory")
        found = {path.name for path in self.place.iterdir()} if self.place.exists() else set()
        if found and LIST not in found and not force:
            named = ", ".join(sorted(found)[:SHOWN]) + (" …" if len(found) > SHOWN else "")
            raise MithaqError(
                f"{target} has files that are not part of a site ({named}); name a new directory, or write beside them"
                " with --force"
            )
        self.force = force
        self.changed = self.removed = 0
        self._made: set[Path] = set()

    def write(self, names: Iterable[str], files: Iterable[tuple[str, bytes]]) -> None:
        """Write each new or changed file, then remove those that only an earlier site had.

        All names are listed first, so that after an interruption the next run knows its files.

        Raises:
            MithaqError: a file with one of these names does not belong to a site, or the folder cannot be written.
        """
        announced = set(names)
        # Not earlier: another export of the same site may have begun in the meantime.
        earlier = set(self._read_list())
        self._refuse_others(announced - earlier)
        try:
            self.place.mkdir(parents=True, exist_ok=True)
            with ended_by_signals():
                self._write_list(earlier | announced)
                for name, content in files:
                    self._write_file(name, content)
                self._remove(earlier - announced)
                self._write_list(announced)
        except OSError as error:
            raise MithaqError(f"{error.filename or self.place} cannot be written: {error.strerror}") from error

    def _refuse_others(self, names: set[str]) -> None:
        for name in sorted(names):
            if not self.force and (self.place / name).exists():
                raise MithaqError(
                    f"{self.place / name} is not part of the site; move it away, or replace it with --force"
                )

    def _write_file(self, name: str, content: bytes) -> None:
        path = self.place / name
        if _holds(path, content):
            return
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        with replaced_file(path, "wb") as stream:
            stream.write(content)
        self.changed += 1

    def _remove(self, names: Iterable[str]) -> None:
        for name in sorted(names):
            path = self.place / name
            if not path.is_symlink() and path.is_file() and path.resolve().is_relative_to(self.place):
                path.unlink()
                self.removed += 1

    def _read_list(self) -> Iterator[str]:
        path = self.place / LIST
        if path.is_file():
            lines = path.read_text("utf-8", errors="replace").splitlines()
            yield from (line for line in lines if line and ".." not in line.split("/") and not line.startswith("/"))

    def _write_list(self, names: Iterable[str]) -> None:
        content = "".join(f"{name}\n" for name in sorted(names)).encode()
        if not _holds(self.place / LIST, content):
            with replaced_file(self.place / LIST, "wb") as stream:
                stream.write(content)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except FileNotFoundError:
        return False
