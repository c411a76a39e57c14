"""Put seed files into canonical form, and match their citations with the given texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from models.errors import MithaqError
from models.storage.atomic import replaced_file
from seeds.format.canonical import format_file
from seeds.format.collection import Spans, read_spans, shipped_collection
from seeds.format.files import SHIPPED_FOLDER, SPANS, SeedFile, folder_files, has_records, is_seed, read_bytes
from seeds.format.gc_paused import gc_paused
from seeds.format.problems import Problems
from seeds.format.reading import read_file
from seeds.format.records import Record
from seeds.texts.article_text import Text
from seeds.texts.owners import match_texts
from seeds.texts.resolving import Resolver, resolve_citations
from seeds.texts.spans import citations_of, format_spans

Files = dict[Path, bytes]


@dataclass
class Rewrite:
    """The new bytes of files that change, and messages: citations that moved, and warnings."""

    files: Files = field(default_factory=dict)
    moved: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass
class _File:
    """A seed file that was read; one that is not `wanted` only helps to understand the others."""

    path: Path
    data: bytes
    records: list[Record]
    wanted: bool


def plan_rewrite(targets: Sequence[Path], texts: Sequence[Text] = ()) -> Rewrite:
    """Return the rewrite of the files into canonical form, with positions instead of cited words of the texts.

    Raises:
        MithaqError: a file has problems (all are listed), or a text belongs to no article.
    """
    rewrite, problems, used = Rewrite(), Problems(), set[str]()
    with gc_paused():
        for folder in dict.fromkeys(map(_folder_of, targets)):
            some = [target for target in targets if _folder_of(target) == folder]
            files = list(_read_files(folder, some, bool(texts), problems))
            if texts and not problems.found:
                used |= _apply_texts(folder, files, texts, rewrite, problems)
            _format_files(files, rewrite, problems)
    problems.raise_if_any(outcome="Nothing was written.")
    _refuse_strangers([text for text in texts if text.digest not in used])
    rewrite.warnings = problems.warning_lines()
    return rewrite


def _apply_texts(
    folder: Path, files: list[_File], texts: Sequence[Text], rewrite: Rewrite, problems: Problems
) -> set[str]:
    """Resolve the citations of the texts in the files of a folder, and write their spans; return the texts' digests."""
    records = [record for file in files for record in file.records]
    homes, spans = _read_spans_files(folder)
    owners = match_texts(records, texts, spans, _shipped_articles())
    resolvers = {slug: Resolver(text, spans.get(slug, {}), problems) for slug, text in owners.items()}
    for file in files:
        filled = [_fill_in(record, owners, rewrite) for record in file.records if record.kind == "article"]
        changed = resolve_citations(file.records, resolvers)
        file.wanted |= changed or any(filled)
    rewrite.moved += [line for resolver in resolvers.values() for line in dict.fromkeys(resolver.moved)]
    for slug, text in owners.items():
        cited = {(each.start, each.end) for each in citations_of(records) if each.cited == slug}
        home = next((file.path.parent for file in files for each in file.records if _is_article(each, slug)), folder)
        _put(rewrite, homes.get(slug) or home / (slug + SPANS), format_spans(text, cited))
    return {text.digest for text in owners.values()}


def _fill_in(record: Record, owners: dict[str, Text], rewrite: Rewrite) -> bool:
    """Give an article the digest and length of its text; return whether it had others."""
    text = owners.get(record.slug)
    filled = text and {"digest": text.digest, "length": len(text.content)}
    if record.extends or not text or not filled or filled == {name: record.values[name] for name in filled}:
        return False
    if record.values["digest"] not in (None, text.digest):
        rewrite.moved.append(f"{record.place}: digest and length are those of {text.name} now")
    record.values |= filled
    return True


def _format_files(files: list[_File], rewrite: Rewrite, problems: Problems) -> None:
    for file in files:
        if file.wanted and not problems.found:
            _put(rewrite, file.path, format_file(file.data, str(file.path), file.records, problems))


def _put(rewrite: Rewrite, path: Path, data: bytes) -> None:
    if data != _read_bytes(path):
        rewrite.files[path] = data


def _is_article(record: Record, slug: str) -> bool:
    return record.kind == "article" and record.slug == slug and not record.extends


def _refuse_strangers(texts: list[Text]) -> None:
    if texts:
        lines = [
            f"{text.name} is not the text of any article in these files (digest {text.digest});"
            " name the folder that has the article"
            for text in texts
        ]
        raise MithaqError("\n".join(lines))


def _shipped_articles() -> dict[str, str]:
    """Return the slugs of the shipped articles by the digests of their texts."""
    records = shipped_collection().records
    return {each.values["digest"]: each.slug for each in records if each.kind == "article" and not each.extends}


def _folder_of(target: Path) -> Path:
    """Return the seed folder that the target belongs to: its other files may cite the same article."""
    if target.resolve().is_relative_to(SHIPPED_FOLDER):
        return SHIPPED_FOLDER
    return target if target.is_dir() else target.parent


def _read_files(folder: Path, targets: Sequence[Path], all_of_folder: bool, problems: Problems) -> Iterator[_File]:
    """Yield the files of the targets, which are wanted, and the others of their folder where these matter."""
    seen: set[Path] = set()
    for target in [*targets, *([folder] if all_of_folder else [])]:
        for path, data in _read_seed_files(target):
            if path.resolve() not in seen:
                seen.add(path.resolve())
                yield _File(path, data, read_file(data, str(path), problems, unfilled=True), target in targets)


def _read_spans_files(folder: Path) -> tuple[dict[str, Path], Spans]:
    """Return the path and the contents of the file of spans of each article; lines that are wrong are omitted."""
    homes: dict[str, Path] = {}
    spans: Spans = {}
    for path in sorted(folder.rglob("*" + SPANS)):
        slug = path.name.removesuffix(SPANS)
        homes.setdefault(slug, path)
        spans.setdefault(slug, {}).update(read_spans(SeedFile(str(path), _read_bytes(path)), Problems()))
    return homes, spans


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
    if target.is_file() and not is_seed(target.name):
        raise MithaqError(f"{target} is no seed file; name files that end in .yml, or their folder")
    if target.is_file():
        # Maps, lookups and tables have no canonical form of their own.
        yield from [(target, _read_bytes(target))] if has_records(target.name) else []
    elif not target.exists():
        raise MithaqError(f"there is no file or folder {target}")
    else:
        files = (file for file in folder_files(target) if has_records(file.path))
        yield from ((target / file.path, file.data) for file in files)


def _read_bytes(path: Path) -> bytes:
    return read_bytes(path) if path.exists() else b""
