"""YAML as nodes with positions, whose scalars are text: `NO` does not become false and `012` not ten.

Events of libyaml, through PyYAML, become nodes and never objects. Aliases are refused: a seed file does not need them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEPTH_LIMIT = 12
NULLS = {"", "~", "null", "Null", "NULL"}


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


def is_null(node: Any) -> bool:
    return type(node) is Scalar and not node.style and node.value in NULLS
