"""Read nodes as mappings, lists and texts; anything else is a problem with its line."""

from __future__ import annotations

from typing import Any

from seeds.format.characters import FORBIDDEN, NO_BREAK, is_normalized, is_visible, refuse_character
from seeds.format.problems import Place, Problems
from seeds.format.yaml_nodes import Mapping, Scalar, Sequence, is_null


class NodeReader:
    """A reader of the nodes of one file."""

    def __init__(self, path: str, problems: Problems) -> None:
        self.path = path
        self.problems = problems

    def place(self, node: Any) -> Place:
        return Place(self.path, node.line + 1)

    def wrong(self, node: Any, message: str) -> None:
        self.problems.add(self.place(node), message)

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
        if not value:
            self.wrong(node, "an empty text; write it, or leave its key out")
            return None
        if not is_visible(value):
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
        elif not is_normalized(value):
            self.wrong(node, "text is not in Unicode NFC; normalize it")
        else:
            return value
        return None
