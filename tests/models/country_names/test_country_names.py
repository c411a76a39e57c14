"""Promises of names of countries: every spelling its country, no wrong country, and mentions at their places."""

import csv
import os
import time
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from models.country_names import CountryNames
from models.errors import MithaqError
from models.storage.database import Database
from reports.query.lookup import find_country
from seeds import country_names
from seeds.standards import REFERENCE
from tests.paths import CHECKOUT

YARDSTICK = Path(os.environ.get("MITHAQ_NAMES") or CHECKOUT.parent / "shared" / "names" / "names.csv")
FORMER = REFERENCE / "former_country.csv"


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file by column name."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@cache
def names() -> CountryNames:
    """Return the names that the project ships."""
    codes = [(row["code"], row["alpha3"], row["numeric"]) for row in rows(REFERENCE / "country.csv")]
    return CountryNames.of(map(tuple, listed()), codes)  # type: ignore[arg-type]


def listed() -> list[list[str]]:
    """Return code, language, text and form of every name."""
    return [list(row.values()) for row in rows(REFERENCE / "country_name.csv")]


def mentioned(text: str) -> list[tuple[str, str | None]]:
    """Return the words of each mention with its code."""
    return [(text[found.start : found.end], found.code) for found in names().mentions(text)]


def test_each_name_finds_its_country() -> None:
    """Each name in the file finds its country, alone or, where the name is shared, among the others."""
    assert [row for row in listed() if row[0] not in names().find(row[2]).codes] == []


def test_spelling_of_a_listed_name_finds_the_same() -> None:
    """A name that is not quite written as in the list finds what the listed one finds."""
    differing = [row[2] for row in listed() if names().find(f"{row[2]} .").codes != names().find(row[2]).codes]
    assert differing == []


def test_names_are_sorted_and_distinct() -> None:
    """The file is sorted and gives a name of a country once, in a form that the vocabulary knows."""
    keys = [tuple(row[:3]) for row in listed()]
    forms = {row["code"] for row in rows(REFERENCE / "name_form.csv")}
    assert listed() == sorted(listed())
    assert len(keys) == len(set(keys))
    assert {row[3] for row in listed()} <= forms


def test_each_country_has_short_names_in_both_languages() -> None:
    """Each country, present and former, has a short name in English and in Arabic."""
    codes = {row["code"] for name in ("country", "former_country") for row in rows(REFERENCE / f"{name}.csv")}
    for language in ("en", "ar"):
        assert {row[0] for row in listed() if row[1] == language and row[3] == "short"} == codes


def test_only_shared_names_are_ambiguous() -> None:
    """Two countries answer to a name only where several have that very name."""
    ambiguous = {row[2] for row in listed() if len(names().find(row[2]).codes) > 1 and row[3] != "adjective"}
    assert ambiguous == {
        "Congo", "Guinea", "Korea", "Virgin Islands", "الكونغو", "كونغو", "الكنغو", "غينيا", "كوريا",
        "جزر فيرجن", "جزر فرجن", "جزر فيرجين", "جزر العذراء", "سانت مارتن",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("dz", "DZ"), ("DZA", "DZ"), ("012", "DZ"), ("SUHH", "SUHH"), ("UK", "GB"), ("u.s.a.", "US"),
        ("the People's Republic of Bangladesh", "BD"), ("the people’s republic of bangladesh", "BD"),
        ("Korea, Republic of", "KR"), ("Korea (Democratic People's Republic of)", "KP"),
        ("Korea, Dem. People's Rep.", "KP"),
        ("Iran (Islamic Republic of)", "IR"), ("إيران (جمهورية - الإسلامية)", "IR"), ("Egypt, Arab Rep.", "EG"),
        ("Gambia (the)", "GM"), ("Bahamas, The", "BS"), ("St Kitts & Nevis", "KN"), ("Saint Kitts and Nevis", "KN"),
        ("cote divoire", "CI"), ("CÔTE D'IVOIRE", "CI"), ("Guinea Bissau", "GW"), ("Burkinafaso", "BF"),
        ("Government of France", "FR"), ("حكومة جمهورية مالي", "ML"), ("الجمهورية التركية", "TR"),
        ("دولة السنغال", "SN"),
        ("الألمانية", "DE"), ("النيجرية", "NE"), ("الألبانيون", "AL"), ("Germans", "DE"),
        ("New Zealanders", "NZ"), ("Omanis", "OM"),
        ("Algerian", "DZ"), ("الجزائرية", "DZ"), ("أوزبكيون", "UZ"),
        ("الجُمهُوريّة الجزائريـــة الديموقراطية الشعبية", "DZ"),
        ("ایران", "IR"), ("باکستان", "PK"), ("وبريطانيا", "GB"), ("للجزائر", "DZ"), ("بفرنسا", "FR"),
        ("جواتيمالا", "GT"), ("سيرا ليون", "SL"), ("البوسنه و الهرسك", "BA"), ("إنكلترا", "GB"), ("سلطنة عُمان", "OM"),
        ("Myanmar (Burma)", "MM"), ("Czechia / Czech Republic", "CZ"), ("Congo (Kinshasa)", "CD"), ("Zaire", "CD"),
        ("Georgia", "GE"), ("Niger", "NE"), ("Nigeria", "NG"), ("Dominica", "DM"), ("Dominican Republic", "DO"),
        ("Ireland", "IE"), ("Northern Ireland", "GB"), ("Samoa", "WS"), ("South Sudan", "SS"),
        ("Republic of China", "TW"), ("PNA", "PS"), ("بينين", "BJ"), ("الامارات العربيه", "AE"),
        ("Arab Emirates", "AE"),
        ("Saudis", "SA"), ("Swedes", "SE"), ("Turk", "TR"), ("النروجية", "NO"), ("Lybia", "LY"), ("الكامرون", "CM"),
        ("USSR", "SUHH"), ("الاتحاد السوفييتي", "SUHH"), ("Republic of Viet-Nam", "XVNS"), ("الدولة العثمانية", "XOTT"),
        ("Serbia and Montenegro", "CSXX"), ("Austro-Hungarian Empire", "XAUH"), ("Burma", "MM"), ("بورما", "MM"),
    ],
)  # fmt: skip
def test_spelling_finds_its_country(value: str, code: str) -> None:
    """A code, an official or everyday name, an adjective and their usual spellings find the country."""
    assert names().find(value).code == code


