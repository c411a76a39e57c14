"""Build `reference/country_name.csv`: the names of countries as people write them, one a row.

Merges the names of CLDR, those of ISO 3166-1 with the Arabic translations that pycountry carries, and our own list,
`country_names.csv` beside this module: official names in Arabic, adjectives, abbreviations, former names and
spellings. Arabic adjectives are written there once, in the masculine, and inflected here.

`python -m seeds.standards` rewrites the file; names of states that ended come from our own list and from
`reference/former_country.csv`.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from models.country_names.spelling import key
from models.derived.folding import ARABIC_SCRIPT

HERE = Path(__file__).parent
OWN, FORMER = HERE / "country_names.csv", HERE / "reference" / "former_country.csv"
HEADER = ("code", "language", "text", "form")
# If one name has two forms, the first is kept.
FORMS = (
    "short", "official", "alias", "acronym", "former", "metonym", "adjective", "variant", "shared",
)  # fmt: skip
ADJECTIVE, OFFICIAL, SHORT, VARIANT, SHARED = "adjective", "official", "short", "variant", "shared"
MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
# Words with which an official name begins and behind which a short name may be spelt otherwise.
TITLE = re.compile("(?:جمهورية|مملكة|دولة|سلطنة|إمارة|اتحاد|كومنولث|دوقية) ")
NISBA = ("ي", "ية", "يون", "يين", "يات")
# Translations that name another country, a part of it or a point in it, or are misspelt.
WRONG_TRANSLATIONS = {
    ("MD", "المالديف"), ("FR", "جمهورية الفرنسية"), ("AQ", "القطب الجنوبي"), ("LT", "لثوانيا"),
    ("LT", "جمهورية لثوانيا"), ("GG", "جزيرة جويرزني"), ("IM", "آيزل أف مان"), ("CX", "جزر الكريسماس"),
    ("VA", "المقعد المقدس (ولاية مدينة الفاتيكان)"), ("SX", "سانت مارتن (الجزء الهولندي)"),
}  # fmt: skip

Name = tuple[str, str, str, str]


def country_names() -> list[Name]:
    """Return the rows of `country_name.csv`: every name once for a country, sorted."""
    own = [*_own(), *_of_former()]
    names = [*own, *_of_cldr(), *_unlike(own, _of_iso())]
    return sorted(_distinct([*names, *_respelt(names)]))


def _own() -> Iterator[Name]:
    """Return our own list, with its Arabic adjectives inflected."""
    for row in _rows(OWN):
        code, language, text, form = (row[column] for column in HEADER)
        texts = inflected(text) if (language, form) == ("ar", ADJECTIVE) else [text]
        yield from ((code, language, each, form) for each in texts)


def inflected(adjective: str) -> list[str]:
    """Return the masculine, feminine and plural forms of an Arabic adjective; one that ends otherwise has no others."""
    words = adjective.split()
    if not words[-1].endswith("ي"):
        return [adjective]
    return [" ".join(word[:-1] + ending if word.endswith("ي") else word for word in words) for ending in NISBA]


def _of_former() -> Iterator[Name]:
    """The names under which states that ended are listed."""
    for row in _rows(FORMER):
        yield row["code"], "en", row["name_en"], SHORT
        yield row["code"], "ar", row["name_ar"], SHORT


def _of_cldr() -> Iterator[Name]:
    import pycountry
    from babel import Locale

    codes = [country.alpha_2 for country in pycountry.countries]
    for language in ("en", "ar"):
        names = Locale(language).territories
        yield from ((code, language, names[code], SHORT) for code in codes)


def _unlike(own: Iterable[Name], others: Iterable[Name]) -> Iterator[Name]:
    """Return the names that our own list lacks; it knows which official names are no longer in use."""
    known = {name[:3] for name in own}
    yield from (name for name in others if name[3] == SHORT or name[:3] not in known)


def _of_iso() -> Iterator[Name]:
    """The names of ISO 3166-1, and their Arabic translations where there are any."""
    import gettext

    import pycountry

    translation = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, ["ar"])
    for country in pycountry.countries:
        for field, form in (("name", SHORT), ("official_name", OFFICIAL), ("common_name", SHORT)):
            text = getattr(country, field, "")
            if text and (field == "name" or text != country.name):
                yield from _straight(country.alpha_2, text, form)
                yield from _translated(country.alpha_2, translation.gettext(text), form)


def _straight(code: str, text: str, form: str) -> Iterator[Name]:
    """A name of ISO; one that is inverted, `Korea, Republic of`, is also turned round, to an official name."""
    yield code, "en", text.removeprefix("the "), form
    name, comma, rest = text.partition(", ")
    if comma and rest.endswith((" of", " of the")):
        yield code, "en", f"{rest} {name}".removeprefix("The "), OFFICIAL


def _translated(code: str, text: str, form: str) -> Iterator[Name]:
    """Return a translation without vowel marks; of an inverted one, only the part that repeats the name."""
    plain = MARKS.sub("", text).replace(" و ", " و")
    name, comma, rest = plain.partition("، ")
    if comma:
        plain, form = rest, OFFICIAL
    if ARABIC_SCRIPT.search(plain) and (not comma or name in rest) and (code, plain) not in WRONG_TRANSLATIONS:
        yield code, "ar", plain, OFFICIAL if form == OFFICIAL else VARIANT


def _respelt(names: Sequence[Name]) -> Iterator[Name]:
    """Arabic official names with each other spelling of the short name that they hold."""
    spellings: dict[str, list[str]] = {}
    for code, language, text, form in names:
        if language == "ar" and form in (SHORT, VARIANT):
            spellings.setdefault(code, []).append(text)
    for code, language, text, form in names:
        if language == "ar" and form == OFFICIAL and TITLE.match(text):
            yield from ((code, language, other, VARIANT) for other in _with_other(text, spellings.get(code, ())))


def _with_other(official: str, spellings: Sequence[str]) -> Iterator[str]:
    words = official.split()
    known = [short for short in spellings if len(short.split()) == 1 and short in words]
    for short in known:
        others = [other for other in spellings if other.startswith("ال") == short.startswith("ال")]
        yield from (
            " ".join(other if word == short else word for word in words) for other in others if len(other.split()) == 1
        )


def _distinct(names: Iterable[Name]) -> Iterator[Name]:
    """Each name of a country once, in its first form; a variant only if no other spelling has its key."""
    best: dict[tuple[str, str, str], str] = {}
    for code, language, text, form in sorted(names, key=lambda name: FORMS.index(name[3])):
        best.setdefault((code, language, text), form)
    keys: set[tuple[str, str]] = set()
    for (code, language, text), form in best.items():
        spelled = (code, key(text))
        if form not in (VARIANT, SHARED) or spelled not in keys:
            yield code, language, text, form
        keys.add(spelled)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))
