"""The canonical form of seed files: nothing is lost, nothing is read otherwise, and twice is as once."""

import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from models.edtf_dates import parse_date
from seeds.format.canonical import WIDTH, canonical, contents, format_records, scalar
from seeds.format.characters import FORBIDDEN, NO_BREAK, is_visible
from seeds.format.files import SHIPPED_FOLDER
from seeds.format.problems import Place, Problems
from seeds.format.reading import read_file
from seeds.format.records import (
    LINKS,
    RECORDS,
    Citation,
    Field,
    Link,
    Localized,
    OtherName,
    Record,
    RecordKind,
    Words,
)
from tests.properties import examples

SHIPPED = sorted([*SHIPPED_FOLDER.glob("articles/*.yml"), *SHIPPED_FOLDER.glob("entities/*.yml")])
NOWHERE = Place("", 0)
ARTICLE = "an-article"
MISLEADING = ["NO", "012", "null", "~", "", "true", "1e5", "2025-03-29", "a: b", "a #b", "C#", "- x", "it's", '"', "x:"]

printed = st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])
marks = st.sampled_from(":#-?,[]{}&*!|>%@`~'\"\\=< ، ؟عa0")
texts = (
    (st.text(printed | marks, max_size=60) | st.sampled_from(MISLEADING[:4] + MISLEADING[5:]))
    .map(lambda text: unicodedata.normalize("NFC", text).strip())
    .filter(lambda text: text and is_visible(text) and not FORBIDDEN.search(text) and not NO_BREAK.search(text))
)
slugs = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
localized = st.builds(Localized, texts, texts)
dates = st.sampled_from(["2025", "2025-05", "2025-03-29", "2024-01-24/2024-01-25", "2025-40", "2025?", "XXXX-11"])
numbers = st.floats(-1e14, 1e14, width=64).map(lambda value: round(value, 4)) | st.integers(-(10**14), 10**14).map(
    float
)
TYPES: dict[str, st.SearchStrategy[Any]] = {
    "localized": localized,
    "date": dates.map(parse_date),
    "number": numbers,
    "count": st.integers(1, 10**9 - 1),
    "flag": st.sampled_from([0, 1]),
    "day": st.dates().map(lambda day: day.isoformat()),
    "digest": st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    "reference": slugs,
}
names = st.builds(OtherName, texts, texts, texts, st.just(NOWHERE))
words = st.builds(Words, texts, st.just("") | texts, st.just("") | texts, st.none() | st.integers(1, 10**9 - 1))
unlocated = st.tuples(st.just(0), st.just(0), words)
located = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6), st.none())


@st.composite
def citations_with(draw: st.DrawFn) -> Citation:
    """A citation by positions or by words."""
    start, end, quoted = draw(located | unlocated)
    article, field = draw(st.just(ARTICLE) | slugs), draw(st.just("") | texts.filter(lambda text: not text.isdigit()))
    return Citation(field, article, start, end, draw(st.none() | texts), draw(st.none() | texts), NOWHERE, quoted)


citations = citations_with()


@st.composite
def values_of(draw: st.DrawFn, fields: tuple[Field, ...]) -> dict[str, Any]:
    """Values for the fields, as the reader would give them."""
    return {each.name: draw(value_of(each)) for each in fields}


def value_of(each: Field) -> st.SearchStrategy[Any]:
    value = TYPES.get(each.type.name, texts)
    return value if each.required else st.just(each.default) | value


@st.composite
def links_of(draw: st.DrawFn, sections: tuple[str, ...]) -> Link:
    kind = LINKS[draw(st.sampled_from(sections))]
    return Link(kind.kind, draw(values_of(kind.fields)), NOWHERE, draw(st.lists(citations, max_size=2)))


@st.composite
def records_of(draw: st.DrawFn, kind: RecordKind) -> Record:
    """A record of a kind, or an extension of one."""
    record = Record(kind.kind, draw(slugs), NOWHERE, kind.kind != "article" and draw(st.booleans()))
    record.draft = draw(st.booleans())
    record.names = draw(st.lists(names, max_size=2))
    record.citations = draw(st.lists(citations, max_size=3))
    record.links = draw(st.lists(links_of(kind.links), max_size=3)) if kind.links else []
    if not record.extends:
        record.values = draw(values_of(kind.all_fields))
        record.former_slugs = draw(st.lists(slugs, max_size=2))
    return record


@st.composite
def files(draw: st.DrawFn) -> list[Record]:
    """The records of a file: an article, and others of any kind."""
    article = draw(records_of(RECORDS["article"]))
    article.slug = ARTICLE
    kinds = st.sampled_from([kind for kind in RECORDS.values() if kind.kind != "article"])
    return [article, *(draw(records_of(kind)) for kind in draw(st.lists(kinds, max_size=4)))]


