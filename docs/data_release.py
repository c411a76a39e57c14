"""Write what changed in the shipped data between two releases: `python -m docs.data_release`.

Compares the dumps of the tests as `mithaq diff` does, but counts the names of countries, which are thousands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from models.storage.database import Database
from reports.differences.columns import plan_comparison
from reports.differences.comparing import RecordDifference, compare
from reports.differences.labels import read_labels
from reports.differences.sides import open_side
from reports.differences.wording import Outcome, Wording
from reports.display.labels import Labels
from tests.paths import CHECKOUT, DUMPS
from tests.releases import restore

OLD, NEW = "0.1.0", "0.2.0"
PAGES = {"en": f"docs/data-{NEW}.md", "ar": f"docs/data-{NEW}.ar.md"}
TITLE = ("The shipped data, {} to {}", "البيانات المرفقة من {} إلى {}")
INTRODUCTION = (
    "Made by `make docs` from `mithaq diff`. A line with + is new, one with - is gone, and one with ~ is changed; long"
    " texts are shortened to the place where they differ. In Arabic: [{other}]({other}).",
    "أُنشئت هذه الصفحة بالأمر `make docs` من نتيجة `mithaq diff`. علامة + لما أُضيف، و- لما حُذف، و~ لما تغيّر،"
    " والنص الطويل مختصر إلى موضع الفرق. بالإنجليزية: [{other}]({other}).",
)
HEADERS = (("Kind", "Added", "Removed", "Changed"), ("النوع", "أُضيف", "حُذف", "تغيّر"))
NAMES = (
    "Names of countries, counted; `mithaq diff OLD NEW` lists them. The other changes follow.",
    "أسماء الدول معدودة هنا، ويسردها الأمر `mithaq diff OLD NEW`، ثم التغييرات الأخرى.",
)
FORM = ("Form", "الصيغة")


def compare_releases(old: Database, new: Database) -> dict[str, str]:
    """Return the text of the page in each language."""
    with open_side(str(old.url)) as before, open_side(str(new.url)) as after:
        plan = plan_comparison(before, after)
        outcome = Outcome(OLD, NEW, plan, list(compare(before, after, plan)))
        return {
            language: "\n".join(_page(language, outcome, read_labels((before, after), outcome.records, language)))
            + "\n"
            for language in PAGES
        }


def _page(language: str, outcome: Outcome, labels: Labels) -> Iterator[str]:
    wording = Wording(language, labels, markdown=True)
    at = wording.place
    other = next(Path(path).name for each, path in PAGES.items() if each != language)
    if language == "ar":
        yield '<div dir="rtl">\n'
    yield f"# {TITLE[at].format(OLD, NEW)}\n\n{INTRODUCTION[at].format(other=other)}\n"
    counts = [(wording.kind(kind), *numbers.values()) for kind, numbers in outcome.counts().items()]
    citations = outcome.citations()
    yield from _table(
        HEADERS[at],
        [*counts, (wording.word("citations"), *(citations[each] for each in ("added", "removed", "changed")))],
    )
    for kind in outcome.counts():
        yield f"\n## {wording.kind(kind)}\n"
        records = [each for each in outcome.records if each.kind == kind]
        if kind == "country":
            yield NAMES[at] + "\n"
            yield from (*_table((FORM[at], *HEADERS[at][1:3]), _count_names(wording, records)), "")
            records = list(_without_names(records))
        for record in records:
            yield from wording.record(record)
    if language == "ar":
        yield "\n</div>"


def _table(header: tuple[str, ...], rows: list[tuple[object, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|---|{'---:|' * (len(header) - 1)}"
    for row in rows:
        yield f"| {' | '.join(f'{each:,}' if isinstance(each, int) else str(each) for each in row)} |"


def _count_names(wording: Wording, records: list[RecordDifference]) -> list[tuple[object, ...]]:
    """Return how many names of each form are added and removed, most first."""
    changes = [change for record in records for change in record.changes if change.part == "name"]
    counted = Counter((change.field, change.sign) for change in changes)
    forms = Counter(change.field for change in changes)
    return [
        (wording.labels.get(("name_form", form), form), counted[form, "+"], counted[form, "-"])
        for form, _ in forms.most_common()
    ]


def _without_names(records: list[RecordDifference]) -> Iterator[RecordDifference]:
    """Yield the records with their other changes; records of which only names change are left out."""
    for record in records:
        changes = [change for change in record.changes if change.part != "name"]
        if changes or record.citations or record.sign != "~":
            yield replace(record, changes=changes)


def main() -> None:
    with TemporaryDirectory() as folder:
        databases = [Database.file(Path(folder) / f"{release}.db") for release in (OLD, NEW)]
        for database, release in zip(databases, (OLD, NEW), strict=True):
            restore(database, DUMPS / f"{release}.jsonl")
        for language, text in compare_releases(*databases).items():
            (CHECKOUT / PAGES[language]).write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
