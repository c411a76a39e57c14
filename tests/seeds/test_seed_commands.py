"""The commands `mithaq seed` and `mithaq article`, as they are typed."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from cli import main
from models.storage.database import Database
from seeds.format.files import SHIPPED_FOLDER
from seeds.format.records import LINK_KINDS, PLACEHOLDER, RECORDS
from seeds.texts.article_text import digest_of

# Made up for these tests.
STORY = "Alpha and Beta\n\nOn Monday Alpha signed a memorandum with Beta.\n"
CITED = "  - slug: alpha\n    name: {en: Alpha, ar: ألفا}\n    kind: company\n    cite: [[0, 5]]\n"
Mithaq = Callable[..., Result]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory to work in, with the text of a story."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    return tmp_path


def mithaq(*arguments: str) -> Result:
    """Return output and exit code of a command; a traceback is never an answer."""
    result = CliRunner().invoke(main, arguments)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def done(*arguments: str) -> str:
    """Return the output of a command that ends well."""
    result = mithaq(*arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def refused(*arguments: str, status: int = 1) -> str:
    """Return the errors of a command that ends badly."""
    result = mithaq(*arguments)
    assert result.exit_code == status
    return result.stderr


def translate(path: Path) -> None:
    """Write the title that `seed new` leaves to the user."""
    text = path.read_text("utf-8")
    for placeholder, title in zip(PLACEHOLDER, ("A title", "عنوان"), strict=True):
        text = text.replace(placeholder, title)
    path.write_text(text, "utf-8")


def begun() -> Path:
    """A folder with a file for the story that also cites a company."""
    done("seed", "new", "mine", "--article", "story.txt")
    path = Path("mine/story.yml")
    translate(path)
    path.write_text(path.read_text("utf-8") + "\norganizations:\n" + CITED, "utf-8")
    return path


# check


def test_the_shipped_seeds_are_well() -> None:
    """Without a folder, what comes with Mithaq is checked, and counted."""
    assert re.fullmatch(
        r"No problems in \d+ files: [\d,]+ records, [\d,]+ links, [\d,]+ citations\.\n", done("seed", "check")
    )


def test_every_problem_is_listed_with_its_line() -> None:
    """Problems of all files go to stderr as file:line: what is wrong; no database is asked for."""
    Path("mine/deep").mkdir(parents=True)
    Path("mine/a.yml").write_text("people:\n  - slug: a\n    nmae: {en: A, ar: ا}\n")
    Path("mine/deep/b.yml").write_text("countries:\n  - extend: uzbekstan\n")
    errors = refused("seed", "check", "mine")
    assert "a.yml:3: unknown key 'nmae'" in errors
    assert "deep/b.yml:2: extend: there is no country 'uzbekstan'; did you mean uzbekistan" in errors


def test_a_span_without_a_digest_is_a_problem_until_it_has_one() -> None:
    """A file's new citation is digested by format --text, as the problem says."""
    begun()
    problem = "without digest; write what is missing with: mithaq seed format FOLDER --text FILE"
    assert problem in refused("seed", "check", "mine")
    done("seed", "format", "mine", "--text", "story.txt")
    done("seed", "check", "mine")


@pytest.mark.parametrize("command", ["check", "format"])
def test_a_folder_that_is_not_there_is_an_error(command: str) -> None:
    """A mistyped folder is not an empty one."""
    assert "there is no f" in refused("seed", command, "not-there")


# plan and load


@pytest.mark.parametrize("command", ["plan", "load"])
def test_a_folder_needs_the_name_of_its_collection(command: str) -> None:
    """Facts never land in a collection by accident: the option is named, and that is misuse."""
    assert "--collection" in refused("seed", command, "mine", status=2)
    assert "FOLDER" in refused("seed", command, "--collection", "mine", status=2)


@pytest.mark.parametrize("name", ["mithaq", "kept", "My Facts", "a_b", "", "a" * 201])
def test_collections_of_ours_and_odd_names_are_refused(name: str) -> None:
    """A user's collection is not one of Mithaq's own, and its name is plain."""
    assert "--collection" in refused("seed", "load", "mine", "--collection", name, status=2)


