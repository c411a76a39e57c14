"""Promises of the files of `seeds/reference`: codes, both languages, trees, pairs and agreement with standards."""

import csv
import re
import unicodedata
from pathlib import Path

import pytest

from models.kinds.links import LINK_KINDS
from models.kinds.records import RECORDS
from seeds import standards

REFERENCE = standards.REFERENCE
FILES = sorted(REFERENCE.glob("*.csv"))
LABELLED = ["code", "label_en", "label_ar", "definition_en", "definition_ar"]
FROM_STANDARDS = {"currency.csv", "language.csv"}
BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
BOTH_WAYS = {
    "partner_of", "cooperates_with", "negotiates_with", "competes_with",
    "neighbour_of", "friendly_with", "possibly_same_as",
}  # fmt: skip


def header(path: Path) -> list[str]:
    """Return the column names of a reference file."""
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def rows(table: str) -> list[dict[str, str]]:
    """Return the rows of a reference table by column name."""
    with (REFERENCE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def column(table: str, name: str) -> list[str]:
    """Return one column of a reference table, in the order of the file."""
    return [row[name] for row in rows(table)]


VOCABULARIES = [path for path in FILES if set(LABELLED) <= set(header(path))]
WRITTEN_BY_HAND = [path for path in VOCABULARIES if path.name not in FROM_STANDARDS]


def name_of(path: Path) -> str:
    """Return the name by which pytest shows a file."""
    return path.stem


def test_files_agree_with_the_standards() -> None:
    """Countries, currencies and languages are what the standards give, so nobody has edited them by hand."""
    assert standards.differing() == []


def test_check_names_a_file_that_differs(tmp_path: Path) -> None:
    """An edited or missing file is named, and rewriting mends it."""
    standards.rewrite(tmp_path)
    (tmp_path / "country.csv").write_text("slug\n", encoding="utf-8")
    (tmp_path / "language.csv").unlink()
    assert standards.differing(tmp_path) == ["country.csv", "language.csv"]
    standards.rewrite(tmp_path)
    assert standards.differing(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Bosnia & Herzegovina", "bosnia-and-herzegovina"),
        ("Congo - Kinshasa", "congo-kinshasa"),
        ("Côte d’Ivoire", "cote-divoire"),
        ("Hong Kong SAR China", "hong-kong"),
        ("Myanmar (Burma)", "myanmar"),
        ("Türkiye", "turkiye"),
        ("U.S. Virgin Islands", "us-virgin-islands"),
    ],
)
def test_slug_of_a_name(name: str, slug: str) -> None:
    """A slug keeps the words of the name and drops marks, parentheses and what only qualifies it."""
    assert standards.slugify(name) == slug


def test_all_countries_are_there() -> None:
    """The 249 countries of ISO 3166-1 are sorted by code and named in both languages."""
    countries = rows("country")
    assert len(countries) == 249
    assert column("country", "code") == sorted(column("country", "code"))
    assert all(country["name_en"] and country["name_ar"] for country in countries)
    assert all(re.fullmatch(r"[0-9]{3}", country["numeric"]) for country in countries)


@pytest.mark.parametrize("key", ["slug", "code", "alpha3", "numeric", "name_en", "name_ar"])
def test_countries_are_distinct(key: str) -> None:
    """No two countries share a slug, a code or a name."""
    values = column("country", key)
    assert len(values) == len(set(values))


def test_country_slugs_are_slugs() -> None:
    """A country's slug is lower-case ASCII words joined by hyphens."""
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) for slug in column("country", "slug"))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_file_is_canonical(path: Path) -> None:
    """A file is NFC text without a byte-order mark, bidi controls or stray spaces, one line feed after each row."""
    text = path.read_bytes().decode("utf-8")
    assert not text.startswith("\ufeff")
    assert "\r" not in text
    assert text.endswith("\n")
    assert unicodedata.is_normalized("NFC", text)
    assert not BIDI_CONTROLS.search(text)
    table = list(csv.reader(text.splitlines(), strict=True))
    assert {len(row) for row in table} == {len(table[0])}
    assert all(cell == cell.strip() for row in table for cell in row)


@pytest.mark.parametrize("path", VOCABULARIES, ids=name_of)
def test_codes_are_distinct_and_labelled(path: Path) -> None:
    """Every code stands once in its vocabulary and has a label in both languages."""
    codes = column(path.stem, "code")
    assert len(codes) == len(set(codes))
    assert all(row["code"] and row["label_en"] and row["label_ar"] for row in rows(path.stem))


@pytest.mark.parametrize("path", WRITTEN_BY_HAND, ids=name_of)
@pytest.mark.parametrize("key", LABELLED)
def test_words_tell_codes_apart(path: Path, key: str) -> None:
    """Within a vocabulary no two codes share a label or a definition, in either language."""
    words = column(path.stem, key)
    assert len(words) == len(set(words))


