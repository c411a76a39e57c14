"""The options of `mithaq export` that only a site takes, and the writing of one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from reports.exporting.extract import Extract

F = TypeVar("F", bound=Callable[..., Any])
SITE = "site"
# A host and a path of the web: no password, no query and no fragment, to which pages could not be added.
ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(?:/[^\s?#<>\"@\\^`{|}]*)?")
OPTIONS = (
    click.option("--base-url", metavar="URL", help="Address at which you will publish a site."),
    click.option("--quotes", is_flag=True, help="Quote attached texts in a site, for your own eyes only."),
    click.option("--open", "opens", is_flag=True, help="Open a site in the browser."),
)


def site_options(function: F) -> F:
    """Add the options that only a site takes."""
    for option in reversed(OPTIONS):
        function = option(function)
    return function


def refuse_misuse(form: str, base_url: str | None, quotes: bool, opens: bool) -> None:
    """Refuse the options of a site for other forms, and an address that browsers do not open.

    Raises:
        click.UsageError: one of them is given with another form, or the address is none of the web.
    """
    options = (("--base-url", base_url is not None), ("--quotes", quotes), ("--open", opens))
    given = [name for name, is_given in options if is_given]
    if given and form != SITE:
        raise click.UsageError(f"{', '.join(given)} works only with {SITE}, not with {form}")
    if base_url is not None and not ADDRESS.fullmatch(base_url):
        raise click.UsageError(f"--base-url needs an address such as https://example.org/mithaq, not {base_url!r}")


def export_site(extract: Extract, target: str, force: bool, base_url: str | None, quotes: bool, opens: bool) -> None:
    """Write a site, print the number of changed files, and open it with --open."""
    if target == "-":
        raise click.UsageError(f"{SITE} needs a directory; name one")
    from pathlib import Path

    from reports.site.contents import Options
    from reports.site.site import first_page, write_site

    written = write_site(extract.reader, Path(target), Options(extract.collection, base_url or "", quotes), force)
    first = first_page(Path(target))
    counts = f"{written.changed:,} changed, {written.removed:,} removed"
    click.echo(f"Wrote a site of {written.files:,} files to {target}: {counts}.")
    click.echo(f"Begin with {first}.")
    if opens:
        click.launch(first.absolute().as_uri())
