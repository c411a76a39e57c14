"""Reference tables that come from a standard: countries, currencies and languages.

Codes are those of ISO 3166-1, ISO 4217 and ISO 639-1, names those of the Unicode CLDR in English and Arabic. Owns
`country.csv`, `country_name.csv`, `currency.csv` and `language.csv`; every other file of `seeds/reference` is written
by hand.

    python -m seeds.standards            rewrite these files
    python -m seeds.standards --check    exit 1 and name the files that differ
"""

import argparse
import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from models.normalizing import normalize

REFERENCE = Path(__file__).parent / "reference"
LABELS = ("code", "label_en", "label_ar", "definition_en", "definition_ar")

# Parts dropped from an English name before it becomes a slug: "Myanmar (Burma)", "Hong Kong SAR China".
QUALIFIER = re.compile(r"\s*\(.*?\)|\s+SAR China$")

# Codes of ISO 4217 that are no currency: metals, bond units, the test and "none" codes, and funds such as the Mvdol.
NOT_CURRENCIES = {
    "XAG", "XAU", "XPD", "XPT", "XBA", "XBB", "XBC", "XBD", "XTS", "XXX",
    "BOV", "CHE", "CHW", "CLF", "COU", "MXV", "USN", "UYI", "UYW",
}  # fmt: skip

# Decimal places of ISO 4217 where CLDR counts those in use, which are fewer; units of account have none.
MINOR_UNITS = {
    **dict.fromkeys(("AFN", "ALL", "IRR", "KPW", "LAK", "LBP", "MGA", "MMK", "RSD", "SOS", "SYP", "YER"), "2"),
    "IQD": "3",
    **dict.fromkeys(("XDR", "XSU", "XUA"), ""),
}

# Arabic names of currencies that CLDR names in English only, or not at all.
ARABIC_CURRENCIES = {
    "VED": "بوليفار سيادي",
    "XAD": "دينار عربي حسابي",
    "XCG": "غيلدر كاريبي",
    "XSU": "سوكري",
    "XUA": "وحدة حساب البنك الأفريقي للتنمية",
    "ZWG": "ذهب زيمبابوي",
}


def slugify(name: str) -> str:
    """Return the slug of an English name: lower-case ASCII words joined by hyphens."""
    plain = re.sub("[.'\u2019]", "", QUALIFIER.sub("", name)).replace("&", " and ")
    ascii_name = normalize("NFKD", plain).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")


def countries() -> str:
    """Return `country.csv`: the codes of ISO 3166-1 with the names of CLDR."""
    import pycountry
    from babel import Locale

    english, arabic = Locale("en").territories, Locale("ar").territories
    rows = [
        (slugify(english[c.alpha_2]), c.alpha_2, c.alpha_3, c.numeric, english[c.alpha_2], arabic[c.alpha_2])
        for c in sorted(pycountry.countries, key=lambda country: country.alpha_2)
    ]
    return as_csv(("slug", "code", "alpha3", "numeric", "name_en", "name_ar"), rows)


def minor_units(code: str) -> str:
    """Return the decimal places of ISO 4217; those of CLDR where the two agree, empty for units of account."""
    from babel.numbers import get_currency_precision

    return MINOR_UNITS.get(code, str(get_currency_precision(code)))


def currencies() -> str:
    """Return `currency.csv`: the active currencies of ISO 4217 with the names of CLDR."""
    import pycountry
    from babel import Locale

    english = Locale("en").currencies
    arabic = ARABIC_CURRENCIES | dict(Locale("ar").currencies)
    rows = [
        (
            c.alpha_3,
            english.get(c.alpha_3, c.name),
            arabic[c.alpha_3],
            "",
            "",
            c.numeric,
            minor_units(c.alpha_3),
        )
        for c in sorted(pycountry.currencies, key=lambda currency: currency.alpha_3)
        if c.alpha_3 not in NOT_CURRENCIES
    ]
    return as_csv((*LABELS, "numeric", "minor_units"), rows)


def languages() -> str:
    """Return `language.csv`: the languages of ISO 639-1 that CLDR names in English and Arabic."""
    import pycountry
    from babel import Locale

    english, arabic = Locale("en").languages, Locale("ar").languages
    codes = sorted(code for language in pycountry.languages if (code := getattr(language, "alpha_2", None)))
    rows = [(code, english[code], arabic[code], "", "") for code in codes if code in english and code in arabic]
    return as_csv(LABELS, rows)


def country_name_table() -> str:
    """Return `country_name.csv`: the names of countries in both standards and in our own list."""
    from seeds.country_names import HEADER, country_names

    return as_csv(HEADER, country_names())


def as_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return the canonical text of a reference file: NFC, commas, one line feed after each row."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return normalize("NFC", text.getvalue())


FILES: dict[str, Callable[[], str]] = {
    "country.csv": countries,
    "country_name.csv": country_name_table,
    "currency.csv": currencies,
    "language.csv": languages,
}


def differing(folder: Path = REFERENCE) -> list[str]:
    """Return the names of the files in `folder` that are missing or differ from the standards."""
    return [name for name, build in FILES.items() if read(folder / name) != build()]


def read(path: Path) -> str | None:
    """Return the text of a file with its line ends as they are, or None if there is no file."""
    return path.read_bytes().decode("utf-8") if path.exists() else None


def rewrite(folder: Path = REFERENCE) -> None:
    """Write every file that comes from a standard into `folder`."""
    for name, build in FILES.items():
        (folder / name).write_bytes(build().encode("utf-8"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Rewrite the files, or with `--check` print the names of those that differ; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m seeds.standards", description="Countries, currencies, languages.")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 and name the files that differ")
    if not parser.parse_args(arguments).check:
        rewrite()
        return 0
    names = differing()
    for name in names:
        print(name)
    return 1 if names else 0


if __name__ == "__main__":
    raise SystemExit(main())
