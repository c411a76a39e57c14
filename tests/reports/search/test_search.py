"""Search: spellings that match, the order of the records found, and an index that follows the facts."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from cli import main
from models.checking.rules import check
from models.derived.folding import asked_forms, forms, words
from models.derived.search_index import refresh_search
from models.migrating.migrations import downgrade, upgrade
from models.storage.database import Database, Reader
from reports.search import suggestions
from reports.search.matching import Hit, find_records
from reports.search.snippets import read_snippet
from seeds.loading.loader import load_shipped
from seeds.texts.attaching import attach
from tests.conftest import Databases
from tests.paths import CHECKOUT
from tests.properties import examples
from tests.rows import Additions
from tests.seedfiles import AGREEMENT, TEXT, load_folder, write_folder

DOC = CHECKOUT / "docs" / "search.md"
STALE = "the search index agrees with the texts"


def add(database: Database, names: Iterable[str], summaries: Iterable[str] = (), **values: str) -> None:
    """Put agreements called record-0, record-1 … into a database, with these Arabic names or English summaries."""
    engine = database.engine()
    with engine.begin() as connection:
        added = Additions(connection)
        for number, name in enumerate(names):
            added.record("agreement", f"record-{number}", "-", name, type="agreement", **values)
        for number, summary in enumerate(summaries):
            added.run(f"UPDATE record SET summary_en = '{summary}' WHERE slug = 'record-{number}'")
        refresh_search(connection, {number for slug, number in added.ids.items() if slug.startswith("record-")})
    engine.dispose()


def found(database: Database, question: str, kind: str | None = None, limit: int = 20) -> list[str]:
    """Return the slugs that a question finds, in order."""
    return [hit.slug for hit in hits(database, question, kind, limit)]


def hits(database: Database, question: str, kind: str | None = None, limit: int = 20) -> list[Hit]:
    with database.read() as reader:
        return find_records(reader, question, kind, limit)


def run(database: Database, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--database", database.url, "search", *arguments])


# The table in docs/search.md: a question, a text that it finds, and the last rank at which it does.
PAIRS = [
    (question, text, int(rank))
    for question, text, rank in re.findall(
        r"^\| (\S[^|]*) \| (\S[^|]*) \| (\d+) \|$", DOC.read_text("utf-8"), re.MULTILINE
    )
]
# Words that no spelling, proclitic or stem brings together.
APART = [
    ("لبنان", "بنان"),
    ("signed", "signing"),
    ("شراكة", "شركات"),
    ("policy", "police"),
    ("قمة", "قمر"),
    ("sealine", "sea line"),
]
# The first letter of each is of the root, though it could be a proclitic.
ROOTS = ["وقعت", "فضاء", "بريد", "كابل", "لبنان", "وزارة", "الله", "ولي", "بر", "كل", "ال", "لل", "و"]


@pytest.fixture(scope="module")
def spelt(databases: Databases, loaded_template: Database) -> Iterator[Database]:
    """One database for tests that only read, with a record for each text of a pair, and one for each root."""
    database = databases.create(loaded_template)
    add(database, [*(text for _, text, _ in PAIRS), *ROOTS, *(text for _, text in APART)])
    yield database
    databases.remove(database)


def test_spellings_that_meet(spelt: Database) -> None:
    """Every line of the table in docs/search.md holds: the question finds the text, at that rank or before."""
    assert len(PAIRS) > 50
    missed = []
    for number, (question, text, rank) in enumerate(PAIRS):
        ranks = [hit.rank for hit in hits(spelt, question, "agreement", 500) if hit.slug == f"record-{number}"]
        if not ranks or ranks[0] > rank:
            missed.append((question, text, rank, ranks))
    assert missed == []


def test_no_root_letter_is_eaten(spelt: Database) -> None:
    """A word whose first letters look like a proclitic finds itself."""
    for number, word in enumerate(ROOTS, len(PAIRS)):
        assert f"record-{number}" in found(spelt, word, limit=100), word


def test_words_that_do_not_meet(spelt: Database) -> None:
    """A question keeps its first letter where a name has the word, and no stem joins what means something else."""
    for number, (question, text) in enumerate(APART, len(PAIRS) + len(ROOTS)):
        assert f"record-{number}" not in found(spelt, question, limit=100), (question, text)
    assert asked_forms("لبنان") == ("لبنان",)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("وللصين", {"وللصين", "للصين", "لصين", "صين"}),
        ("كابل", {"كابل", "ابل"}),
        ("بر", {"بر"}),
        ("huawei", {"huawei"}),
    ],
)
def test_forms_of_a_word(word: str, expected: set[str]) -> None:
    """Conjunction, preposition and article are stripped in this order, a single letter only if a root is left."""
    assert set(forms(word)) == expected


def test_all_words_are_needed(loaded: Database) -> None:
    """A record is found only if it has all words, in any of its texts."""
    add(loaded, ["مذكرة الفضاء", "مذكرة", "الفضاء"])
    assert found(loaded, "مذكرة فضاء", "agreement") == ["record-0"]
    assert found(loaded, "مذكرة record 0") == ["record-0"]


def test_the_order_of_what_is_found(loaded: Database) -> None:
    """An exact name, an exact other name, a name, another name, a summary; then citations, then the slug."""
    add(loaded, ["زمرد", "عقد", "زمرد ثمين", "صفقة", "عهد", "زمرد أخضر"], ["-", "-", "-", "-", "زمرد", "-"])
    engine = loaded.engine()
    with engine.begin() as connection:
        added = Additions(connection)
        added.name("record-1", "ar", "الزمرد", "alias")
        added.name("record-1", "ar", "زمرد", "alias")
        added.name("record-3", "ar", "زمرد بعيد", "alias")
        article = next(slug for slug, kind in added.rows("SELECT slug, kind FROM record") if kind == "article")
        added.cite("record-5", article, 0, 5)
        refresh_search(connection, set(added.ids.values()))
    engine.dispose()
    ranked = [(hit.slug, hit.rank) for hit in hits(loaded, "زمرد")]
    assert ranked == [
        ("record-0", 1), ("record-1", 2), ("record-5", 3), ("record-2", 3), ("record-3", 4), ("record-4", 7),
    ]  # fmt: skip
    assert found(loaded, "زمرد", limit=3) == ["record-0", "record-1", "record-5"]


def answers(database: Database, questions: Iterable[str]) -> list[list[Hit]]:
    """Return the hits of each question."""
    with database.read() as reader:
        return [find_records(reader, question, None, 500) for question in questions]


def test_both_engines_find_the_same(on_both: list[Database]) -> None:
    """Every word of the first names, beginnings and pairs: the same records, ranks and order on both engines."""
    with on_both[0].read() as reader:
        names = reader.rows(
            "SELECT name_en || ' ' || name_ar FROM record WHERE kind <> 'country' ORDER BY slug LIMIT 8"
        )
    asked = sorted({word for (name,) in names for word in words(name)})
    questions = [*asked, *(f"{word[:3]}*" for word in asked), *map(" ".join, pairwise(asked)), "digital التعاون"]
    sqlite, postgresql = (answers(each, questions) for each in on_both)
    assert sum(map(bool, sqlite)) > len(asked)
    assert [[hit[1:] for hit in each] for each in sqlite] == [[hit[1:] for hit in each] for each in postgresql]


AWKWARD = [
    "NEAR(",
    "*",
    '"',
    "'",
    ":",
    "-",
    "^",
    "name:",
    "{name}",
    "AND",
    "OR NOT",
    "a*b",
    "(",
    "\\",
    "%",
    "& |",
    "!",
    "<->",
    "·",
]
INPUT = st.lists(st.one_of(st.sampled_from([*AWKWARD, "huawei", "الصين"]), st.text(max_size=12)), max_size=6).map(
    " ".join
)


@pytest.fixture
def reader(loaded_template: Database) -> Iterator[Reader]:
    with loaded_template.read() as opened:
        yield opened


@examples(150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=INPUT)
def test_no_input_is_syntax(reader: Reader, question: str) -> None:
    """Any question is answered, none finds everything, and one without a word finds nothing."""
    result = find_records(reader, question, None, 10_000)
    assert len(result) < reader.value("SELECT count(*) FROM record")
    if not words(question):
        assert result == []


@pytest.mark.parametrize(
    "operator", ["AND", "OR", "NOT", "NEAR(huawei zte)", "name:huawei", "huawei OR xyzzy", "-huawei xyzzy"]
)
def test_operators_are_words(loaded_template: Database, operator: str) -> None:
    """An operator of FTS5 or of tsquery is searched for like any other word."""
    plain = " ".join(words(operator))
    assert found(loaded_template, operator) == found(loaded_template, plain)
    assert not plain.endswith("xyzzy") or found(loaded_template, operator) == []


def test_many_and_long_words(loaded_template: Database) -> None:
    """Thousands of words, or one of a million letters, are no error."""
    assert found(loaded_template, " ".join(f"huawei w{number}" for number in range(2000))) == []
    assert found(loaded_template, "م" * 1_000_000) == []


def test_a_kind_narrows(loaded_template: Database) -> None:
    """With a kind, only its records are found, up to the same limit."""
    result = hits(loaded_template, "الصين", "statement", 3)
    assert [hit.kind for hit in result] == ["statement"] * 3


def test_loads_keep_the_index(loaded: Database, tmp_path: Path) -> None:
    """The index follows a load: records that it inserts, changes, renames and deletes."""
    folder = write_folder(tmp_path / "mine")
    load_folder(loaded, folder, "mine")
    assert [(hit.slug, hit.rank) for hit in hits(loaded, "Example memorandum", limit=1)] == [("example-mou-2025", 1)]
    load_folder(loaded, write_folder(folder, AGREEMENT.replace("Example memorandum", "Amethyst")), "mine")
    assert hits(loaded, "Example memorandum")[0].rank > 5
    assert found(loaded, "amethyst") == ["example-mou-2025"]
    names = "    names: [{text: Topaz, language: en, form: alias}]\n"
    load_folder(loaded, write_folder(folder, AGREEMENT + names), "mine")
    assert found(loaded, "topaz") == ["example-telecom"]
    load_folder(loaded, write_folder(folder, AGREEMENT), "mine")
    assert found(loaded, "topaz") == []
    for file in folder.iterdir():
        file.unlink()
    (folder / "other.yml").write_text("places: []\n", encoding="utf-8")
    load_folder(loaded, folder, "mine")
    assert found(loaded, "example-mou-2025") == []
    assert dict(check(loaded))[STALE] == []


def test_attached_texts_are_found(loaded: Database, tmp_path: Path) -> None:
    """The text of an article is searched once it is attached, ranked last, and quoted around the words."""
    load_folder(loaded, write_folder(tmp_path / "mine"), "mine")
    assert found(loaded, "ministers tashkent dollars") == []
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    attach(loaded, [path])
    [hit] = hits(loaded, "ministers tashkent dollars")
    assert (hit.slug, hit.rank) == ("tashkent-meeting", 9)
    assert dict(check(loaded))[STALE] == []
    [row] = json.loads(run(loaded, "dollars", "--kind", "article", "--format", "json").stdout)
    assert row["match"] == "text"
    assert row["snippet"] == "… more than 5 million dollars with Example Telecom. وقّعت الوزارة المذكرة في طشقند."


FOUND = {
    # Labels of sectors, types and kinds; notes; plurals, in both directions.
    "satellite navigation": "beidou", "startups": "almaty-startup-mou-2025", "اتفاقية": "russia-iran-digital-mou",
    "memoranda": "russia-iran-digital-mou", "agreements": "russia-iran-digital-mou", "fiber": "fibre-cable-effect",
    "center": "china-sco-big-data-centre-xinjiang", "digitization": "digital-fields-at-heart-of-cooperation",
    # The question is folded as the text is.
    "للاقتصاد الرقمى": "digital-economy-drives-integration", "وبوتين": "vladimir-putin",
    # Countries: what is named after one is found by any of its names; numbers and other orders are understood.
    "جزائري": "algeria-russia-space-agreement-2025", "Democratic People's Republic of Algeria": "algeria",
    "٨٦٠": "uzbekistan", "u\u00adzb": "uzbekistan", "Republic of the Uzbekistan": "uzbekistan", "UK": "united-kingdom",
    "old-id": "huawei", "Q160120": "huawei",
}  # fmt: skip
SUGGESTED = {"uzbekstan": "Uzbekistan", "الصيين": "الصين", "بوتن": "بوتين", "huaw": "huaw*", "huwaei": "Huawei"}


def test_where_people_look(loaded: Database) -> None:
    """Labels, notes, identifiers, former IDs, plurals and countries' names are found; suggestions are single words."""
    engine = loaded.engine()
    with engine.begin() as connection:
        added = Additions(connection)
        huawei = added.ids["huawei"]
        added.run(f"UPDATE record SET note = 'Peridot remark' WHERE id = {huawei}")
        added.run(f"INSERT INTO former_slug (slug, record) VALUES ('old-id', {huawei})")
        added.link("identifier", "huawei", scheme="wikidata", value="Q160120")
        refresh_search(connection, {huawei})
    engine.dispose()
    assert [hit.slug for hit in hits(loaded, "peridot") if hit.rank == 8] == ["huawei"]
    missed = {each: slug for each, slug in FOUND.items() if slug not in listed(loaded, each)}
    assert missed == {}
    assert len(found(loaded, "agreement", "agreement", 100)) == len(found(loaded, "اتفاقيات", "agreement", 100)) >= 15
    for question, word in SUGGESTED.items():
        suggested = run(loaded, question).stderr.partition("did you mean ")[2].rstrip("?\n").split(" or ")
        assert word in suggested and not any(" " in each for each in suggested), (question, suggested)
    assert "did you mean" not in run(loaded, "zzxxyy").stderr
    assert "لا سجل يطابق 'uzbekstan'؛ هل المقصود Uzbekistan" in run(loaded, "uzbekstan", "--lang", "ar").stderr


