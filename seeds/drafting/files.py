"""Draft the files of a text: the seed file, and the digests of the spans that it cites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from models.errors import MithaqError
from seeds.drafting.assembling import Page, draft
from seeds.drafting.explaining import Explanation
from seeds.drafting.known import Known
from seeds.drafting.nodes import plain
from seeds.drafting.text import Article
from seeds.drafting.writing import to_yaml
from seeds.format.files import SPANS
from seeds.format.problems import Problems
from seeds.format.reading import read_file
from seeds.texts.article_text import Text
from seeds.texts.spans import citations_of, format_spans

# Rules compare their finds with those of other rules, which takes the square of the length.
LONGEST = 100_000


@dataclass(frozen=True)
class DraftedFiles:
    """A seed file and its spans file by name, the counts of records by section, and each find with its rule."""

    slug: str
    files: dict[str, bytes]
    counts: dict[str, int]
    explanations: list[Explanation]

    @property
    def summary(self) -> str:
        """The counts of drafted records, as a line."""
        return ", ".join(f"{section} {count:,}" for section, count in self.counts.items()) or "nothing found"

    @property
    def seed_file(self) -> str:
        """The text of the seed file."""
        return next(iter(self.files.values())).decode()


def draft_files(text: Text, page: Page, known: Known) -> DraftedFiles:
    """Draft a text; the seed file has the name of the text's file, the spans file that of the article's slug.

    Raises:
        MithaqError: the text is blank, or longer than any article.
    """
    if len(text.content) > LONGEST:
        most = f"{len(text.content):,} characters, and no draft is made of more than {LONGEST:,}"
        raise MithaqError(f"{text.name} has {most}; cut it into articles")
    if not plain(text.content):
        raise MithaqError(f"{text.name}: there are no words to draft from")
    name = Path(text.name).stem
    day = date.fromisoformat(page.published) if page.published else None
    made = draft(Article(text.content, day), name, page, known)
    written = to_yaml(made)
    records = read_file(written.encode(), f"{name}.yml", Problems())
    spans = {(citation.start, citation.end) for citation in citations_of(records)}
    files = {f"{name}.yml": written.encode(), made.slug + SPANS: format_spans(text, spans)}
    counts = {section: len(found) for section, found in made.sections.items() if section != "article"}
    return DraftedFiles(made.slug, files, counts, made.explanations)


def make_room(folder: Path, names: Sequence[str]) -> None:
    """Create a folder where it does not exist, for files that do not exist.

    Raises:
        MithaqError: a file already exists, two texts would have files of one name, or the folder cannot be made.
    """
    existing = [f"{folder / name} already exists" for name in names if (folder / name).exists()]
    twice = [f"{folder / name} would be written twice" for name in sorted({*names}) if names.count(name) > 1]
    if existing or twice:
        raise MithaqError("\n".join([*existing, *twice, "Nothing was written."]))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MithaqError(f"{folder} cannot be created: {error.strerror}") from error
