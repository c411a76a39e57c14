"""Write a draft as a seed file in canonical form."""

from __future__ import annotations

import json

from seeds.drafting.assembling import Draft
from seeds.format.canonical import canonical
from seeds.format.problems import Problems

HEAD = """\
# A draft that rules made of the text. Check each record, correct or delete it, then accept it:
#
#     mithaq seed accept FILE ID…
#
# Names in the other language are left out if no list has them.

"""


def to_yaml(made: Draft) -> str:
    """Return the text of the seed file of a draft.

    Raises:
        MithaqError: the draft breaks the rules of the format, which is a mistake in the rules of drafting.
    """
    problems = Problems()
    # JSON is YAML, and the canonical form has one layout for both.
    formatted = canonical(json.dumps(made.sections, ensure_ascii=False).encode(), "draft", problems)
    problems.raise_if_any()
    return HEAD + formatted.decode()