def test_words_are_joined_and_parted(loaded_template: Database) -> None:
    """One word that is two, two that are one, and a word that lacks its second letter have a suggestion."""
    for question, meant in [("شنغ هاي", "شنغهاي"), ("جينبينغ", "جين بينغ"), ("السبراني", "السيبراني")]:
        assert f"did you mean {meant}" in run(loaded_template, question).stderr


def test_two_known_words_may_be_one(loaded: Database) -> None:
    """Two words that some records have, but none together, are joined too."""
    add(loaded, ["شنغ قديم", "هاي جديد"])
    assert "did you mean شنغهاي?" in run(loaded, "شنغ هاي").stderr


def test_a_star_needs_letters(loaded_template: Database) -> None:
    """Where nothing is found, a star after one or two letters is explained; a word may be as short."""
    explained = "No record matches 'uz*': a star needs 3 letters or more before it.\n"
    assert run(loaded_template, "uz*").stderr == explained
    assert "لا بد قبل النجمة" in run(loaded_template, "uz*", "--lang", "ar").stderr
    for question in ("uz", "zzxx*", "*", "uzb*"):
        assert "star" not in run(loaded_template, question).stderr


def test_an_empty_database_says_so(migrated_template: Database) -> None:
    """A search of a database without facts says what reports say."""
    assert run(migrated_template, "uzbekistan").stderr == "Nothing is loaded yet. Run: mithaq build\n"
    assert "نفّذ" in run(migrated_template, "uzbekistan", "--lang", "ar").stderr


