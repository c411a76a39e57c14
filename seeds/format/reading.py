"""Reads a seed file: strict YAML whose scalars are text, typed by the fields of their record.

Events of libyaml, through PyYAML, become nodes with positions and never objects, so that `NO` does not become false and
`012` not ten. Aliases are refused: a seed file does not need them.
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import yaml

from models.edtf_dates import parse_date
from seeds.format.files import SIZE_LIMIT
from seeds.format.problems import Place, Problems
from seeds.format.records import (
    DRAFT,
    LINKS,
    SECTIONS,
    Citation,
    Field,
    FurtherName,
    Link,
    Localized,
    Record,
    RecordKind,
    Words,
)

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
BYTE_ORDER_MARK = "\ufeff"
DEPTH_LIMIT = 12
NULLS = {"", "~", "null", "Null", "NULL"}
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DIGEST = re.compile(r"[0-9a-f]{64}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
NUMBER_LIMIT = 1e24
OFFSET = re.compile("[0-9]{1,9}")
COUNT = re.compile("[1-9][0-9]{0,8}")
# Control characters, the invisible ones that change the order of text or hide in it, and the sign of a wrong decoding.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u17b4\u17b5\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
    # Joiners shape the letters of Persian and of Indian scripts; elsewhere nobody sees them.
    "|(?<![^\x00-\x7f\u200c\u200d])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f\u200c\u200d])"
)
# Spaces of other widths, and those that do not break a line.
NO_BREAK = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
NO_BREAKING = "\u00a0\u2007\u202f"
FILLED_IN = ("digest", "length")
FORMAT = "mithaq seed format FOLDER --text FILE"
WORDS_KEYS = ("quote", "before", "after", "nth")
CITATION_KEYS = ("at", *WORDS_KEYS, "field", "article", "reading", "note")
CITATION_FORMS = (
    'a citation is [start, end], [start, end, field], "words", ["words", field], {at: [start, end], …}'
    ' or {quote: "words", …}, where nth: counts from 1'
)
# Start, end, field and words of a citation; the span is empty where there are words.
Located = tuple[int, int, str, Words | None]
NAME_KEYS = ("text", "language", "form")


def refuse_character(letter: str) -> str:
    """Return the message about a character that a text may not have."""
    if letter == "\ufffc":
        return "U+FFFC stands for a picture that was left out in copying; remove it"
    if letter == "\ufffd":
        return "U+FFFD stands for a letter that was lost in decoding; write the letter"
    if NO_BREAK.match(letter):
        return f"{'no-break' if letter in NO_BREAKING else 'unusual'} space U+{ord(letter):04X}; write a plain space"
    return f"invisible character U+{ord(letter):04X}; remove it"


def decode(data: bytes, path: str, problems: Problems) -> str | None:
    """Return the text of a seed file, or None if it is not UTF-8 in NFC without control characters."""
    if len(data) > SIZE_LIMIT:
        problems.add(Place(path, 1), f"the file is too large; split it into files of at most {SIZE_LIMIT:,} bytes")
        return None
    try:
        text = data.decode("utf-8").removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.add(Place(path, line), "the file is not UTF-8; save it as UTF-8")
        return None
    if not FORBIDDEN.search(text) and not NO_BREAK.search(text) and _is_normalized(text):
        return text
    for number, content in enumerate(text.split("\n"), 1):
        for letter in sorted({*FORBIDDEN.findall(content), *NO_BREAK.findall(content)}):
            problems.add(Place(path, number), refuse_character(letter))
        if not _is_normalized(content):
            problems.add(Place(path, number), "text is not in Unicode NFC; normalize it")
    return None


def _is_normalized(text: str) -> bool:
    return unicodedata.is_normalized("NFC", text)


def read_file(data: bytes, path: str, problems: Problems, unfilled: bool = False) -> list[Record]:
    """Return the records of one seed file in order; problems go to `problems`, and their values are omitted.

    If `unfilled`, an article may lack what `mithaq seed format --text` fills in.
    """
    text = decode(data, path, problems)
    if text is None:
        return []
    try:
        root = compose(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problems.add(Place(path, mark.line + 1 if mark else 1), f"not YAML: {error.problem or error.context}")
        return []
    except yaml.YAMLError as error:
        problems.add(Place(path, 1), f"not YAML: {error}")
        return []
    if root is None:
        return []
    return FileReader(path, problems, FILLED_IN if unfilled else ()).records(root)


@dataclass(slots=True)
class Scalar:
    """A text, the style of its quotes or None, and its line, counted from 0."""

    value: str
    style: str | None
    line: int


@dataclass(slots=True)
class Sequence:
    value: list[Node]
    line: int


@dataclass(slots=True)
class Mapping:
    value: list[tuple[Node, Node]]
    line: int


Node = Scalar | Sequence | Mapping


def compose(text: str) -> Node | None:
    """Return the root node of the one document, built from libyaml's events in one pass; None for an empty file.

    Unlike PyYAML's composer it resolves no tags, follows no aliases, and does not recurse.

    Raises:
        yaml.YAMLError: the text is not YAML, is nested too deep, or has aliases or several documents.
    """
    next_event = LOADER(text).get_event
    nodes: list[Node] = []
    # For each open collection, the nodes before it and its line.
    outer: list[tuple[list[Node], int]] = []
    while True:
        event = next_event()
        kind = type(event)
        if kind is yaml.ScalarEvent:
            nodes.append(Scalar(event.value, event.style, event.start_mark.line))
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            if len(outer) == DEPTH_LIMIT:
                raise _refused(f"nested deeper than {DEPTH_LIMIT} levels", event)
            outer.append((nodes, event.start_mark.line))
            nodes = []
        elif kind is yaml.SequenceEndEvent:
            items, (nodes, line) = nodes, outer.pop()
            nodes.append(Sequence(items, line))
        elif kind is yaml.MappingEndEvent:
            items, (nodes, line) = nodes, outer.pop()
            nodes.append(Mapping(list(zip(items[::2], items[1::2], strict=True)), line))
        elif kind is yaml.AliasEvent:
            raise _refused("an alias (*name); write the value out", event)
        elif kind is yaml.DocumentStartEvent and nodes:
            raise _refused("a second document; write another file", event)
        elif kind is yaml.StreamEndEvent:
            return nodes[0] if nodes else None


def _refused(problem: str, event: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(None, None, problem, event.start_mark)


class FileReader:
    """Turns the nodes of one file into records."""

    def __init__(self, path: str, problems: Problems, optional: tuple[str, ...] = ()) -> None:
        self.path = path
        self.problems = problems
        self.optional = optional
        self.article = ""

    def place(self, node: Any) -> Place:
        return Place(self.path, node.line + 1)

    def wrong(self, node: Any, message: str) -> None:
        self.problems.add(self.place(node), message)

    def records(self, root: Any) -> list[Record]:
        sections = self.mapping(root, "the file", tuple(SECTIONS))
        found: list[Record] = []
        if "article" in sections:
            article = self.record(sections.pop("article"), SECTIONS["article"])
            found += [article] if article else []
        for section, node in sections.items():
            for item in self.sequence(node, section):
                record = self.record(item, SECTIONS[section])
                found += [record] if record else []
        return found

    def record(self, node: Any, kind: RecordKind) -> Record | None:
        if not isinstance(node, Mapping):
            self.wrong(node, f"{kind.one} is a mapping with slug: or extend:")
            return None
        nodes = self.mapping(node, kind.one, self.keys_of(kind, node))
        extends = "extend" in nodes
        slug = self.slug(nodes.get("extend" if extends else "slug"), node, kind)
        if kind.kind == "article" and not extends:
            self.article = slug
        record = Record(kind.kind, slug, self.place(node), extends, self.draft(nodes))
        if not extends:
            record.values = self.fields(nodes, kind.all_fields, node, f"{kind.kind} {slug}")
            record.former_slugs = [self.slug(item, item, kind) for item in self.items(nodes, "was")]
        record.names = [name for item in self.items(nodes, "names") if (name := self.further_name(item))]
        record.citations = list(self.citations(nodes))
        for section in kind.links:
            for item in self.items(nodes, section):
                record.links += self.link(item, section)
        return record if slug else None

    def keys_of(self, kind: RecordKind, node: Any) -> tuple[str, ...]:
        common = (DRAFT.name, "cite", "names", *kind.links)
        if any(key.value == "extend" for key, _ in node.value):
            return ("extend", *common)
        return ("slug", "was", *(each.name for each in kind.all_fields), *common)

    def draft(self, nodes: dict[str, Any]) -> bool:
        return DRAFT.name in nodes and bool(self.value(nodes[DRAFT.name], DRAFT))

    def slug(self, node: Any, parent: Any, kind: RecordKind) -> str:
        value = self.scalar(node) if node is not None else None
        if value is None:
            self.wrong(parent, f"{kind.one} without slug:")
            return ""
        if not SLUG.fullmatch(value):
            self.wrong(node, f"{value!r} is not a slug: lower-case ASCII letters, digits and single hyphens")
            return ""
        return value

    def link(self, node: Any, section: str) -> list[Link]:
        spec = LINKS[section]
        what = f"an entry of {section}"
        nodes = self.mapping(node, what, (*(each.name for each in spec.fields), "cite"))
        values = self.fields(nodes, spec.fields, node, what)
        return [Link(spec.kind, values, self.place(node), list(self.citations(nodes)))]

    def fields(self, nodes: dict[str, Any], fields: tuple[Field, ...], parent: Any, what: str) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for each in fields:
            node = nodes.get(each.name)
            value = None if node is None else self.value(node, each)
            if value is None and node is None and each.required and each.name not in self.optional:
                hint = f"; write what is missing with: {FORMAT}" if each.name in FILLED_IN else ""
                self.wrong(parent, f"{what} without {each.name}:{hint}")
            values[each.name] = each.default if value is None else value
        return values

    def value(self, node: Any, each: Field) -> Any:
        if each.type.name == "localized":
            return self.localized(node, each.name)
        text = self.scalar(node)
        if text is None:
            return None
        try:
            return typed(text, each)
        except ValueError as error:
            self.wrong(node, f"{each.name}: {error}")
            return None

    def localized(self, node: Any, name: str) -> Localized | None:
        nodes = self.mapping(node, name, ("en", "ar"))
        texts = {language: self.scalar(nodes[language]) for language in nodes}
        if not any(texts.values()):
            self.wrong(node, f"{name}: a text in one language or both, as {{en: …, ar: …}}")
            return None
        return Localized(texts.get("en") or None, texts.get("ar") or None)

    def further_name(self, node: Any) -> FurtherName | None:
        nodes = self.mapping(node, "a name", NAME_KEYS)
        texts = {key: self.scalar(nodes[key]) or "" for key in nodes}
        missing = [key for key in NAME_KEYS if not texts.get(key)]
        if missing:
            self.wrong(node, f"a name without {missing[0]}:")
            return None
        return FurtherName(texts["text"], texts["language"], texts["form"], self.place(node))

    def citations(self, nodes: dict[str, Any]) -> Iterator[Citation]:
        for item in self.items(nodes, "cite"):
            citation = self.citation(item)
            if citation:
                yield citation

    def citation(self, node: Any) -> Citation | None:
        """Return a citation from a span or words: alone, in a list with a field, or in a mapping."""
        nodes = self.mapping(node, "a citation", CITATION_KEYS) if isinstance(node, Mapping) else {"at": node}
        words = {key: nodes.pop(key) for key in WORDS_KEYS if key in nodes}
        at = nodes.pop("at", None)
        located = self.words(words) if at is None else None if words else self.located(at)
        texts = {key: self.scalar(value) for key, value in nodes.items()}
        if located is None:
            self.wrong(node, CITATION_FORMS)
            return None
        article = texts.get("article") or self.article
        if not article:
            self.wrong(
                node, "a citation outside an article's file names its article: {article: slug, at: [start, end]}"
            )
            return None
        start, end, field, quoted = located
        field = field or texts.get("field") or ""
        return Citation(field, article, start, end, texts.get("reading"), texts.get("note"), self.place(node), quoted)

    def located(self, node: Any) -> Located | None:
        """Read `[start, end]`, `[start, end, field]`, `"words"` or `["words", field]`."""
        parts = node.value if isinstance(node, Sequence) else [node]
        texts = [self.scalar(part) or "" for part in parts]
        # Digits are words only in quotation marks.
        is_number = [type(part) is Scalar and not part.style and part.value.isdigit() for part in parts]
        if 2 <= len(parts) <= 3 and all(is_number[:2]) and all(map(OFFSET.fullmatch, texts[:2])):
            return int(texts[0]), int(texts[1]), "".join(texts[2:]), None
        if 1 <= len(parts) <= 2 and texts[0] and not any(is_number):
            return 0, 0, "".join(texts[1:]), Words(texts[0])
        return None

    def words(self, nodes: dict[str, Any]) -> Located | None:
        """Read the words of a mapping: `quote`, and what chooses one of its occurrences."""
        texts = {key: self.scalar(node) or "" for key, node in nodes.items()}
        nth = texts.pop("nth", None)
        if not texts.get("quote") or (nth is not None and not COUNT.fullmatch(nth)):
            return None
        return 0, 0, "", Words(**texts, nth=None if nth is None else int(nth))

    def items(self, nodes: dict[str, Any], key: str) -> list[Any]:
        return self.sequence(nodes[key], key) if key in nodes else []

    def sequence(self, node: Any, what: str) -> list[Any]:
        if isinstance(node, Sequence):
            return node.value
        if not is_null(node):
            self.wrong(node, f"{what}: a list is expected")
        return []

    def mapping(self, node: Any, what: str, known: tuple[str, ...]) -> dict[str, Any]:
        """Return value nodes by key. Unknown and repeated keys are problems; keys without a value are omitted."""
        found: dict[str, Any] = {}
        if not isinstance(node, Mapping):
            self.wrong(node, f"{what}: a mapping (key: value) is expected")
            return found
        for key_node, value_node in node.value:
            key = key_node.value if type(key_node) is Scalar else ""
            if key not in known:
                self.wrong(key_node, f"unknown key {key!r} in {what}{self.problems.nearest(key, known)}")
            elif key in found:
                self.wrong(key_node, f"key {key!r} is repeated in {what}")
            elif not is_null(value_node):
                found[key] = value_node
        return found

    def scalar(self, node: Any) -> str | None:
        if type(node) is not Scalar:
            self.wrong(node, "a single value is expected")
            return None
        if is_null(node):
            return None
        value = node.value.strip()
        if value and not is_visible(value):
            self.wrong(node, "a text of marks alone; write letters or digits, or leave it out")
            return None
        if "\n" in value or "\t" in value:
            self.wrong(node, "a text must be on one line")
            return None
        return self.unescaped(node, value) if node.style == '"' else value

    def unescaped(self, node: Scalar, value: str) -> str | None:
        """Return a value in double quotes, or None if an escape, such as \\u202e, gives a forbidden character."""
        if forbidden := FORBIDDEN.search(value) or NO_BREAK.search(value):
            self.wrong(node, refuse_character(forbidden[0]))
        elif not _is_normalized(value):
            self.wrong(node, "text is not in Unicode NFC; normalize it")
        else:
            return value
        return None


def is_visible(text: str) -> bool:
    """Return whether a text has more than marks, controls and blanks."""
    return text[:1].isalnum() or any(unicodedata.category(letter)[0] not in "MCZ" for letter in text)


def is_null(node: Any) -> bool:
    return type(node) is Scalar and not node.style and node.value in NULLS


def typed(text: str, each: Field) -> Any:
    """Return the value of a field from its text.

    Raises:
        ValueError: the text is not of the field's type; the message says what is expected.
    """
    match each.type.name:
        case "date":
            return parse_date(text)
        case "day":
            return _day(text)
        case "number":
            return _number(text)
        case "count":
            if not COUNT.fullmatch(text):
                raise ValueError(f"{text!r} is not a whole number from 1")
            return int(text)
        case "flag":
            if text not in ("true", "false"):
                raise ValueError(f"{text!r} is neither true nor false")
            return int(text == "true")
        case "digest":
            if not DIGEST.fullmatch(text):
                raise ValueError(f"{text!r} is not a SHA-256 digest: 64 hexadecimal digits")
            return text
    return text


def _day(text: str) -> str:
    if not DAY.fullmatch(text):
        raise ValueError(f"{text!r} is not a day, such as 2025-05-03")
    return datetime.date.fromisoformat(text).isoformat()


def _number(text: str) -> float:
    value = float(text) if NUMBER.fullmatch(text) else math.inf
    if abs(value) >= NUMBER_LIMIT:
        raise ValueError(f"{text!r} is not a plain number, such as 1000000000 or 34.5, below 10^24")
    if Decimal(repr(value)) != Decimal(text):
        kept = f"{Decimal(repr(value)):f}".removesuffix(".0")
        raise ValueError(f"{text!r} has more digits than can be stored; it would become {kept}")
    return value
