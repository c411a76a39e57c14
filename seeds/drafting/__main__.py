"""`python -m seeds.drafting FILE… [--published DATE] [--publisher NAME] [--url URL] [--output DIR] [--explain]`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from seeds.drafting.assembling import Page, draft
from seeds.drafting.text import Article
from seeds.drafting.writing import to_yaml


def read(file: Path) -> str:
    """Return the text of a file; one that is not UTF-8 is refused."""
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file} is not UTF-8 (byte {error.start + 1}); save it as UTF-8.") from None


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--published", type=click.DateTime(["%Y-%m-%d"]), help="Day of publication; relative dates are reckoned from it."
)
@click.option("--publisher", help="Name of the publisher.")
@click.option("--url", help="Address of the article.")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), help="Write NAME.yml into this folder.")
@click.option("--explain", is_flag=True, help="Print which rule found what, in place of the draft.")
def main(
    files: tuple[Path, ...],
    published: object,
    publisher: str | None,
    url: str | None,
    output: Path | None,
    explain: bool,
) -> None:
    """Draft a seed file from the text of each FILE."""
    day = date.fromisoformat(str(published)[:10]) if published else None
    page = Page(day.isoformat() if day else None, publisher, url)
    for file in files:
        made = draft(Article(read(file), day), file.stem, page)
        if explain:
            for each in made.explanations:
                click.echo(f"{file.name}: {each.section} [{each.start}, {each.end}] {each.text!r}: {each.rule}")
        elif output:
            output.mkdir(parents=True, exist_ok=True)
            (output / f"{file.stem}.yml").write_text(to_yaml(made), encoding="utf-8", newline="\n")
        else:
            click.echo(to_yaml(made), nl=False)


if __name__ == "__main__":
    main()