def test_a_conjunction_before_a_name_is_seen_through(loaded_template: Database) -> None:
    """A word with its conjunction finds what the word finds, although names have it so; a root letter stays."""
    for joined, word in [("وروسيا", "روسيا"), ("وإيران", "إيران"), ("وطشقند", "طشقند")]:
        assert len(found(loaded_template, joined, limit=100)) >= len(found(loaded_template, word, limit=100))
    assert len(found(loaded_template, "ورشة", limit=100)) == len(found(loaded_template, "ورش", limit=100))


def listed(database: Database, question: str) -> list[str]:
    """Return the slugs that the command prints for a question."""
    return [row["slug"] for row in json.loads(run(database, question, "--limit", "100", "--format", "json").stdout)]


def test_countries_that_share_a_name_are_listed(loaded_template: Database) -> None:
    """A name of several countries lists them all, and no country is taken in silence from a word of its name."""
    assert listed(loaded_template, "Congo")[:2] == ["congo-brazzaville", "congo-kinshasa"]
    assert {"north-korea", "south-korea"} <= set(listed(loaded_template, "Korea"))


def test_a_text_as_long_as_a_book(loaded: Database) -> None:
    """The beginning of a text with too many words for an index is found."""
    engine = loaded.engine()
    with engine.begin() as connection:
        added = Additions(connection)
        [(article,)] = added.rows("SELECT min(id) FROM article")
        added.row("article_text", article=article, text=" ".join(f"word{number}x" for number in range(200_000)))
        refresh_search(connection, {article})
    engine.dispose()
    assert len(found(loaded, "word7x")) == 1
    assert found(loaded, "word199999x") == []


