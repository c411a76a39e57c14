"""The data of the benchmarks: generated seeds that load, copies that keep every rule, and work that is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.counting import count
from benchmarks.databases import COLLECTION, split_scale
from benchmarks.generate import generate
from benchmarks.replicate import replicate
from models.checking.rules import check
from models.storage.database import Database
from tests.seedfiles import load_folder

SCALE = 0.005
AGREEMENTS = "SELECT count(*) FROM v_agreement WHERE slug LIKE 'agreement-%'"


@pytest.fixture
def generated(loaded: Database, tmp_path: Path) -> Database:
    """The shipped data and fifty generated agreements."""
    generate(tmp_path / "seeds", SCALE)
    load_folder(loaded, tmp_path / "seeds", COLLECTION)
    return loaded


def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    """A second run writes nothing, and a revised edition only what it revises."""
    written = generate(tmp_path, SCALE)
    assert generate(tmp_path, SCALE) == 0
    assert 0 < generate(tmp_path, SCALE, revised=0.5) < written


def test_copies_of_rows_keep_every_rule(generated: Database) -> None:
    """With three times the agreements, `db check` still finds nothing wrong."""
    replicate(generated, 3)
    with generated.read() as reader:
        assert reader.value(AGREEMENTS) == 150
        assert reader.value("SELECT name_en FROM v_record WHERE slug = 'agreement-0000007-2'")
    assert [name for name, offenders in check(generated) if offenders] == []


@pytest.mark.parametrize(("scale", "files", "copies"), [(0.1, 0.1, 1), (10, 10, 1), (100, 10, 10)])
def test_only_large_scales_are_made_of_copies(scale: float, files: float, copies: int) -> None:
    assert split_scale(scale) == (files, copies)


def test_the_work_of_a_command_is_counted(generated: Database) -> None:
    """A report on all parties counts as more work than one of five rows."""
    few, much = (
        count(["report", *asked, "--format", "csv"], generated, 1)
        for asked in (["agreements", "--limit", "5"], ["network"])
    )
    assert few["lines"] == 6
    assert isinstance(few["work"], int) and isinstance(much["work"], int)
    assert 0 < few["work"] < much["work"]