def test_a_plan_says_what_the_load_then_does(loaded: Database) -> None:
    """A plan writes nothing; the load does what it said; a second load does nothing."""
    begun()
    done("seed", "format", "mine", "--text", "story.txt")
    mine = ("mine", "--collection", "my-facts", "--database", loaded.url)
    planned = done("seed", "plan", *mine).splitlines()
    assert [line.partition("  ")[0] for line in planned[3:]] == ["+ organization alpha", "+ article story"]
    assert planned[0] == "a load would say: " + done("seed", "load", *mine).strip()
    assert "inserted 0, updated 0, deleted 0" in done("seed", "load", *mine)
    assert done("seed", "plan", *mine).count("\n") == 1


def test_a_long_plan_says_how_many_more(migrated: Database) -> None:
    """A plan for an empty database does not run off the screen."""
    printed = done("seed", "plan", "--database", migrated.url).splitlines()
    assert len(printed) == 102
    assert re.fullmatch(r"… and [0-9,]+ more changes.*", printed[-1])


def test_shipped_seeds_load_without_a_folder(migrated: Database) -> None:
    """Shipped data need no name; nothing but the outcome is printed into a pipe."""
    result = mithaq("seed", "load", "--database", migrated.url)
    assert result.stdout.startswith("mithaq: inserted ")
    assert result.stderr == ""


# format


def test_format_writes_what_differs_and_only_that() -> None:
    """Files in other forms are rewritten and named, and files in canonical form are left alone."""
    path = begun()
    path.write_text("people: []\n" + path.read_text("utf-8"), "utf-8")
    before = path.read_text("utf-8")
    assert str(path) in refused("seed", "format", "mine", "--check")
    assert path.read_text("utf-8") == before
    assert done("seed", "format", "mine") == f"wrote {path}\n"
    assert path.read_text("utf-8") != before
    assert done("seed", "format", "mine", "--check") == done("seed", "format", str(path)) == ""


def test_format_reports_the_problems_of_all_files_and_writes_none() -> None:
    """A file that cannot be read does not leave its neighbours half done."""
    path = begun()
    path.write_text("people: []\n" + path.read_text("utf-8"), "utf-8")
    Path("mine/bad.yml").write_text("people: [\n")
    Path("mine/worse.yml").write_text("nothing: known\n")
    before = path.read_text("utf-8")
    errors = refused("seed", "format", "mine")
    assert "mine/bad.yml:" in errors
    assert "mine/worse.yml:1: unknown key 'nothing'" in errors
    assert path.read_text("utf-8") == before


def test_another_kind_of_file_is_named() -> None:
    """A file that is no seed file is refused, and a file in place of a folder; a map keeps its layout."""
    begun()
    Path("mine/list.map.yml").write_text("kind:   agreement\n")
    Path("page.html").write_text("people: []\n")
    assert "page.html is no seed file; name files that end in .yml" in refused("seed", "format", "page.html")
    assert "page.html is a file; name its folder" in refused("seed", "check", "page.html")
    assert done("seed", "format", "mine/list.map.yml") == ""