def test_a_damaged_index_is_told(loaded: Database) -> None:
    """`db check` names an extra word, a missing record and an extra record."""
    engine = loaded.engine()
    key = "rowid" if loaded.path else "record"
    with engine.begin() as connection:
        added = Additions(connection)
        added.run(f"UPDATE search SET summary = 'x' WHERE {key} = {added.ids['huawei']}")
        added.run(f"DELETE FROM search WHERE {key} = {added.ids['rosatom']}")
    engine.dispose()
    assert sorted(dict(check(loaded))[STALE]) == ["huawei", "rosatom"]


def test_an_empty_index_is_told_and_filled(loaded: Database) -> None:
    """A search in an emptied index names the command that fills it, and that command does."""
    engine = loaded.engine()
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM search")
    engine.dispose()
    result = run(loaded, "huawei")
    assert (result.exit_code, "mithaq seed load" in result.stderr) == (1, True)
    assert len(dict(check(loaded))[STALE]) > 100
    load_shipped(loaded)
    assert dict(check(loaded))[STALE] == []


def test_the_index_comes_and_goes_with_its_migration(loaded: Database) -> None:
    """Down and up again, the migration leaves the same index and every other row."""
    before = hits(loaded, "التعاون", limit=500)
    downgrade(loaded, "0008")
    with loaded.open_read_only() as reader:
        assert reader.value("SELECT count(*) FROM record") > 100
    upgrade(loaded)
    assert hits(loaded, "التعاون", limit=500) == before
    assert [name for name, offenders in check(loaded) if offenders] == []