@pytest.mark.parametrize(
    "value",
    [
        "عمّان", "بعَمَّان",
        "", " ", "Republic", "the Republic", "United", "South", "Islands", "Saint", "Arab Republic", "جمهورية",
        "المتحدة", "الجنوبية", "مملكة", "no", "in", "are", "and", "car", "Kosovo", "South America", "أمريكا الجنوبية",
        "Paris, France", "State of Georgia",
        "Turkish Republic of Northern Cyprus", "Algeria and Tunisia", "الجزائر وتونس", "The", "()", "12",
    ],
)  # fmt: skip
def test_value_that_names_no_country_finds_none(value: str) -> None:
    """A word of a name, a word that happens to be a code, and a name of something else find nothing."""
    assert names().find(value).codes == ()


@pytest.mark.parametrize("value", ["Republic", "Democratic Republic", "Islands", "Federation", "جمهورية", "مملكة"])
def test_words_of_many_countries_suggest_none(value: str) -> None:
    """`Republic` alone is near to no country."""
    assert names().find(value).near == ()


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ("Congo", ("CD", "CG")), ("كوريا", ("KP", "KR")), ("Guinea", ("GN", "GQ", "GW")), ("Dominican", ("DM", "DO")),
        ("Virgin Islands", ("VG", "VI")), ("France/Germany", ("DE", "FR")),
    ],
)  # fmt: skip
def test_shared_name_gives_all_its_countries(value: str, codes: tuple[str, ...]) -> None:
    """A name of several countries gives all of them, and no single code."""
    found = names().find(value)
    assert found.codes == codes
    assert found.code is None


def test_name_comes_before_adjective() -> None:
    """A word that is one country's name and another's adjective is the name."""
    rows = [("AA", "en", "Fooish", "adjective"), ("BB", "en", "Fooish", "short")]
    assert CountryNames.of(rows).find("fooish").code == "BB"


def test_what_was_understood_is_named() -> None:
    """A match gives the known name and its form, so that a caller can show what was understood."""
    found = names().find("swaziland")
    assert (found.code, found.name, found.form) == ("SZ", "Swaziland", "former")


@pytest.mark.parametrize(("value", "code"), [("Frnace", "FR"), ("Untied States", "US"), ("السعوددية", "SA")])
def test_misspelt_name_offers_what_is_near(value: str, code: str) -> None:
    """A misspelt name finds nothing and offers the country."""
    found = names().find(value)
    assert found.codes == ()
    assert found.near[0][0] == code


