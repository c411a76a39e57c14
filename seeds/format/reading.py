"""Read a seed file: strict YAML whose scalars are text, typed by the fields of their record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from seeds.format.characters import decode
from seeds.format.near_records import hint_of_country
from seeds.format.node_reading import NodeReader
from seeds.format.problems import Place, Problems
from seeds.format.records import (
    DRAFT,
    LINKS,
    SECTIONS,
    Citation,
    Field,
    Link,
    Localized,
    OtherName,
    Record,
    RecordKind,
    Words,
)
from seeds.format.typed_values import COUNT, typed
from seeds.format.yaml_nodes import Mapping, Scalar, Sequence, compose

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# An ID is the name of a page, and a file system takes 255 bytes with endings.
SLUG_LIMIT = 200
OFFSET = re.compile("[0-9]{1,9}")
FILLED_IN = ("digest", "length")
FORMAT = "mithaq seed format FOLDER --text FILE"
WORDS_KEYS = ("quote", "before", "after", "nth")
CITATION_KEYS = ("at", *WORDS_KEYS, "field", "article", "reading", "note")
CITATION_FORMS = (
    'a citation is [start, end], [start, end, field], "words", ["words", field], {at: [start, end], …}'
    ' or {quote: "words", …}, where nth: counts from 1'
)
# Start, end, field and words of a citation; the span is empty if there are words.
Located = tuple[int, int, str, Words | None]
NAME_KEYS = ("text", "language", "form")


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


class FileReader(NodeReader):
    """A reader of the records in the nodes of one file."""

    def __init__(self, path: str, problems: Problems, optional: tuple[str, ...] = ()) -> None:
        super().__init__(path, problems)
        self.optional = optional
        self.article = ""

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
        slug = self.slug(nodes["extend"], node, kind) if extends else self.new_slug(nodes.get("slug"), node, kind)
        if kind.kind == "article" and not extends:
            self.article = slug
        record = Record(kind.kind, slug, self.place(node), extends, self.draft(nodes))
        if not extends:
            record.values = self.fields(nodes, kind.all_fields, node, f"{kind.kind} {slug}")
            record.unread = {name for name in nodes if record.values.get(name, "") is None}
            record.former_slugs = [self.slug(item, item, kind) for item in self.items(nodes, "was")]
        record.names = [name for item in self.items(nodes, "names") if (name := self.other_name(item))]
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
            hint = hint_of_country(value, self.problems) if kind.kind == "country" else ""
            self.wrong(node, f"{value!r} is not a slug: lower-case ASCII letters, digits and single hyphens{hint}")
            return ""
        return value

    def new_slug(self, node: Any, parent: Any, kind: RecordKind) -> str:
        """Return the slug of a record that the file states; a database may have longer ones of earlier versions."""
        value = self.slug(node, parent, kind)
        if len(value) > SLUG_LIMIT:
            self.wrong(node, f"a slug of {len(value):,} characters; shorten it to {SLUG_LIMIT}")
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

    def other_name(self, node: Any) -> OtherName | None:
        nodes = self.mapping(node, "a name", NAME_KEYS)
        texts = {key: self.scalar(nodes[key]) or "" for key in nodes}
        missing = [key for key in NAME_KEYS if not texts.get(key)]
        if missing:
            self.wrong(node, f"a name without {missing[0]}:")
            return None
        return OtherName(texts["text"], texts["language"], texts["form"], self.place(node))

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
        """Read the words of a mapping: `quote`, and the keys that choose one of its occurrences."""
        texts = {key: self.scalar(node) or "" for key, node in nodes.items()}
        nth = texts.pop("nth", None)
        if not texts.get("quote") or (nth is not None and not COUNT.fullmatch(nth)):
            return None
        return 0, 0, "", Words(**texts, nth=None if nth is None else int(nth))