def read(text: str) -> list[Record]:
    """The records of a text that has no problems."""
    problems = Problems()
    records = read_file(text.encode(), "a.yml", problems)
    assert not problems.found
    return records


def formatted(text: str) -> str:
    """The canonical form of a text that has one."""
    problems = Problems()
    result = canonical(text.encode(), "a.yml", problems)
    assert not problems.found
    return result.decode()


def problems_of(text: str) -> list[str]:
    """Problems that keep a text from its canonical form; the text then stays as it is."""
    problems = Problems()
    assert canonical(text.encode(), "a.yml", problems) == text.encode()
    return problems.lines()


@examples(40)
@given(files())
def test_reading_what_was_written_gives_the_same(records: list[Record]) -> None:
    """Whatever records hold, their canonical text says exactly that, and is its own canonical form."""
    text = format_records(records)
    assert contents(read(text)) == contents(records)
    assert formatted(text) == text


@examples(300)
@given(texts, st.booleans())
def test_scalars_are_read_as_they_are(text: str, in_flow: bool) -> None:
    """A text comes back from YAML, with libyaml and without, whether it stands in brackets or not."""
    written = f"[{scalar(text, True)}, x]" if in_flow else f"key: {scalar(text)}"
    for loader in (yaml.BaseLoader, yaml.CBaseLoader):
        assert yaml.load(written, loader) == ([text, "x"] if in_flow else {"key": text})


@pytest.mark.parametrize("text", ["NO", "012", "2025-03-29", "../2025", "-5", "C#", "it's", "Al-Harir"])
def test_what_is_safe_has_no_quotes(text: str) -> None:
    """The reader takes scalars as text, so codes, numbers and dates stand plain."""
    assert scalar(text) == text


@pytest.mark.parametrize("text", ["null", "~", "", "a: b", "a #b", "- x", "x:", "#x", "[x", "? x"])
def test_what_yaml_would_misread_has_quotes(text: str) -> None:
    """A text to which YAML gives another meaning is quoted."""
    assert scalar(text) == f"'{text}'"


def test_an_apostrophe_is_not_doubled_where_double_quotes_do() -> None:
    """Text that needs quotes and has an apostrophe stays readable."""
    assert scalar("Russia's: two") == '"Russia\'s: two"'
    assert scalar('Russia\'s: "two"') == "'Russia''s: \"two\"'"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_files_are_canonical(path: Path) -> None:
    """Every shipped file stands in its canonical form."""
    problems = Problems()
    assert canonical(path.read_bytes(), path.name, problems).decode() == path.read_text("utf-8")
    assert not problems.found


EXAMPLE = """\
# One line on top.

article:
  slug: an-article
  name: {en: A short title, ar: عنوان قصير}
  summary:
    en: Made up for this test, and long enough that the two languages do not share one line.
    ar: نص مصطنع لهذا الاختبار وطويل بما يكفي لئلا تجتمع اللغتان في سطر واحد منه
  language: ar
  digest: 0000000000000000000000000000000000000000000000000000000000000000
  length: 4000

countries:
  # On the country.
  - extend: uzbekistan
    # On the names.
    names:
      # On one name.
      - {text: Uzbek, language: en, form: alias}
    cite: [[54, 70], [81, 107, name]]

  - extend: norway
    cite:
      - [1, 2]
      # On one citation.
      - [3, 4]

# On the section.
agreements:
  - slug: startup-mou-2025
    was: [old-mou, older-mou]
    name: {en: Memorandum on start-ups, ar: مذكرة بشأن الشركات الناشئة}
    type: mou
    value: 1000000000
    currency: USD
    cite: [[1381, 1640], {at: [1, 5], article: another, note: Says it too.}]
    milestones:
      - {stage: signed, date: 2025-03-29, event: forum-2025, cite: [[1381, 1396]]}
      - {stage: ratified, outlook: planned, date: '2025?'}
    parties:
      - {party: it-park, role: signatory, cite: [[1476, 1502]]}
      - role: signatory
        capacity: companies
        cite: [{at: [1, 5], field: role, reading: party, note: A reason that makes this line too long for one line.}]
    sectors: [{sector: startups, cite: [[1660, 1685]]}]

# The end.
"""


def test_the_form_is_the_documented_one() -> None:
    """Order of keys, layout, quotes and comments are as this example shows."""
    assert formatted(EXAMPLE) == EXAMPLE


def test_order_and_defaults_are_made_canonical() -> None:
    """Keys and sections take their order, what goes without saying is left out, records keep theirs."""
    text = """\
people:
- {name: {ar: ب, en: B}, slug: b}
- {name: {en: A, ar: ا}, country: "NO", slug: a, sectors: []}
organizations: []
article: {extend: x, names: [{form: alias, text: "X", language: en}]}
agreements:
- extend: c
  parties: [{capacity: itself, role: party, party: b}]
  milestones: [{outlook: occurred, stage: signed}]
"""
    assert (
        formatted(text)
        == """\
article:
  extend: x
  names:
    - {text: X, language: en, form: alias}

people:
  - slug: b
    name: {en: B, ar: ب}

  - slug: a
    name: {en: A, ar: ا}
    country: NO

agreements:
  - extend: c
    milestones:
      - {stage: signed}
    parties:
      - {party: b, role: party}
"""
    )


