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
OPTIONS = (
    click.option("--base-url", metavar="URL", default="", help="Address at which you will publish a site."),
    click.option("--quotes", is_flag=True, help="Quote attached texts in a site, for your own eyes only."),
    click.option("--open", "opens", is_flag=True, help="Open a site in the browser."),
)


def site_options(function: F) -> F:
    """Add the options that only a site takes."""
    for option in reversed(OPTIONS):
        function = option(function)
    return function


def refuse_misuse(form: str, base_url: str, quotes: bool, opens: bool) -> None:
    """Refuse the options of a site for other forms, and an address that browsers do not open.

    Raises:
        click.UsageError: one of them is given with another form, or the address is none of the web.
    """
    given = [name for name, value in (("--base-url", base_url), ("--quotes", quotes), ("--open", opens)) if value]
    if given and form != SITE:
        raise click.UsageError(f"{', '.join(given)} works only with {SITE}, not with {form}")
    if base_url and not re.match(r"https?://[^\s/]", base_url):
        raise click.UsageError(f"--base-url needs an address such as https://example.org/mithaq, not {base_url!r}")


def export_site(extract: Extract, target: str, force: bool, base_url: str, quotes: bool, opens: bool) -> None:
    """Write a site, print the number of changed files, and open it with --open."""
    if target == "-":
        raise click.UsageError(f"{SITE} needs a directory; name one")
    from pathlib import Path

    from reports.site.contents import Options
    from reports.site.site import first_page, write_site

    written = write_site(extract.reader, Path(target), Options(extract.collection, base_url, quotes), force)
    first = first_page(Path(target))
    counts = f"{written.changed:,} changed, {written.removed:,} removed"
    click.echo(f"Wrote a site of {written.files:,} files to {target}: {counts}.")
    click.echo(f"Begin with {first}.")
    if opens:
        click.launch(first.absolute().as_uri())
