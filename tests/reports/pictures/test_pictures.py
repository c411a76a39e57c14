"""Pictures: what they show of a report's rows, in both languages, and that they show no more."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from cli import main
from models.storage.database import Database
from reports.display.formats import PICTURED
from reports.pictures.drawing import PICTURES, draw_report
from reports.pictures.svg import FONTS, shorten_to, width_of
from tests.conftest import Databases

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("1")</script> &amp; \x1b[31m\ufffe سطر'
AGREEMENT = "algeria-russia-space-agreement-2025"


@pytest.fixture(scope="module")
def database(sqlite_databases: Databases) -> Iterator[Database]:
    """The shipped data with a hostile name, for tests that only read."""
    database = sqlite_databases.create(sqlite_databases.loaded())
    engine = database.engine()
    with engine.begin() as connection:
        statement = text("UPDATE record SET name_en = :name WHERE slug = :slug")
        connection.execute(statement, {"name": HOSTILE, "slug": AGREEMENT})
    engine.dispose()
    yield database
    sqlite_databases.remove(database)


def run(database: Database, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--database", database.url, "report", *arguments])


def draw(database: Database, *arguments: str) -> Element:
    """Return the picture that a command prints."""
    result = run(database, *arguments, "--format", "svg")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return ElementTree.fromstring(result.stdout)


def rows(database: Database, *arguments: str) -> list[dict[str, object]]:
    return json.loads(run(database, *arguments, "--format", "json").stdout)


def texts(picture: Element) -> list[str]:
    """Return the lines of text, as one reads them, without what shows when they are pointed at."""
    marks = str.maketrans("\u00a0", " ", "\u2068\u2069")
    return [_content(each).translate(marks) for each in picture.iter(f"{SVG}text")]


def _content(element: Element) -> str:
    children = (("" if each.tag == f"{SVG}title" else _content(each)) + (each.tail or "") for each in element)
    return (element.text or "") + "".join(children)


def boxes(picture: Element, name: str) -> list[tuple[float, float]]:
    """Return the side and the width of the boxes of a class."""
    found = [each for each in picture.iter(f"{SVG}rect") if name in each.get("class", "").split()]
    return [(float(each.get("x", 0)), float(each.get("width", 0))) for each in found]


@pytest.mark.parametrize("name", PICTURED)
def test_an_arabic_picture_is_the_mirror_image(database: Database, name: str) -> None:
    """A picture has the same boxes in both languages, counted from the other side, and the texts of its language."""
    english, arabic = (draw(database, name, "--lang", language) for language in ("en", "ar"))
    assert name in PICTURES
    kinds = [Counter(each.get("class") for each in picture.iter(f"{SVG}rect")) for picture in (english, arabic)]
    assert kinds[0] == kinds[1]
    assert (english.get("direction"), arabic.get("direction")) == (None, "rtl")
    assert not {"script", "image", "foreignObject"} & {each.tag.removeprefix(SVG) for each in arabic.iter()}
    assert arabic.get("font-family") == FONTS
    for picture in (english, arabic):
        width = float(picture.get("width", 0))
        places = [place for name in kinds[0] if name and name != "paper" for place in boxes(picture, name.split()[0])]
        assert all(x >= 0 and x + length <= width for x, length in places)
    assert not any("\u0600" <= letter <= "\u06ff" for letter in "".join(texts(english)).replace("سطر", ""))


def test_the_timeline_is_as_long_as_its_doubt(database: Database) -> None:
    """A bar lasts from the first day to the last, so a year is longer than a month; what is planned is dashed."""
    picture = draw(database, "timeline")
    dated = [row for row in rows(database, "timeline") if row["date_from"]]
    bars = boxes(picture, "step") + boxes(picture, "event")
    legend = 2
    assert len(bars) == len(dated) + legend
    planned = [each for each in picture.iter(f"{SVG}rect") if each.get("stroke-dasharray")]
    assert len(planned) == sum(row["outlook"] != "occurred" for row in dated) + 1
    hinted = [each for each in picture.iter(f"{SVG}rect") if each.find(f"{SVG}title") is not None]
    hints = {each.findtext(f"{SVG}title"): float(each.get("width", 0)) for each in hinted}
    assert hints["2023"] > 8 * hints["May 2025"] > hints["29 March 2025"]
    # A year is as long as between the lines of two years.
    lines = sorted({float(each.get("d", "")[1:].partition(" ")[0]) for each in picture.iter(f"{SVG}path")})
    assert abs(hints["2023"] - (lines[-1] - lines[0]) / (len(lines) - 1)) < 0.15
    shown = " ".join(texts(picture))
    assert "AlmatyFair.ai artificial intelligence exhibition · Exhibition" in shown and "(Planned)" in shown


def test_only_stages_with_a_milestone_are_coloured(database: Database) -> None:
    """Each agreement is a line, and each coloured stage of it is the stage of a milestone that it has."""
    picture = draw(database, "agreements")
    with database.read() as reader:
        found = reader.rows(
            "SELECT record, stage, max(CASE WHEN outlook = 'occurred' THEN 1 ELSE 0 END),"
            " max(CASE WHEN outlook = 'occurred' AND party IS NULL AND printed IS NULL THEN 1 ELSE 0 END)"
            " FROM v_milestone WHERE record_kind = 'agreement' GROUP BY record, stage"
        )
        agreements = reader.value("SELECT count(*) FROM v_agreement")
    legend = 1
    assert len(boxes(picture, "done")) == sum(whole for *_, whole in found) + legend
    assert len(boxes(picture, "of-party")) == sum(done and not whole for *_, done, whole in found) + legend
    assert len(boxes(picture, "planned")) == sum(not done for *_, done, _ in found) + legend
    stages = len({stage for _, stage, *_ in found})
    assert len(boxes(picture, "empty")) == agreements * stages - len(found)


def test_counts_are_those_of_the_report(database: Database) -> None:
    """The matrix, the pairs and the sectors show each count of their rows, done and planned apart."""
    for name, counted in (("matrix", "records"), ("pairs", "agreements")):
        found = rows(database, name)
        numbers = Counter(line for line in texts(draw(database, name)) if line.isdigit())
        assert numbers == Counter(str(row[counted]) for row in found if row[counted])
        planned = Counter(line for line in texts(draw(database, name)) if line.startswith("+"))
        assert planned == Counter(f"+{row['planned']}" for row in found if row.get("planned"))
    sectors = rows(database, "sectors", "--limit", "5")
    picture = draw(database, "sectors", "--limit", "5")
    for kind in ("agreement", "event", "initiative"):
        assert len(boxes(picture, kind)) == sum(bool(row[f"{kind}s"]) for row in sectors) + 1
    assert str(sectors[0]["name_en"]) in texts(picture)


def test_names_are_text_and_lead_to_pages(database: Database) -> None:
    """Any name is text, and with --links leads to its page below the prefix."""
    picture = draw(database, "agreements", "--links", "https://example.org/en")
    links = {each.get("href"): "".join(each.itertext()) for each in picture.iter(f"{SVG}a")}
    assert links[f"https://example.org/en/records/{AGREEMENT}.html"].startswith('\u2068* <script>alert("1")</script> &')
    assert picture.get("role") == "group"
    matrix = draw(database, "matrix", "--by", "country-sector", "--links", "../")
    hrefs = {each.get("href") for each in matrix.iter(f"{SVG}a")}
    assert {"../records/uzbekistan.html", "../sectors/digital.html"} <= hrefs
    assert draw(database, "matrix").get("role") == "img"


def test_a_page_gets_pictures(database: Database) -> None:
    """For a page a picture has filters and links of the page, and no paper of its own."""
    with database.read() as reader:
        drawn = draw_report(reader, "timeline", "ar", given={"country": "UZ"}, find=lambda kind, code: f"{kind}/{code}")
        empty = draw_report(reader, "pairs", "en", given={"country": "FR"})
    picture = ElementTree.fromstring(drawn)
    assert "record/almaty-startup-mou-2025" in {each.get("href") for each in picture.iter(f"{SVG}a")}
    assert 'class="paper"' not in drawn
    assert "Nothing to show." in texts(ElementTree.fromstring(empty))


def test_texts_are_cut_where_they_are_too_wide() -> None:
    """A cut text is no wider than asked, and loses no mark of its last letter."""
    assert shorten_to("short", 100) == "short"
    cut = shorten_to("وقّعَ الطرفانِ مذكرةَ تفاهمٍ", 80)
    assert cut.endswith("…") and width_of(cut) <= 80


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["events", "--format", "svg"], "pictures only of the reports matrix, timeline"),
        (["matrix", "--format", "svg", "--columns", "records"], "--columns"),
        (["matrix", "--format", "svg", "--lang", "both"], "one language"),
        (["matrix", "--links", "x"], "--links works only with svg"),
        (["matrix", "--format", "csv", "--output", "x.svg"], "would hold csv"),
    ],
)
def test_misuse_is_told(database: Database, arguments: list[str], says: str) -> None:
    """A wrong call ends with 2 and a sentence that says what to do."""
    result = run(database, *arguments)
    assert result.exit_code == 2
    assert says in result.stderr
