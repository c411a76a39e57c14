"""Writes a draft as YAML, in the layout of the canonical form: a value on one line where it fits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from seeds.drafting.assembling import Draft
from seeds.format.canonical import WIDTH, scalar

HEAD = """\
# A draft that rules made of the text, to be checked by a person. Each record with `draft: true` is a proposal:
# correct it, or delete it, and remove the mark. Names in the other language are empty where they are not known.
"""
# Lists whose items have a line each.
SPREAD = frozenset(("names", "milestones", "parties", "positions"))


def to_yaml(made: Draft) -> str:
    """The text of the seed file of a draft."""
    sections = []
    for section, content in made.sections.items():
        lines = [f"{section}:"]
        records = [content] if isinstance(content, dict) else content
        for number, record in enumerate(records):
            lines += [""] if number else []
            lines += _record(record, in_list=not isinstance(content, dict))
        sections.append("\n".join(lines))
    return HEAD + "\n" + "\n\n".join(sections) + "\n"


def _record(record: dict[str, Any], in_list: bool) -> Iterator[str]:
    indent = 4 if in_list else 2
    for number, (key, value) in enumerate(record.items()):
        for line in _entry(key, value, indent):
            yield "  - " + line.lstrip() if in_list and not number else line


def _entry(key: str, value: Any, indent: int) -> list[str]:
    start = " " * indent + key + ":"
    whole = f"{start} {_flow(value)}"
    if not isinstance(value, list | dict) or (key not in SPREAD and len(whole) <= WIDTH):
        return [f"{start} {_scalar(value)}" if not isinstance(value, list | dict) else whole]
    if isinstance(value, dict):
        return [start, *(line for inner, each in value.items() for line in _entry(inner, each, indent + 2))]
    return [start, *(line for each in value for line in _item(each, indent + 2))]


def _item(value: Any, indent: int) -> list[str]:
    whole = f"{' ' * indent}- {_flow(value)}"
    if not isinstance(value, dict) or len(whole) <= WIDTH:
        return [whole]
    lines = [line for key, each in value.items() for line in _entry(key, each, indent + 2)]
    return [f"{' ' * indent}- {lines[0].lstrip()}", *lines[1:]]


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value, in_flow=True)


def _scalar(value: Any, in_flow: bool = False) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value) if isinstance(value, int | float) else scalar(value, in_flow)
