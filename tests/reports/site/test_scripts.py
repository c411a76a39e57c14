"""The scripts of the site in Node: the folding is the one of the search, on every name."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from models.derived.folding import asked_forms, forms, words
from models.storage.database import Database
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

pytestmark = pytest.mark.skipif(NODE is None, reason="Node is not installed")


def run_node(program: str, given: object) -> object:
    """Run a program with `folding` and the `given` value, and return what it prints as JSON."""
    source = f"""
    const folding = require({json.dumps(str(STATIC / "folding.js"))});
    const given = JSON.parse(require("fs").readFileSync(0, "utf-8"));
    console.log(JSON.stringify({program}));"""
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


@pytest.mark.parametrize("script", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_scripts_are_javascript(script: Path) -> None:
    """Each script parses."""
    assert subprocess.run([NODE, "--check", script]).returncode == 0
