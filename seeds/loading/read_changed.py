"""Read the files of a collection that changed, with the reference tables and the digests of the spans they cite."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from pathlib import PurePath

from seeds.format.added_codes import is_reference
from seeds.format.collection import Collection, Spans, read_collection, read_spans
from seeds.format.files import SHIPPED, SPANS, SeedFile, shipped_files
from seeds.format.problems import Problems
from seeds.format.record_checks import check_records
from seeds.format.records import Citation
from seeds.loading.refusal import Refusal

DigestOf = Callable[[Citation], str | None]


def read_changed(name: str, files: list[SeedFile], changed: set[str]) -> Collection:
    """Return the records of the changed files, checked as far as each by itself can be.

    Raises:
        Refusal: there are problems.
    """
    problems = Problems()
    # The codes that records use may come from tables that did not change.
    needed = [file for file in files if file.path in changed or is_reference(file.path)]
    collection = read_collection(name, needed, problems)
    collection.records = [record for record in collection.records if record.place.path in changed]
    Refusal.raise_if_any(problems.lines())
    check_rows(collection)
    return collection


def check_rows(collection: Collection) -> None:
    """Check each record by itself.

    Raises:
        Refusal: there are problems.
    """
    problems = Problems()
    check_records(collection, problems)
    Refusal.raise_if_any(problems.lines())


def digest_lookup(files: list[SeedFile], read: Collection) -> DigestOf:
    """Return a function that gives the digest of a cited span, from the files of a collection or the shipped ones.

    Of the files that were not `read` already, it reads those of the articles that are cited.
    """
    places: dict[str, list[SeedFile]] = {}
    for file in (*([] if read.name == SHIPPED else shipped_files(SPANS)), *files):
        if file.path.endswith(SPANS):
            places.setdefault(article_of(file.path), []).append(file)
    spans: Spans = {}

    def digest_of(citation: Citation) -> str | None:
        article = citation.cited
        if article not in spans:
            some = places.get(article, [])
            alone = len(some) == 1 and article in read.spans
            spans[article] = (
                read.spans[article] if alone else dict(chain(*(read_spans(each, Problems()) for each in some)))
            )
        return spans[article].get((citation.start, citation.end))

    return digest_of


def article_of(path: str) -> str:
    """Return the slug of the article whose spans a file holds."""
    return PurePath(path).name.removesuffix(SPANS)