def test_a_failed_write_leaves_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is replaced whole or not at all, and nothing is left beside it."""
    path = begun()
    path.write_text("people: []\n" + path.read_text("utf-8"), "utf-8")
    before = sorted(Path("mine").iterdir()), path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    assert "No space left" in refused("seed", "format", "mine")
    assert (sorted(Path("mine").iterdir()), path.read_bytes()) == before


def test_format_keeps_permissions_and_links() -> None:
    """A rewritten file is as readable as before, and a link still leads to it."""
    path = begun()
    path.write_text("people: []\n" + path.read_text("utf-8"), "utf-8")
    path.chmod(0o640)
    Path("link.yml").symlink_to(path)
    done("seed", "format", "link.yml")
    assert path.stat().st_mode & 0o777 == 0o640
    assert Path("link.yml").is_symlink()
    assert done("seed", "format", "mine", "--check") == ""


def spans(path: str) -> list[str]:
    return Path(path).read_text("utf-8").splitlines()


def test_text_digests_every_span_that_is_cited() -> None:
    """The file of spans has each cited span of the article once, wherever in the folder it is cited, and no other."""
    begun()
    extend = "article: {slug: other, language: en, digest: %s, length: 9, name: {en: O, ar: ا}}\n" % ("0" * 64)
    extend += "organizations:\n- extend: alpha\n  cite: [{article: story, at: [26, 31]}, [0, 9]]\n"
    Path("mine/other.yml").write_text(extend)
    Path("mine/story.spans.csv").write_text("start,end,digest\n1,2,stale\n")
    done("seed", "format", "mine/story.yml", "--text", "story.txt")
    expected = [f"{start},{end},{digest_of(STORY[start:end])}" for start, end in ((0, 5), (0, 14), (26, 31))]
    assert spans("mine/story.spans.csv") == ["start,end,digest", *expected]


def test_text_check_writes_nothing() -> None:
    """Spans that are missing count as a difference."""
    begun()
    before = spans("mine/story.spans.csv")
    assert "story.spans.csv" in refused("seed", "format", "mine", "--text", "story.txt", "--check")
    assert spans("mine/story.spans.csv") == before


@pytest.mark.parametrize(
    "start",
    [
        "article:\n  # Begun.\n  slug: story\n  name: {en: A, ar: ا}\n  language: en\n",
        "article: {slug: story, name: {en: A, ar: ا}, language: en}\n",
        f"article:\n  digest: {digest_of(STORY)}\n  slug: story\n  name: {{en: A, ar: ا}}\n  language: en\n",
    ],
)
def test_text_fills_in_what_an_article_that_is_being_started_lacks(start: str) -> None:
    """Digest and length need not be found by hand."""
    Path("mine").mkdir()
    Path("mine/story.yml").write_text(start, "utf-8")
    done("seed", "format", "mine", "--text", "story.txt")
    text = Path("mine/story.yml").read_text("utf-8")
    assert f"  digest: {digest_of(STORY)}\n  length: {len(STORY)}\n" in text
    assert ("# Begun." in start) == ("# Begun." in text)
    done("seed", "check", "mine")


def test_a_text_of_no_article_or_of_several_is_an_error() -> None:
    """Digests are never put beside an article that they may not be of."""
    begun()
    Path("other.txt").write_text("Another story.\n")
    assert "is not the text of any article" in refused("seed", "format", "mine", "--text", "other.txt")
    for name in ("a", "b"):
        text = f"article: {{slug: {name}, name: {{en: A, ar: ا}}, language: en}}\n"
        Path(f"mine/{name}.yml").write_text(text, "utf-8")
    assert "several articles; format one of them" in refused("seed", "format", "mine", "--text", "other.txt")


def test_spans_of_shipped_articles_can_be_cited(articles_dir: Path) -> None:
    """A user's folder that cites a shipped article gets digests of its own; those of the shipped seeds stay."""
    Path("mine").mkdir()
    text = "countries:\n- extend: russia\n  cite: [{article: russia-iran-ai-blockchain, at: [1, 4]}]\n"
    Path("mine/more.yml").write_text(text)
    assert "without digest" in refused("seed", "check", "mine")
    texts = [argument for path in sorted(articles_dir.iterdir()) for argument in ("--text", str(path))]
    done("seed", "format", "mine", *texts)
    assert len(spans("mine/russia-iran-ai-blockchain.spans.csv")) == 2
    done("seed", "check", "mine")
    assert done("seed", "format", "--check", *texts) == ""


# schema


