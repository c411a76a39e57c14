"""Puts seed files into canonical form, and writes beside an article the digests of its cited spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from models.errors import MithaqError
from models.storage.atomic import replaced_file
from seeds.format.canonical import canonical
from seeds.format.collection import read_shipped
from seeds.format.files import SHIPPED_FOLDER, SPANS, folder_files
from seeds.format.problems import Problems
from seeds.format.reading import read_file
from seeds.format.records import Record
from seeds.texts.article_text import Text
from seeds.texts.spans import fill_in, spans_file

Files = dict[Path, bytes]


def rewritten(targets: Sequence[Path], texts: Sequence[Text] = ()) -> Files:
    """Files and folders as they should be: only what is not so yet.

    Raises:
        MithaqError: with every problem of every file, or a text that belongs to no article.
    """
    present = {path: data for target in targets for path, data in _seed_files(target)}
    wanted, problems = dict(present), Problems()
    for text in texts:
        fill_in(wanted, text)
    for path, data in wanted.items():
        wanted[path] = canonical(data, str(path), problems)
    problems.raise_if_any()
    wanted |= _spans_files(targets, wanted, texts)
    return {path: data for path, data in wanted.items() if data != (present.get(path) or _bytes_at(path))}


def _spans_files(targets: Sequence[Path], files: Files, texts: Sequence[Text]) -> Files:
    """The digests of cited spans, by the file they belong in, for every folder that a target is of."""
    shipped = {record.values["digest"]: record.slug for record in _shipped_articles()} if texts else {}
    found: Files = {}
    for text in texts:
        before = len(found)
        for folder in dict.fromkeys(map(_folder_of, targets)):
            found |= spans_file(_records(folder, files), text, shipped, folder)
        if len(found) == before:
            raise MithaqError(f"{text.name} is the text of no article of these files (digest {text.digest})")
    return found


def _shipped_articles() -> Iterator[Record]:
    return (each for each in read_shipped(Problems()).records if each.kind == "article" and not each.extends)


def _folder_of(target: Path) -> Path:
    """The whole folder of seeds of which the target is a part: others of its files may cite the same article."""
    if target.resolve().is_relative_to(SHIPPED_FOLDER):
        return SHIPPED_FOLDER
    return target if target.is_dir() else target.parent


def _records(folder: Path, files: Files) -> list[Record]:
    problems, records = Problems(), list[Record]()
    known = {path.resolve(): data for path, data in files.items()}
    for path, data in _seed_files(folder):
        records += read_file(known.get(path.resolve(), data), str(path), problems)
    problems.raise_if_any()
    return records


def write(files: Files) -> None:
    """Replace each file at once: a reader sees the old bytes or the new.

    Raises:
        MithaqError: a file cannot be written.
    """
    for path, data in files.items():
        try:
            with replaced_file(path, "wb") as file:
                file.write(data)
        except OSError as error:
            raise MithaqError(f"{path} cannot be written: {error.strerror}") from error


def _seed_files(target: Path) -> Iterator[tuple[Path, bytes]]:
    if target.is_file():
        yield target, _bytes_at(target)
    elif not target.exists():
        raise MithaqError(f"there is no file or folder {target}")
    else:
        files = (file for file in folder_files(target) if not file.path.endswith(SPANS))
        yield from ((target / file.path, file.data) for file in files)


def _bytes_at(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise MithaqError(f"{path} cannot be read: {error.strerror}") from error
