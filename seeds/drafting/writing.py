"""Write a draft as a seed file in canonical form."""

from __future__ import annotations

import json

from seeds.drafting.assembling import Draft
from seeds.format.canonical import format_records
from seeds.format.characters import decode
from seeds.format.problems import Problems
from seeds.format.reading import FileReader
from seeds.format.yaml_nodes import compose
from seeds.texts.scaffold import HEAD_WITHOUT_LANGUAGE

HEAD = """\
# A draft that rules made of the text. Check each record, correct or delete it, then accept it:
#
#     mithaq seed accept FILE ID…
#
# Names in the other language are left out if no list has them.
"""
LEFT_OPEN = ("language", "name")


def to_yaml(made: Draft) -> str:
    """Return the text of the seed file of a draft; it lacks names and a language that the rules leave to a person.

    Raises:
        MithaqError: the draft breaks the rules of the format, which is a mistake in the rules of drafting.
    """
    problems = Problems()
    # JSON is YAML, and the canonical form has one layout for both.
    text = decode(json.dumps(made.sections, ensure_ascii=False).encode(), "draft", problems)
    records = FileReader("draft", problems, LEFT_OPEN).records(compose(text or ""))
    problems.raise_if_any()
    is_open = not made.sections["article"].get("language")
    return HEAD + (HEAD_WITHOUT_LANGUAGE if is_open else "") + "\n" + format_records(records)