def valid(schema: dict[str, Any], value: Any, root: dict[str, Any]) -> bool:
    """Return whether a value is valid by the keywords of JSON Schema that ours uses."""
    if "$ref" in schema:
        return valid(root["$defs"][schema["$ref"].removeprefix("#/$defs/")], value, root)
    if "if" in schema:
        return valid(schema["then" if valid(schema["if"], value, root) else "else"], value, root)
    if "anyOf" in schema:
        return any(valid(each, value, root) for each in schema["anyOf"])
    if "enum" in schema and value not in schema["enum"]:
        return False
    if "type" in schema and not of_type(schema["type"], value):
        return False
    match value:
        case dict():
            properties = schema.get("properties", {})
            known = schema.get("additionalProperties", True) or value.keys() <= properties.keys()
            inner = all(valid(properties[key], each, root) for key, each in value.items() if key in properties)
            return set(schema.get("required", [])) <= value.keys() and known and inner
        case list():
            count = schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value))
            firsts = schema.get("prefixItems") or [schema["items"]] * len(value)
            return count and all(valid(each, item, root) for each, item in zip(firsts, value, strict=False))
        case str():
            return bool(re.search(schema.get("pattern", ""), value))
        case int() | float():
            return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))
    return True


def of_type(names: str | list[str], value: Any) -> bool:
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool}
    names = [names] if isinstance(names, str) else names
    return any(isinstance(value, kinds[name]) and isinstance(value, bool) == (name == "boolean") for name in names)


class Yaml12(yaml.BaseLoader):
    """YAML as editors read it: by the core schema of YAML 1.2."""

    def construct_scalar(self, node: Any) -> Any:
        text = super().construct_scalar(node)
        if node.style or not re.fullmatch(r"true|false|-?\d+(\.\d+)?", text):
            return text
        return json.loads(re.sub(r"^(-?)0+(?=\d)", r"\1", text))


@pytest.fixture
def schema() -> dict[str, Any]:
    """The schema, as printed."""
    printed: dict[str, Any] = json.loads(done("seed", "schema"))
    return printed


def test_shipped_files_and_new_ones_are_valid(schema: dict[str, Any]) -> None:
    """An editor with the schema accepts whatever the reader accepts."""
    done("seed", "new", "mine")
    begun()
    paths = [
        *SHIPPED_FOLDER.glob("articles/*.yml"),
        *SHIPPED_FOLDER.glob("entities/*.yml"),
        *Path("mine").glob("*.yml"),
    ]
    assert len(paths) > 9
    for path in paths:
        content = yaml.load(path.read_text("utf-8"), Yaml12)
        for section, value in content.items():
            for record in value if isinstance(value, list) else [value]:
                assert valid(schema, {section: [record] if isinstance(value, list) else record}, schema), record


@pytest.mark.parametrize(
    "text",
    [
        "persons: []",
        "people: [{slug: a}]",
        "people: [{slug: A, name: {en: A, ar: A}}]",
        "people: [{slug: a, name: {}}]",
        "people: [{slug: a, name: {en: A, ar: A}, country: XX}]",
        "people: [{extend: a, name: {en: A, ar: A}}]",
        "people: [{extend: a, cite: [[1]]}]",
        "people: [{extend: a, cite: [[1, 2, stage]]}]",
        "events: [{extend: a, parties: [{role: nobody}]}]",
        "events: [{extend: a, parties: [{party: b}]}]",
        "agreements: [{slug: a, type: mou, name: {en: A, ar: A}, instruments: 0}]",
    ],
)
def test_what_the_reader_refuses_is_not_valid(schema: dict[str, Any], text: str) -> None:
    """Unknown keys, codes and fields, missing ones, and values of another type show in an editor."""
    assert not valid(schema, yaml.load(text, Yaml12), schema)


def test_the_schema_has_every_kind_and_field(schema: dict[str, Any]) -> None:
    """The schema lacks nothing that a file may say."""
    for kind in RECORDS.values():
        own = schema["$defs"][kind.kind]["else"]["properties"]
        assert set(own) == {
            "slug",
            "draft",
            "was",
            "names",
            "cite",
            *kind.links,
            *(each.name for each in kind.all_fields),
        }
    for link in LINK_KINDS.values():
        assert set(schema["$defs"][link.kind]["properties"]) == {"cite", *(each.name for each in link.fields)}


# new


