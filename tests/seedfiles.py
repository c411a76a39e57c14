"""Writes small seed files for tests: an article of our own, and the digests of its spans."""

import csv
import hashlib
import io
from functools import cache
from pathlib import Path

import yaml

from models.storage.database import Database
from seeds.format.files import folder_files
from seeds.loading.loader import load
from seeds.loading.outcome import Outcome

TEXT = (
    "Ministers of Uzbekistan and China met in Tashkent on 3 May 2025.\n"
    "They signed a memorandum worth more than 5 million dollars with Example Telecom.\n"
    "وقّعت الوزارة المذكرة في طشقند.\n"
)
DIGEST = hashlib.sha256(TEXT.encode()).hexdigest()
ARTICLE = f"""\
article:
  slug: tashkent-meeting
  name: {{en: Ministers meet in Tashkent, ar: وزراء يجتمعون في طشقند}}
  language: en
  digest: {DIGEST}
  length: {len(TEXT)}
"""


def span(words: str) -> str:
    """Return the citation of these words of the text."""
    start = TEXT.index(words)
    return f"[{start}, {start + len(words)}]"


AGREEMENT = f"""\
agreements:
  - slug: example-mou-2025
    type: mou
    name: {{en: Example memorandum, ar: مذكرة المثال}}
    value: 5000000
    currency: USD
    qualifier: more_than
    cite: [{span("a memorandum")}]
    milestones:
      - {{stage: signed, date: 2025-05-03, cite: [{span("signed")}]}}
    parties:
      - {{party: uzbekistan, role: signatory, cite: [{span("Uzbekistan")}]}}
      - {{party: example-telecom, role: signatory, cite: [{span("Example Telecom")}]}}
    sectors:
      - {{sector: telecommunications, cite: [{span("Telecom")}]}}
organizations:
  - slug: example-telecom
    kind: company
    name: {{en: Example Telecom, ar: مثال للاتصالات}}
    cite: [{span("Example Telecom")}]
"""


def spans_csv(text: str = TEXT, *documents: str) -> str:
    """Return the file of digests of every span that the documents cite."""
    found: set[tuple[int, int]] = set().union(*map(_cited, documents))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["start", "end", "digest"])
    for start, end in sorted(found):
        writer.writerow([start, end, hashlib.sha256(text[start:end].encode()).hexdigest()])
    return out.getvalue()


@cache
def _cited(document: str) -> frozenset[tuple[int, int]]:
    """Return the spans that a document cites; PyYAML's own loader also takes what libyaml refuses."""
    return frozenset((each[0], each[1]) for each in _spans(yaml.safe_load(document)))


def _spans(node: object) -> list[list[int]]:
    if isinstance(node, dict):
        cited = [each["at"] if isinstance(each, dict) else each for each in node.get("cite", [])]
        return cited + [each for value in node.values() for each in _spans(value)]
    return [each for value in node for each in _spans(value)] if isinstance(node, list) else []


def write_folder(folder: Path, body: str = AGREEMENT, article: str = ARTICLE) -> Path:
    """Write a folder of seeds with the article and its facts."""
    folder.mkdir(exist_ok=True)
    (folder / "tashkent.yml").write_text(article + body, encoding="utf-8")
    (folder / "tashkent-meeting.spans.csv").write_text(spans_csv(TEXT, article + body), encoding="utf-8")
    return folder


def load_folder(database: Database, folder: Path, name: str) -> Outcome:
    """Load a folder into a collection."""
    return load(database, name, folder_files(folder))
