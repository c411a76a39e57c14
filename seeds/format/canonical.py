"""Write the canonical form of a seed file: one order of keys and one layout, so that a diff shows only real changes.

A value is on one line in flow style if it fits, else spread over lines, one part each. Text is never wrapped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from models.plain_numbers import write_number
from seeds.format.characters import decode
from seeds.format.comments import Anchor, Comments, read_comments
from seeds.format.problems import Place, Problems
from seeds.format.reading import read_file
from seeds.format.records import (
    DRAFT,
    LINK_KINDS,
    LINKS,
    RECORDS,
    Citation,
    Field,
    Link,
    OtherName,
    Record,
    RecordKind,
)
from seeds.format.yaml_nodes import NULLS

WIDTH = 120
# Scalars, mappings and lists still to be written; a scalar is its text without quotes.
Node = str | dict[str, Any] | list[Any]
Items = list[tuple[Node, int]]


class Quoted(str):
    """A scalar that is always in quotation marks: words of a text."""

    __slots__ = ()


PLAIN_START = re.compile(r"[^\s,\[\]{}#&*!|>'\"%@`?:-]|-(?=\w)")
NOT_PLAIN = re.compile(r": | #|:$")
# PyYAML without libyaml ends a plain scalar at these within brackets.
NOT_PLAIN_IN_FLOW = re.compile(r"[,\[\]{}:?]")
DOUBLE_QUOTE_SPECIAL = re.compile(r'["\\]')
# Lists whose items have several fields: one item a line. Other lists are on one line if they fit.
SPREAD = {"names", *(section for section, link in LINKS.items() if len(link.fields) > 1)}


def canonical(data: bytes, path: str, problems: Problems) -> bytes:
    """Return a seed file in canonical form with its comments, or unchanged if it has problems."""
    found = Problems()
    records = read_file(data, path, found, unfilled=True)
    formatted = data if found.found else format_file(data, path, records, found)
    problems.found += found.found
    return data if found.found else formatted


def format_file(data: bytes, path: str, records: list[Record], problems: Problems) -> bytes:
    """Return the canonical form of records that were read from a file, with the comments of its bytes."""
    text = decode(data, path, problems) or ""
    comments = read_comments(text)
    formatted = format_records(records, comments).encode()
    comments.report_untaken(path, problems)
    if formatted != data and contents(read_file(formatted, path, problems, unfilled=True)) != contents(records):
        problems.add(Place(path, 1), "the canonical form would have other contents; report this as a bug")
    return formatted


def contents(records: Iterable[Record]) -> list[Any]:
    """Return the contents of records without their places, to compare files."""
    order = list(RECORDS)
    return [
        (
            (record.kind, record.slug, record.extends, record.draft, record.values, record.former_slugs),
            [name[:3] for name in record.names],
            list(map(_placeless, record.citations)),
            [(link.kind, link.values, list(map(_placeless, link.citations))) for link in _in_order(record)],
        )
        for record in sorted(records, key=lambda record: order.index(record.kind))
    ]


def _placeless(citation: Citation) -> Citation:
    return citation._replace(place=Place("", 0))


def format_records(records: Iterable[Record], comments: Comments | None = None) -> str:
    """Return the canonical text of the records of one file."""
    comments = comments or Comments()
    by_section: dict[str, list[Record]] = {kind.section: [] for kind in RECORDS.values()}
    for record in records:
        by_section[RECORDS[record.kind].section].append(record)
    present = {section: group for section, group in by_section.items() if group}
    writer = _Writer(_own_article(by_section["article"]), comments)
    head = [comment.text for comment in comments.head]
    # Comments before the first section go to the top of the file.
    head += comments.take(Anchor(key=next(iter(present), "")))
    sections = ["\n".join(writer.section(section, group)) for section, group in present.items()]
    tail = [comment.text for comment in comments.tail]
    parts = ["\n".join(head), *sections, "\n".join(tail)]
    return "\n\n".join(part for part in parts if part) + "\n" * any(parts)


def _own_article(articles: list[Record]) -> str:
    return next((record.slug for record in articles if not record.extends), "")


class _Writer:
    """A writer of the records of one file, with the comments on each."""

    def __init__(self, article: str, comments: Comments) -> None:
        self.article = article
        self.comments = comments

    def section(self, section: str, records: list[Record]) -> Iterator[str]:
        yield from self.comments.take(Anchor(key=section))
        yield f"{section}:"
        for position, record in enumerate(records):
            if position:
                yield ""
            yield from self.record(record, in_list=section != "article")

    def record(self, record: Record, in_list: bool) -> Iterator[str]:
        line, name = record.place.line, "extend" if record.extends else "slug"
        indent = 4 if in_list else 2
        for comment in [*self.comments.take(Anchor(line)), *self.comments.take(Anchor(line, name))]:
            yield "  " + comment
        yield f"{'  - ' if in_list else '  '}{name}: {scalar(record.slug)}"
        for key, node in _values(record, RECORDS[record.kind]):
            yield from self.comment(Anchor(line, key), indent)
            yield from _entry(key, node, indent)
        for key, items in self.lists(record):
            yield from self.comment(Anchor(line, key), indent)
            yield from self.items(line, key, items, indent)

    def lists(self, record: Record) -> Iterator[tuple[str, Items]]:
        """Yield the lists of a record that are not empty, each item with the line it was read from."""
        found: dict[str, Items] = {
            "names": [(_name(name), name.place.line) for name in record.names],
            "cite": [(self.citation(citation), citation.place.line) for citation in record.citations],
        }
        for link in _in_order(record):
            found.setdefault(LINK_KINDS[link.kind].section, []).append((self.link(link), link.place.line))
        return ((key, items) for key, items in found.items() if items)

    def items(self, line: int, key: str, items: Items, indent: int) -> Iterator[str]:
        comments = [list(self.comment(Anchor(line, key, at), indent + 2)) for _, at in items]
        nodes: list[Node] = [node for node, _ in items]
        if key not in SPREAD and not any(comments) and _fits(whole := f"{' ' * indent}{key}: {_flow(nodes)}"):
            yield whole
            return
        yield f"{' ' * indent}{key}:"
        for before, node in zip(comments, nodes, strict=True):
            yield from before
            yield from _item(node, indent + 2)

    def comment(self, anchor: Anchor, indent: int) -> Iterator[str]:
        return (" " * indent + comment for comment in self.comments.take(anchor))

    def link(self, link: Link) -> Node:
        node: dict[str, Node] = dict(_fields(link.values, LINK_KINDS[link.kind].fields))
        if link.citations:
            node["cite"] = [self.citation(citation) for citation in link.citations]
        return node

    def citation(self, citation: Citation) -> Node:
        located, words = _locate(citation)
        article = None if citation.cited == self.article else citation.cited
        further = {"article": article, "reading": citation.reading, "note": citation.note}
        if all(value is None for value in (*further.values(), *words.values())):
            alone = located[0] if citation.words else located
            return [*located, citation.field] if citation.field else alone
        keys = {**words, "field": citation.field or None, **further}
        start: dict[str, Node] = {"quote": located[0]} if citation.words else {"at": located}
        return start | {key: value for key, value in keys.items() if value is not None}


def _locate(citation: Citation) -> tuple[list[Node], dict[str, str | None]]:
    """Return the span or the quotation of a citation, and the keys that choose one of its occurrences."""
    words = citation.words
    if words is None:
        return [str(citation.start), str(citation.end)], {}
    nth = None if words.nth is None else str(words.nth)
    before, after = (Quoted(text) if text else None for text in (words.before, words.after))
    return [Quoted(words.quote)], {"before": before, "after": after, "nth": nth}


def _in_order(record: Record) -> list[Link]:
    """Return the links of a record in the order of sections, within a section as read."""
    order = [link.kind for link in LINKS.values()]
    return sorted(record.links, key=lambda link: order.index(link.kind))


def _values(record: Record, kind: RecordKind) -> Iterator[tuple[str, Node]]:
    if record.draft:
        yield DRAFT.name, "true"
    if record.former_slugs:
        yield "was", list(record.former_slugs)
    yield from _fields(record.values, kind.all_fields)


def _fields(values: dict[str, Any], fields: Iterable[Field]) -> Iterator[tuple[str, Node]]:
    """Yield the fields whose value is neither null nor the default."""
    for each in fields:
        value = values.get(each.name)
        if value is not None and value != each.default:
            yield each.name, _value(value, each.type.name)


def _value(value: Any, type_name: str) -> Node:
    match type_name:
        case "localized":
            return {language: text for language, text in value._asdict().items() if text is not None}
        case "date":
            return str(value.text)
        case "number":
            return write_number(value)
        case "flag":
            return "true" if value else "false"
    return str(value)


def _name(name: OtherName) -> Node:
    return {"text": name.text, "language": name.language, "form": name.form}


def _entry(key: str, node: Node, indent: int) -> list[str]:
    """Return the lines of a key and its value."""
    head = f"{' ' * indent}{key}:"
    if isinstance(node, str):
        return [f"{head} {scalar(node)}"]
    if _fits(whole := f"{head} {_flow(node)}"):
        return [whole]
    return [head, *_spread(node, indent + 2)]


def _item(node: Node, indent: int) -> list[str]:
    """Return the lines of an item of a list."""
    if isinstance(node, str):
        return [f"{' ' * indent}- {scalar(node)}"]
    if isinstance(node, list) or _fits(f"{' ' * indent}- {_flow(node)}"):
        return [f"{' ' * indent}- {_flow(node)}"]
    first, *rest = _spread(node, indent + 2)
    return [f"{' ' * indent}- {first.lstrip()}", *rest]


def _spread(node: dict[str, Any] | list[Any], indent: int) -> list[str]:
    if isinstance(node, dict):
        return [line for key, inner in node.items() for line in _entry(key, inner, indent)]
    return [line for inner in node for line in _item(inner, indent)]


def _flow(node: Node) -> str:
    if isinstance(node, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in node.items()) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(map(_flow, node)) + "]"
    return scalar(node, in_flow=True)


def _fits(line: str) -> bool:
    return len(line) <= WIDTH


def scalar(text: str, in_flow: bool = False) -> str:
    """Return a text as YAML, in quotes only if YAML would read it otherwise."""
    plain = PLAIN_START.match(text) and not NOT_PLAIN.search(text) and text not in NULLS
    if plain and not isinstance(text, Quoted) and not (in_flow and NOT_PLAIN_IN_FLOW.search(text)):
        return text
    if ("'" in text or isinstance(text, Quoted)) and not DOUBLE_QUOTE_SPECIAL.search(text):
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"
