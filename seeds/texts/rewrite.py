"""Put seed files into canonical form, and write the digests of cited spans beside an article."""

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
from seeds.texts.spans import build_spans_file, fill_in

Files = dict[Path, bytes]


def plan_rewrite(targets: Sequence[Path], texts: Sequence[Text] = ()) -> Files:
    """Return the new bytes of each file that is not in canonical form yet.

    Raises:
        MithaqError: a file has problems (all are listed), or a text belongs to no article.
    """
    present = {path: data for target in targets for path, data in _read_seed_files(target)}
    wanted, problems = dict(present), Problems()
    for text in texts:
        fill_in(wanted, text)
    for path, data in wanted.items():
        wanted[path] = canonical(data, str(path), problems)
    problems.raise_if_any()
    wanted |= _build_spans_files(targets, wanted, texts)
    return {path: data for path, data in wanted.items() if data != (present.get(path) or _read_bytes(path))}


def _build_spans_files(targets: Sequence[Path], files: Files, texts: Sequence[Text]) -> Files:
    """Return the `.spans.csv` files of the texts, in the folder of each target."""
    shipped = {record.values["digest"]: record.slug for record in _read_shipped_articles()} if texts else {}
    found: Files = {}
    for text in texts:
        before = len(found)
        for folder in dict.fromkeys(map(_folder_of, targets)):
            found |= build_spans_file(_read_records(folder, files), text, shipped, folder)
        if len(found) == before:
            raise MithaqError(
                f"{text.name} is not the text of any article in these files (digest {text.digest});"
                " name the folder that has the article"
            )
    return found


def _read_shipped_articles() -> Iterator[Record]:
    return (each for each in read_shipped(Problems()).records if each.kind == "article" and not each.extends)


def _folder_of(target: Path) -> Path:
    """Return the seed folder that the target belongs to: its other files may cite the same article."""
    if target.resolve().is_relative_to(SHIPPED_FOLDER):
        return SHIPPED_FOLDER
    return target if target.is_dir() else target.parent


def _read_records(folder: Path, files: Files) -> list[Record]:
    problems, records = Problems(), list[Record]()
    known = {path.resolve(): data for path, data in files.items()}
    for path, data in _read_seed_files(folder):
        records += read_file(known.get(path.resolve(), data), str(path), problems)
    problems.raise_if_any()
    return records


def write_files(files: Files) -> None:
    """Replace each file atomically.

    Raises:
        MithaqError: a file cannot be written.
    """
    for path, data in files.items():
        try:
            with replaced_file(path, "wb") as file:
                file.write(data)
        except OSError as error:
            raise MithaqError(f"{path} cannot be written: {error.strerror}") from error


def _read_seed_files(target: Path) -> Iterator[tuple[Path, bytes]]:
    if target.is_file():
        yield target, _read_bytes(target)
    elif not target.exists():
        raise MithaqError(f"there is no file or folder {target}")
    else:
        files = (file for file in folder_files(target) if not file.path.endswith(SPANS))
        yield from ((target / file.path, file.data) for file in files)


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise MithaqError(f"{path} cannot be read: {error.strerror}") from error