@pytest.mark.parametrize("path", WRITTEN_BY_HAND, ids=name_of)
def test_definitions_are_one_sentence(path: Path) -> None:
    """Every code has a definition of one sentence in English and in Arabic."""
    for row in rows(path.stem):
        for key in ("definition_en", "definition_ar"):
            assert re.fullmatch(r"(?!.*\. ).+\.", row[key]), row["code"]


@pytest.mark.parametrize("path", WRITTEN_BY_HAND, ids=name_of)
def test_arabic_is_arabic(path: Path) -> None:
    """Every Arabic label and definition is written in Arabic letters, and no English one is."""
    arabic = re.compile("[\u0621-\u064a]")
    for row in rows(path.stem):
        assert arabic.search(row["label_ar"]), row["code"]
        assert arabic.search(row["definition_ar"]), row["code"]
        assert not arabic.search(row["label_en"] + row["definition_en"]), row["code"]


def test_kinds() -> None:
    """The kinds of record and of link are those that `models.kinds` describes."""
    assert [row["code"] for row in rows("kind") if row["is_record"] == "1"] == list(RECORDS)
    assert [row["code"] for row in rows("kind") if row["is_record"] == "0"] == list(LINK_KINDS)


def test_ranks_increase() -> None:
    """The stages of the ladder come first, each ranked above the one before, and the stages off it have no rank."""
    ranks = column("stage", "rank")
    ladder = [int(rank) for rank in ranks if rank]
    assert ladder == sorted(set(ladder))
    assert ranks[len(ladder) :] == [""] * (len(ranks) - len(ladder))


def test_sector_parents_come_first() -> None:
    """Every parent of a sector stands above it in the file, so that it exists and no sector is its own ancestor."""
    seen = {""}
    for row in rows("sector"):
        assert row["parent"] in seen, row["code"]
        seen.add(row["code"])


def test_mappings_name_sectors() -> None:
    """Every mapping joins one of our sectors to a code of a known scheme, once, by a known relation."""
    shapes = {"oecd_dac": r"[0-9]{3}([0-9]{2})?", "isic": r"[A-U]|[0-9]{2,4}"}
    sectors, mappings = set(column("sector", "code")), rows("sector_mapping")
    for row in mappings:
        assert row["sector"] in sectors
        assert re.fullmatch(shapes[row["scheme"]], row["code"]), row
        assert row["relation"] in {"exact", "close", "broad", "narrow"}, row
    assert len({(row["sector"], row["scheme"], row["code"]) for row in mappings}) == len(mappings)


def test_mapped_codes_have_one_label() -> None:
    """A code of another scheme is labelled alike wherever it is mapped."""
    labels = {(row["scheme"], row["code"], row["label"]) for row in rows("sector_mapping")}
    assert all(label for _, _, label in labels)
    assert len({(scheme, code) for scheme, code, _ in labels}) == len(labels)


def test_relations_join_known_kinds() -> None:
    """Every relation type joins at least one pair of record kinds, and no pair names an unknown type or kind."""
    joins = [(row["type"], row["subject_kind"], row["object_kind"]) for row in rows("relation_join")]
    assert len(joins) == len(set(joins))
    assert {kind for _, *pair in joins for kind in pair} <= set(RECORDS)
    assert {relation for relation, _, _ in joins} == set(column("relation_type", "code"))


def test_mutual_relations_join_both_ways() -> None:
    """A relation that holds both ways may be written from either side."""
    joins = {(row["type"], row["subject_kind"], row["object_kind"]) for row in rows("relation_join")}
    assert {relation for relation, _, _ in joins} >= BOTH_WAYS
    assert all((kind, other, one) in joins for kind, one, other in joins if kind in BOTH_WAYS)


def test_fields_belong_to_known_kinds() -> None:
    """Every kind of fact has citable fields, each named once, and a record has a name to cite."""
    fields = [(row["kind"], row["name"]) for row in rows("field")]
    assert len(fields) == len(set(fields))
    assert {kind for kind, _ in fields} == {*RECORDS, *LINK_KINDS}
    assert all((kind, "name") in fields for kind in RECORDS)


def test_units_of_ucum() -> None:
    """No two units share a code of UCUM, and counts have none."""
    ucum = [code for code in column("unit", "ucum") if code]
    time, area = ["a", "mo", "wk", "d", "h", "min"], ["har", "m2", "km2"]
    assert sorted(ucum) == sorted(
        ["%", "kg", "t", "m", "km", "[mi_i]", "m3", "L", "[bbl_us]", "MW", "GW", *time, *area]
    )