@pytest.mark.parametrize("value", ["x" * 10_000, "Korea " * 2_000, "جمهورية " * 1_500, "(" * 10_000, "a, " * 3_000])
def test_long_value_is_refused_at_once(value: str) -> None:
    """A value of ten kilobytes finds nothing, and that in no time."""
    began = time.perf_counter()
    assert names().find(value) == ((), "", "", ())
    assert time.perf_counter() - began < 0.1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("وقّعت الجزائرُ وأوزبكستان اتفاقًا", [("الجزائرُ", "DZ"), ("أوزبكستان", "UZ")]),
        ("زيارة للجزائر ثم لفرنسا وبالهند", [("لجزائر", "DZ"), ("فرنسا", "FR"), ("الهند", "IN")]),
        ("الجانب الكوري الجنوبي وكوريا الشمالية", [("الكوري الجنوبي", "KR"), ("كوريا الشمالية", "KP")]),
        ("جمهوريّة كُوريا الشعبيّة الديمقراطيّة.", [("جمهوريّة كُوريا الشعبيّة الديمقراطيّة", "KP")]),
        ("اجتماعًا تونسيًا", [("تونسيًا", "TN")]),
        ("القطاع المالي والسياسات المالية في مالي", [("مالي", "ML")]),
        ("مصرف في مصر", [("مصر", "EG")]),
        ("بلدان أمريكا اللاتينية والمحيط الهندي", []),
        ("من عمّان إلى سلطنة عُمان", [("سلطنة عُمان", "OM")]),
        ("بين غينيا بيساو والكونغو", [("غينيا بيساو", "GW"), ("الكونغو", None)]),
        ("the Republic of the Congo and South Sudan", [("Republic of the Congo", "CG"), ("South Sudan", "SS")]),
        ("France's and St. Lucia's envoys", [("France", "FR"), ("St. Lucia", "LC")]),
        ("The U.S. told us: polish turkey is Polish.", [("U.S.", "US"), ("Polish", "PL")]),
        ("Franco-Algerian talks in Latin America", [("Algerian", "DZ")]),
        ("Antigua & Barbuda, Côte d’Ivoire", [("Antigua & Barbuda", "AG"), ("Côte d’Ivoire", "CI")]),
        ("South. Sudan", [("Sudan", "SD")]),
        ("", []),
    ],
)
def test_mentions_in_a_text(text: str, found: list[tuple[str, str | None]]) -> None:
    """Names and adjectives are found whole, without proclitics, at their places, and nothing else is."""
    assert mentioned(text) == found


def test_mention_carries_its_form() -> None:
    """A mention says whether it is a name or an adjective, and a shared name gives all its countries."""
    adjective, shared = names().mentions("شركة جزائرية في الكونغو")
    assert (adjective.form, adjective.codes) == ("adjective", ("DZ",))
    assert shared.codes == ("CD", "CG")


@pytest.mark.parametrize("piece", ["Republic of ", "جمهورية كوريا الشعبية ", "St. ", "و", "a'", "الجزائر "])
def test_mentions_take_linear_time(piece: str) -> None:
    """A text of 100 kB is read in seconds, whatever it repeats."""
    began = time.perf_counter()
    names().mentions(piece * (100_000 // len(piece)))
    assert time.perf_counter() - began < 5


def test_arabic_adjective_is_inflected() -> None:
    """Each word of an Arabic adjective takes the ending; a plural that is irregular stays alone."""
    assert country_names.inflected("كوري جنوبي")[:2] == ["كوري جنوبي", "كورية جنوبية"]
    assert country_names.inflected("أتراك") == ["أتراك"]


def test_former_countries_are_whole() -> None:
    """A former country has a code of its own, two names, years in order, known successors and a source."""
    present = {row["code"] for row in rows(REFERENCE / "country.csv")}
    former = rows(FORMER)
    assert [row["code"] for row in former] == sorted({row["code"] for row in former})
    for row in former:
        assert len(row["code"]) == 4
        assert all(row.values())
        assert int(row["from"]) <= int(row["until"])
        assert set(row["successors"].split()) <= present


def test_yardstick() -> None:
    """Spellings beside the checkout find no other country, and 99 in 100 find theirs or ask for it."""
    if not YARDSTICK.is_file():
        pytest.skip("no yardstick of names: name its file in MITHAQ_NAMES")
    results: Counter[str] = Counter()
    for row in rows(YARDSTICK):
        codes = names().find(row["spelling"]).codes
        right = "found" if codes == (row["code"],) else "asked" if row["code"] in codes else "wrong"
        results[right if codes else "not found"] += 1
    assert results["wrong"] == 0
    assert results["found"] + results["asked"] >= 0.99 * results.total()
    assert results["asked"] <= 0.01 * results.total()


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("Guinee", "did you mean Guinea or Equatorial Guinea or Guinea-Bissau?"),
        ("EU", "an organization is; run: mithaq show eu"),
        ("الاتحاد الأوروبي", "an organization is; run: mithaq show eu"),
        ("Nowhereland of none", "no country is called 'Nowhereland of none'"),
    ],
)
def test_an_unknown_country_is_answered_with_what_may_be_meant(
    loaded_template: Database, value: str, says: str
) -> None:
    """Countries of one name are suggested by their own, and a name of an organization points to it."""
    with loaded_template.read() as reader, pytest.raises(MithaqError) as refused:
        find_country(reader, value)
    assert str(refused.value).endswith(says)
