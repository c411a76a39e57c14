"""The scripts of the site in Node: folding, on every name, and the forms of texts are those of Mithaq."""

from __future__ import annotations

import json
import shutil
import subprocess
from itertools import chain, combinations
from pathlib import Path

import pytest

from models.derived.folding import asked_forms, forms, words
from models.storage.database import Database
from seeds.texts.article_text import Text
from seeds.texts.text_forms import FORMS, find_form
from tests.paths import CHECKOUT

NODE = shutil.which("nodejs") or shutil.which("node")
STATIC = CHECKOUT / "reports" / "site" / "static"
NAMES = """
SELECT name_en FROM v_record UNION SELECT name_ar FROM v_record UNION SELECT text FROM v_name
UNION SELECT label_en FROM v_code UNION SELECT label_ar FROM v_code
UNION SELECT summary_en FROM v_record UNION SELECT summary_ar FROM v_record"""
# What no name has yet: apostrophes, thousands, seats of hamza, digits, ligatures, invisible characters, Persian.
SPELLINGS = (
    *(
        "l'Institut d’études",
        "Xi'an's 3,085 kg",
        "O‘zbekiston oʻzbek",
        "مسئول هيأة قرائة بناء",
        "٢٬٥٠٠ ۳",
        "ﷲ ﻻ",
        "می‌شود",
    ),
    *(
        "soft\u00adhyphen",
        "ØRSTED Æther Straße ΣΊΣΥΦΟΣ",
        "والذكاء للذكاء بالصين",
        "İstanbul ılık",
        "a_b a-b",
        "10½ ²",
        "𝓐𝓑",
    ),
)
# A text that each form changes, and each sign that a form may take out.
CHANGED = " \u00a0\ufeffcaf\u00e9 cafe\u0301\u200f\u202fsecond \t\n\nthird\u2028last\u00ad\n\n"
SIGNS = [chr(number) for number in (*range(0x80, 0x300), 0x61C, *range(0x2000, 0x2070), 0x3000, 0xFEFF)]

pytestmark = pytest.mark.skipif(NODE is None, reason="Node is not installed")


def run_node(program: str, given: object) -> object:
    """Run an expression with `folding`, `textForms` and the `given` value, and return its value."""
    source = f"""
    const folding = require({json.dumps(str(STATIC / "folding.js"))});
    const textForms = require({json.dumps(str(STATIC / "forms.js"))});
    const given = JSON.parse(require("fs").readFileSync(0, "utf-8"));
    Promise.resolve({program}).then((value) => console.log(JSON.stringify(value)));"""
    done = subprocess.run([NODE, "-e", source], input=json.dumps(given), capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_folding_is_that_of_the_search(hostile: Database) -> None:
    """The words of every name, label and summary, and their forms, are the same in the browser as in the database."""
    with hostile.read() as reader:
        texts = [text for (text,) in reader.rows(NAMES) if text]
    texts += SPELLINGS
    assert len(texts) > 5000
    found = run_node("given.map((text) => folding.words(text))", texts)
    assert [text for text, each in zip(texts, found, strict=True) if each != words(text)] == []
    every = sorted({word for text in texts for word in words(text)})
    assert run_node("given.map((word) => folding.forms(word))", every) == [list(forms(word)) for word in every]
    assert run_node("given.map((word) => folding.askedForms(word))", every) == [
        list(asked_forms(word)) for word in every
    ]


def test_forms_of_a_text_are_those_of_the_command() -> None:
    """A text that was changed in up to four ways is found by its digest in the browser as by `article attach`."""
    asked = []
    for changes in chain.from_iterable(combinations(FORMS, count) for count in range(1, 5)):
        stored = Text("stored.txt", CHANGED)
        for form in changes:
            stored = Text("stored.txt", form.apply(stored.content))
        found = find_form(Text("typed.txt", CHANGED), {stored.digest})
        assert found and found[0].content == stored.content
        asked.append([CHANGED, stored.digest, stored.content])
    for signs in SIGNS:
        stored = Text("stored.txt", "first second\n")
        typed = stored.content.replace("first", f"first{signs}")
        found = find_form(Text("typed.txt", typed), {stored.digest})
        asked.append([typed, stored.digest, found and found[0].content])
    program = "Promise.all(given.map(([text, digest]) => textForms.find(text, digest)))"
    assert run_node(program, asked) == [content for _, _, content in asked]


@pytest.mark.parametrize("script", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_scripts_are_javascript(script: Path) -> None:
    """Each script parses."""
    assert subprocess.run([NODE, "--check", script]).returncode == 0