def test_lines_are_short_where_text_allows() -> None:
    """A line longer than the width holds one text only."""
    for path in SHIPPED:
        for line in path.read_text("utf-8").splitlines():
            assert len(line) <= WIDTH or ("{" not in line.partition(": ")[2][:1]), line


@given(st.data())
@examples(100)
def test_comments_stay(data: st.DataObject) -> None:
    """Wherever comments stand, each is in the canonical form once, and stays where that puts it."""
    lines = EXAMPLE.splitlines()
    for number in data.draw(st.lists(st.integers(0, 90), max_size=6)):
        place = number % len(lines)
        if number % 2 and "#" not in lines[place] and lines[place]:
            lines[place] += f"  # behind {number}"
        else:
            lines.insert(place, f"{' ' * (number % 9)}# before {number}")
    once = formatted("\n".join(lines))
    assert sorted(comments_of(once)) == sorted(comments_of("\n".join(lines)))
    assert formatted(once) == once
    assert contents(read(once)) == contents(read(EXAMPLE))


def comments_of(text: str) -> list[str]:
    return [line[line.index("#") :] for line in text.splitlines() if "#" in line]


def test_comments_move_with_what_they_are_about() -> None:
    """A comment on something that moves goes with it; one behind a value goes above it."""
    text = """\
people:
  # On b.
  - {slug: b, name: {en: B, ar: ب}}
places:  # behind
  - name: {en: C, ar: ت}
    kind: city  # On its kind.
    # On its slug.
    slug: c
# On the organizations.
organizations:
  - slug: a
    name:
      en: A '#' in a text
      # On Arabic.
      ar: ا
    kind: other
"""
    assert (
        formatted(text)
        == """\
# On the organizations.

organizations:
  - slug: a
    # On Arabic.
    name: {en: A '#' in a text, ar: ا}
    kind: other

people:
  # On b.
  - slug: b
    name: {en: B, ar: ب}

# behind
places:
  # On its slug.
  - slug: c
    name: {en: C, ar: ت}
    # On its kind.
    kind: city
"""
    )


def test_a_comment_within_what_becomes_one_line_goes_above_it() -> None:
    """Lists and names that are written on one line keep the comments on their parts."""
    text = (
        "people:\n  - slug: a\n    was:\n      # Once.\n      - b\n      # Then.\n      - c\n    name: {en: A, ar: ا}\n"
    )
    assert "    # Once.\n    # Then.\n    was: [b, c]\n" in formatted(text)


def test_a_comment_is_never_dropped_in_silence() -> None:
    """Where the canonical form has no place for a comment, the file is refused by line."""
    text = "people:\n  - slug: a\n    name: {en: A, ar: ا}\n    # Not known.\n    sectors: []\n"
    assert problems_of(text) == ["a.yml:4: a comment on an empty or default value; move it elsewhere"]


def test_a_number_sign_in_a_text_is_no_comment() -> None:
    """Quoted, plain and folded texts keep theirs; the head of a folded one may have a comment."""
    text = "people:\n  - slug: a\n    name: {en: 'A # 1', ar: ا}\n    note: > # why\n      one # two\n"
    assert "    # why\n    note: 'one # two'\n" in formatted(text)


@pytest.mark.parametrize("text", ["", "# Nothing but words.\n", "people: []\n"])
def test_an_empty_file_stays_empty(text: str) -> None:
    """Without records there is nothing to write but comments."""
    assert formatted(text) == ("" if "#" not in text else text)


def test_a_file_with_problems_is_left_alone() -> None:
    """A file that is not understood is not rewritten, and each problem is named with its line."""
    found = problems_of("people:\n  - slug: a\n    nmae: {en: A, ar: ا}\n")
    assert found[0].startswith("a.yml:2: person a without name:")
    assert "a.yml:3" in found[1] and "name" in found[1]


@pytest.mark.parametrize("kind", RECORDS.values(), ids=lambda kind: kind.kind)
def test_each_field_is_written(kind: RecordKind) -> None:
    """No field that a record may have is left out of its canonical form."""
    values = {each.name: example_of(each) for each in kind.all_fields}
    text = format_records([Record(kind.kind, "a", NOWHERE, values=values)])
    assert [key for key in values if f" {key}: " not in text] == []


def example_of(each: Field) -> Any:
    match each.type.name:
        case "localized":
            return Localized("A", "ا")
        case "date":
            return parse_date("2025")
        case "number":
            return 34.5
    return 1 if each.type.name in ("count", "flag") else "a"
