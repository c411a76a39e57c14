"""The language of reports: an option, before or after the subcommand, a variable, or the locale."""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any, Literal, NamedTuple

import click

from models.errors import MithaqError

Lang = Literal["en", "ar", "both"]
SingleLang = Literal["en", "ar"]
VARIABLE = "MITHAQ_LANG"
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
TAG = r"(en|ar|both)(?:[-_]([A-Za-z]{2}))?(?:[.@].*)?"
SINGLE = ("en", "ar")
LANGUAGES = (*SINGLE, "both")
CHOICES = "en, ar or both; ar-DZ, ar-SY … for the month names of a country"
KEY = "mithaq.language"


class Language(NamedTuple):
    """A language, and the country (ISO 3166-1 alpha-2) whose month names are used."""

    lang: Lang
    region: str = ""


def parse_language(text: str) -> Language | None:
    """Return the language of a tag such as `ar`, `ar-DZ` or `ar_DZ.UTF-8`; None if it is not one of ours."""
    match = re.fullmatch(TAG, text)
    if not match:
        return None
    lang: Any = match[1]
    return Language(lang, (match[2] or "").upper())


def preferred_language() -> Language:
    """Return the language of MITHAQ_LANG, else Arabic if the locale is Arabic, else English.

    Raises:
        MithaqError: MITHAQ_LANG has another value.
    """
    if given := os.environ.get(VARIABLE):
        language = parse_language(given)
        if language is None:
            raise MithaqError(f"{VARIABLE} is {given!r}; use {CHOICES}")
        return language
    locale = next(filter(None, map(os.environ.get, LOCALE)), "")
    return (parse_language(locale) if locale.startswith("ar") else None) or Language("en")


def in_language(name: str, language: str) -> str:
    """Return the expression of a text in a language; where that is missing, the other one in square brackets."""
    other = {"en": "ar", "ar": "en"}[language]
    return f"COALESCE({name}_{language}, '[' || {name}_{other} || ']')"


REPORTED = "Language of names, labels and headers: en, ar, ar-DZ …, both."
PREFERRED = f"{VARIABLE}, the locale, or en"


def lang_option(*, group: bool = False) -> click.Option:
    """Return the option `--lang`; that of a group applies to the commands below it."""
    text = REPORTED if group else f"{REPORTED}  [default: {PREFERRED}; both in data formats]"
    return _build(text, LANGUAGES, _remember if group else recall, is_eager=True, expose_value=not group)


def single_lang_option(text: str, callback: Callable[..., Any] | None = None) -> click.Option:
    """Return the option `--lang` of a command that has one language at a time; `text` completes its help."""
    return _build(f"{text}: en or ar.  [default: {PREFERRED}]", SINGLE, callback or _recall_single)


def _build(text: str, known: Iterable[str], callback: Callable[..., Any], **rest: Any) -> click.Option:
    return click.Option(
        ["--lang"],
        metavar="LANG",
        shell_complete=lambda _context, _parameter, begun: [each for each in known if each.startswith(begun)],
        help=text,
        callback=callback,
        **rest,
    )


def choose_single(language: Language | None) -> SingleLang:
    """Return the one language that was asked for, else the preferred one, which is English where that is both.

    Raises:
        click.BadParameter: both languages were asked for, before or after the subcommand.
    """
    if language and language.lang == "both":
        raise click.BadParameter("'both' is not one language; use en or ar", param_hint="'--lang'")
    return "ar" if (language or preferred_language()).lang == "ar" else "en"


def _remember(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.meta[KEY] = _check(value)


def _recall_single(ctx: click.Context, param: click.Parameter, value: str | None) -> SingleLang:
    return choose_single(recall(ctx, param, value))


def recall(ctx: click.Context, _param: click.Parameter, value: str | None) -> Language | None:
    """Return the language given to the command, else that given to a group above it."""
    return _check(value) if value is not None else ctx.meta.get(KEY)


def _check(value: str) -> Language:
    language = parse_language(value)
    if language is None:
        raise click.BadParameter(f"{value!r} is not one of {CHOICES}")
    return language