def test_a_new_folder_passes_the_checks_and_is_canonical() -> None:
    """The tutorial is valid, has comments that stay, and is never written over."""
    names = ("two-libraries.spans.csv", "two-libraries.txt", "two-libraries.yml")
    assert done("seed", "new", "mine") == "".join(f"wrote {Path('mine', name)}\n" for name in names)
    done("seed", "check", "mine")
    assert done("seed", "format", "mine", "--check", "--text", "mine/two-libraries.txt") == ""
    assert Path("mine/two-libraries.yml").read_text("utf-8").startswith("# An invented article")
    assert "already exists\nNothing was written." in refused("seed", "new", "mine")


def test_the_tutorial_ends_with_an_agreement_and_its_quotes(loaded: Database) -> None:
    """Loaded, the tutorial's memorandum is a row of the report; with its text attached, `show` quotes it."""
    done("seed", "new", "mine")
    done("seed", "load", "mine", "--collection", "mine", "--database", loaded.url)
    row = done("report", "agreements", "--collection", "mine", "--format", "csv", "--database", loaded.url)
    assert row.count("\n") == 2 and "two-libraries-mou-2026" in row
    done("article", "attach", "mine/two-libraries.txt", "--database", loaded.url)
    assert "12 أبريل 2026" in done("show", "two-libraries-mou-2026", "--database", loaded.url)


def test_an_article_begins_with_its_text() -> None:
    """Slug, digest, length, language and title come from the text, and the title is cited."""
    assert "story.yml" in done("seed", "new", "mine", "--article", "story.txt")
    assert "story.yml:17: name: replace the placeholder that Mithaq wrote" in refused("seed", "check", "mine")
    translate(Path("mine/story.yml"))
    done("seed", "check", "mine")
    assert done("seed", "format", "mine", "--check", "--text", "story.txt") == ""
    article = yaml.load(Path("mine/story.yml").read_text("utf-8"), Yaml12)["article"]
    assert article["name"]["en"] == "Alpha and Beta"
    assert article["cite"] == [[0, 14, "name"]]
    assert (article["slug"], article["language"]) == ("story", "en")
    assert (article["digest"], article["length"]) == (digest_of(STORY), len(STORY))
    assert "already" in refused("seed", "new", "mine", "--article", "story.txt")


@pytest.mark.parametrize(
    ("name", "slug"),
    [("قصة.txt", "article-[0-9a-f]{8}"), ("Uzbekistan.txt", "uzbekistan-[0-9a-f]{8}"), ("É 2.md", "e-2")],
)
def test_a_slug_is_found_for_every_file_name(name: str, slug: str) -> None:
    """Names without Latin letters, and names that a record has already, get the beginning of the digest."""
    Path(name).write_text("\n \n" + "ع" * 400 + "\nثم كلام آخر\n", "utf-8")
    done("seed", "new", "mine", "--article", name)
    (path,) = Path("mine").glob("*.yml")
    translate(path)
    done("seed", "check", "mine")
    assert re.fullmatch(slug, path.stem)
    assert "language: ar" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("On 3 May 2025 two ministries signed a memorandum on ports.", "en"),
        ("وقّعت الوزارة مذكرة مع شركة Northern Harbour للأرشفة.", "ar"),
        ("Deux instituts se sont accordés sur un fonds de cartes.", None),
        ("Le port et la ville ont signe un accord sur les cartes", None),
        ("Два института договорились о хранении карт.", None),
        ("دو مؤسسه برای نگهداری نقشه‌ها به توافق رسیدند و این خبر را گفتند", None),
        ("توقيع اتفاق مع Northern Institute for Cartography and Remote Sensing", None),
    ],
)
def test_a_language_is_recognized_or_left_to_the_curator(text: str, language: str | None) -> None:
    """A text that is neither Arabic nor English, or is both, has no language until a person gives one."""
    Path("some.txt").write_text(text + "\n", "utf-8")
    done("seed", "new", "mine", "--article", "some.txt")
    article = yaml.load(Path("mine/some.yml").read_text("utf-8"), Yaml12)["article"]
    assert article.get("language") == language
    names = {PLACEHOLDER.en, PLACEHOLDER.ar, text}
    assert names - set(article["name"].values()) == ({text} if language is None else {getattr(PLACEHOLDER, language)})
    problem = "article some without language:"
    assert (problem in refused("seed", "check", "mine")) == (language is None)


