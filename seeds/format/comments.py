"""Find the comments of a seed file, and the part of the file that each is about.

YAML parsers drop comments, so this module finds them: a `#` outside every scalar. A comment on a line of its own is
about what follows; a comment behind a value is about that value.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from seeds.format.problems import Place, Problems
from seeds.format.yaml_nodes import LOADER


class Anchor(NamedTuple):
    """The subject of a comment: a section, a record by its line, one of its keys, or an item of the list there."""

    record: int = 0
    key: str = ""
    item: int = 0


class Comment(NamedTuple):
    """A comment from its `#` on; `alone` if nothing stands before it on the line."""

    line: int
    text: str
    alone: bool


@dataclass
class Comments:
    """The comments at the top and the end of a file, and those about its parts."""

    head: list[Comment] = field(default_factory=list)
    about: dict[Anchor, list[Comment]] = field(default_factory=dict)
    tail: list[Comment] = field(default_factory=list)

    def take(self, anchor: Anchor) -> list[str]:
        """Remove and return the comments about a part."""
        return [comment.text for comment in self.about.pop(anchor, [])]

    def report_untaken(self, path: str, problems: Problems) -> None:
        """Report the comments that no part has taken: the canonical form omits what they are about."""
        for comment in (each for comments in self.about.values() for each in comments):
            problems.add(Place(path, comment.line), "a comment on an empty or default value; move it elsewhere")


def read_comments(text: str) -> Comments:
    """Return the comments of a text that has been read as a seed file without problems."""
    around = _read_around(text)
    return _read_all(text) if around is None else around


def _read_around(text: str) -> Comments | None:
    """Return the comments if they are all before or after the content, or None: to find others takes much longer."""
    if "#" not in text:
        return Comments()
    lines = text.split("\n")
    content = [number for number, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")]
    first, last = (content[0], content[-1]) if content else (len(lines), len(lines))
    if any("#" in line for line in lines[first : last + 1]):
        return None
    alone = [Comment(number, line.strip(), True) for number, line in enumerate(lines, 1) if line.strip()]
    head = [comment for comment in alone if comment.line <= first]
    return Comments(head, tail=[comment for comment in alone if comment.line > last + 1])


def _read_all(text: str) -> Comments:
    anchors = dict(_anchors(yaml.compose(text, Loader=LOADER)))
    lines = sorted(anchors)
    comments = Comments()
    for comment in _find(text):
        # Alone, it is about the next line with an anchor; behind a value, about the last one up to its own.
        position = bisect_right(lines, comment.line) - (not comment.alone)
        if comment.alone and position == 0:
            comments.head.append(comment)
        elif position == len(lines):
            comments.tail.append(comment)
        else:
            comments.about.setdefault(anchors[lines[position]], []).append(comment)
    return comments


def _find(text: str) -> Iterator[Comment]:
    lines = text.split("\n")
    for number, bare in enumerate(_without_scalars(text).split("\n")):
        before, mark, _ = bare.partition("#")
        if mark:
            yield Comment(number + 1, lines[number][len(before) :].rstrip(), not before.strip())


def _without_scalars(text: str) -> str:
    """Return the text with each character of a scalar replaced by x, but for the first line of a block scalar."""
    pieces, last = [], 0
    for token in yaml.scan(text, Loader=LOADER):
        if isinstance(token, yaml.ScalarToken):
            start, end = token.start_mark.index, token.end_mark.index
            start = text.index("\n", start) if token.style in ("|", ">") else start
            pieces += [text[last:start], "".join("\n" if letter == "\n" else "x" for letter in text[start:end])]
            last = end
    return "".join([*pieces, text[last:]])


def _anchors(root: Any) -> Iterator[tuple[int, Anchor]]:
    """Yield each line on which a node begins, with the anchor of the outermost such node."""
    found: dict[int, Anchor] = {}
    for node, anchor in _walk(root):
        for line in _lines(node):
            found.setdefault(line, anchor)
    yield from found.items()


def _walk(root: Any) -> Iterator[tuple[Any, Anchor]]:
    for section, content in root.value if root else []:
        yield section, Anchor(key=section.value)
        for record in content.value if isinstance(content, yaml.SequenceNode) else [content]:
            yield from _walk_record(record)


def _walk_record(record: Any) -> Iterator[tuple[Any, Anchor]]:
    line = record.start_mark.line + 1
    for position, (key, content) in enumerate(record.value):
        yield key, Anchor(line, key.value if position else "")
        if isinstance(content, yaml.SequenceNode) and key.value != "was":
            for item in content.value:
                yield item, Anchor(line, key.value, item.start_mark.line + 1)
        yield content, Anchor(line, key.value)


def _lines(node: Any) -> Iterator[int]:
    """Yield the lines on which a node and the nodes inside it begin."""
    yield node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for pair in node.value:
            for inner in pair:
                yield from _lines(inner)
    elif isinstance(node, yaml.SequenceNode):
        for inner in node.value:
            yield from _lines(inner)