def test_a_command_prints_what_is_found(loaded_template: Database) -> None:
    """Data have slug, kind, both names, rank, place and snippet; Arabic tables have Arabic labels."""
    [first, *_] = json.loads(run(loaded_template, "هواوي", "--format", "json").stdout)
    assert list(first) == ["slug", "kind", "name_en", "name_ar", "rank", "match", "snippet"]
    assert (first["slug"], first["match"], first["snippet"]) == ("huawei", "exact_name", "هواوي")
    arabic = run(loaded_template, "huawei", "--lang", "ar").stdout
    assert "الاسم بتمامه" in arabic and "Huawei Academy" in arabic


def test_nothing_found_suggests_names(loaded_template: Database) -> None:
    """Without a hit, the data are empty, the exit code is 0, and similar names are suggested."""
    result = run(loaded_template, "huwaei", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])
    assert "did you mean Huawei" in result.stderr
    assert "give a word" in run(loaded_template, "***").stderr
    assert "leave out --kind" in run(loaded_template, "huawei", "--kind", "person").stderr
    assert "did you mean" in run(loaded_template, "huawei", "--kind", "persn").stderr


def test_only_kinds_of_records_are_asked_for(loaded_template: Database) -> None:
    """A kind of link has no names: it is neither accepted nor listed."""
    for kind in ("participation", "about", "nope"):
        said = run(loaded_template, "huawei", "--kind", kind).stderr
        assert f"no kind is called '{kind}'" in said, said
        assert "agreement" in said and "milestone" not in said