def test_a_title_in_another_language_is_no_name() -> None:
    """A French headline above an English text is neither its English name nor printed English."""
    text = "Accord sur les ports entre Alger et Tunis\n\nThe ministers signed it on 3 May, and it is for three years.\n"
    Path("some.txt").write_text(text)
    done("seed", "new", "mine", "--article", "some.txt")
    article = yaml.load(Path("mine/some.yml").read_text("utf-8"), Yaml12)["article"]
    assert article["language"] == "en" and "names" not in article
    assert article["name"] == PLACEHOLDER._asdict()


def test_a_language_can_be_given() -> None:
    """The printed title is then a name in that language; the names in English and Arabic are left to the curator."""
    Path("some.txt").write_text("Два института договорились.\n", "utf-8")
    assert "'russian' is not a code" in refused("seed", "new", "m", "--article", "some.txt", "--language", "russian")
    done("seed", "new", "mine", "--article", "some.txt", "--language", "ru")
    translate(Path("mine/some.yml"))
    done("seed", "check", "mine")
    article = yaml.load(Path("mine/some.yml").read_text("utf-8"), Yaml12)["article"]
    assert article["names"] == [{"text": "Два института договорились.", "language": "ru", "form": "printed"}]


def test_a_shipped_article_is_not_begun_again(articles_dir: Path) -> None:
    """Who has the text of a shipped article is told how to cite it."""
    for path in articles_dir.iterdir():
        assert "comes with Mithaq; cite it in any file with {article: " in refused(
            "seed", "new", "m", "--article", str(path)
        )


# article


def test_texts_are_attached_and_verified(loaded: Database) -> None:
    """From a text to quotes: new, load, attach, verify."""
    at = ("--database", loaded.url)
    done("seed", "new", "mine", "--article", "story.txt")
    translate(Path("mine/story.yml"))
    done("seed", "load", "mine", "--collection", "mine", *at)
    assert done("article", "attach", "story.txt", *at) == "story.txt: attached to story\n"
    assert "story: 1 spans, ok\n" in done("article", "verify", *at)
    failed = mithaq("article", "verify", ".", *at)
    assert (failed.exit_code, failed.stderr) == (1, "Error: 5 articles not verified\n")
    assert "russia-iran-ai-blockchain: no text\n" in failed.stdout
    Path("story.txt").write_text("Changed.")
    assert "no article has this text" in refused("article", "attach", "story.txt", *at)


def test_words_are_found_ready_to_cite() -> None:
    """Places are printed as citations have them; that the spelling differs is said beside them."""
    printed = done("article", "find", "story.txt", "memorandum")
    assert printed == "[41, 51]  3:26  …eta On Monday Alpha signed a memorandum with Beta.\n"
    result = mithaq("article", "find", "story.txt", "béta")
    assert (result.stdout.count("\n"), result.stderr) == (2, "in another spelling:\n")
    assert "most similar place is" in refused("article", "find", "story.txt", "signed nothing")


def test_many_places_are_cut_short() -> None:
    """A common word does not run off the screen."""
    Path("story.txt").write_text("word " * 60)
    printed = done("article", "find", "story.txt", "word").splitlines()
    assert (len(printed), printed[-1]) == (51, "… and 10 more places")


# all of them


@pytest.mark.parametrize("group", ["seed", "article"])
def test_every_command_shows_an_example(group: str) -> None:
    """Who asks for help gets a line to copy."""
    commands = re.findall(r"^  (\w+)  ", done(group, "--help"), re.MULTILINE)
    assert len(commands) >= 3
    for command in commands:
        assert re.search(rf"Examples?:\n\s+mithaq {group} {command}", done(group, command, "--help")), command