def test_a_long_question_is_answered_at_once(loaded_template: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many words nothing has, twenty are looked at; the answer repeats the two ends of the question."""
    looked_up: list[str] = []

    def near(_reader: Reader, word: str, _letters: int) -> list[str]:
        looked_up.append(word)
        return []

    monkeypatch.setattr(suggestions, "_near_words", near)
    said = run(loaded_template, *(f"w{number}" for number in range(3000))).stderr
    assert 0 < len(set(looked_up)) <= 20
    assert said.startswith("No record matches 'w0 w1") and len(said) < 5500


def test_enough_suggestions_end_the_search_for_more(loaded_template: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three words suffice: the words after them are not looked at."""
    asked: list[str] = []
    monkeypatch.setattr(suggestions, "_part", lambda _reader, term: asked.append(term.forms[0]) or [term.forms[0]])
    run(loaded_template, *(f"w{number}" for number in range(9)))
    assert asked == ["w0", "w1", "w2"]


@pytest.mark.parametrize(
    ("name", "question", "snippet"),
    [
        ("عقد قصير للذكاء", "ذكاء", "عقد قصير للذكاء"),
        ("كلمة " * 10 + "واحد اثنان ثلاثة أربعة والذكاء ستة", "ذكاء", "… واحد اثنان ثلاثة أربعة والذكاء ستة"),
        (" ".join(["صدر", *("كلمة " * 20).split()]), "صدر", "صدر " + " ".join(["كلمة"] * 9) + " …"),
    ],
)
def test_snippets(loaded: Database, name: str, question: str, snippet: str) -> None:
    """A snippet is a short text, or the words around the first one found, with ellipses."""
    from reports.search.matching import parse_terms

    add(loaded, [name])
    [hit] = hits(loaded, question, "agreement", 1)
    with loaded.read() as reader:
        found = read_snippet(reader, hit.record, 0, parse_terms(question))
    assert found == snippet
    assert question in found.split(" ")[found.word]


def test_of_very_many_the_first_are_ranked(loaded: Database) -> None:
    """If more than 500 records match, the first 500 by id are ranked; a larger limit ranks more."""
    add(loaded, [f"زمرد {number}" for number in range(510)])
    engine = loaded.engine()
    with engine.begin() as connection:
        added = Additions(connection)
        article = next(slug for slug, kind in added.rows("SELECT slug, kind FROM record") if kind == "article")
        for slug in ("record-7", "record-505"):
            added.cite(slug, article, 0, 5)
    engine.dispose()
    assert found(loaded, "زمرد", limit=2) == ["record-7", "record-0"]
    assert found(loaded, "زمرد", limit=510)[:3] == ["record-505", "record-7", "record-0"]
    said = "Showing 2 of more than 500 matches"
    assert said in run(loaded, "زمرد", "--limit", "2").stdout
    assert run(loaded, "زمرد", "--limit", "510", "--format", "csv").stderr == ""


def test_what_is_not_shown_is_counted(loaded_template: Database) -> None:
    """A search cut by --limit says how many records there are, and which limit shows them all."""
    total = len(found(loaded_template, "روسيا", limit=1000))
    said = f"Showing 3 of {total}; use --limit {total} to show all."
    assert said in run(loaded_template, "روسيا", "--limit", "3").stdout
    assert said in run(loaded_template, "روسيا", "--limit", "3", "--format", "csv").stderr
    assert "to show all" not in run(loaded_template, "روسيا", "--limit", str(total)).output
