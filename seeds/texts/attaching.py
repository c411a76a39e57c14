"""Attach the texts of articles to a database, so that citations show their quotes, and remove them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import MithaqError
from models.storage.database import Database, require_head_of
from models.storage.detaching import choose_attached, erase
from models.storage.sqlite_file import explained
from seeds.texts.article_text import Article, Text, read_articles, read_text
from seeds.texts.text_forms import find_form

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True)
class Attachment:
    """The result of attaching a file: the article, whether it had its text already, and the form that fits or ''."""

    name: str
    article: str
    already: bool
    form: str = ""

    def __str__(self) -> str:
        form = f", {self.form}" if self.form else ""
        return f"{self.name}: {'already attached' if self.already else 'attached'} to {self.article}{form}"


def attach(database: Database, paths: list[Path]) -> list[Attachment]:
    """Store the texts of articles in the database, in one transaction, each in the form that its digest proves.

    Raises:
        MithaqError: a file cannot be read or matches no article; then nothing is attached.
    """
    with database.read() as reader:
        articles = {article.digest: article for article in read_articles(reader)}
        attached = {slug for (slug,) in reader.rows("SELECT slug FROM v_article WHERE attached = 1")}
    texts = [_in_known_form(read_text(path), articles) for path in paths]
    unknown = [_explain_unknown(text, list(articles.values())) for text, _ in texts if text.digest not in articles]
    if unknown:
        raise MithaqError("\n".join([*unknown, "Nothing was attached."]))
    _store(database, {articles[text.digest].id: text.content for text, _ in texts})
    found = ((text, articles[text.digest].slug, form) for text, form in texts)
    return [Attachment(text.name, slug, slug in attached, form) for text, slug, form in found]


def _in_known_form(text: Text, articles: dict[str, Article]) -> tuple[Text, str]:
    """Return the text as an article has it, and the name of the form; or else the text as it is."""
    return (None if text.digest in articles else find_form(text, articles)) or (text, "")


def _explain_unknown(text: Text, articles: list[Article]) -> str:
    length = len(text.content)
    nearest = min(articles, key=lambda article: abs(article.length - length), default=None)
    hint = f"; the closest in length is {nearest.slug} ({nearest.length:,} characters)" if nearest else ""
    return f"{text.name}: no article has this text (digest {text.digest}, {length:,} characters){hint}"


def _store(database: Database, texts: dict[int, str]) -> None:
    from sqlalchemy import delete, insert
    from sqlalchemy.exc import DBAPIError

    from models.article import ArticleText
    from models.derived.search_index import refresh_search
    from models.storage.signals import ended_by_signals

    engine = database.engine()
    rows = [{"article": article, "text": text} for article, text in texts.items()]
    try:
        with ended_by_signals(), engine.begin() as connection:
            require_head_of(connection, database)
            connection.execute(delete(ArticleText).where(ArticleText.article.in_(list(texts))))
            connection.execute(insert(ArticleText), rows)
            refresh_search(connection, set(texts))
    except DBAPIError as error:
        raise MithaqError(f"nothing was attached to {database}: {explained(error.orig)}") from error
    finally:
        engine.dispose()


def detach(database: Database, slugs: Sequence[str] | None) -> list[str]:
    """Remove the attached texts of articles, of all of them if `slugs` is None; return the IDs of these articles.

    In a SQLite file nothing of a text is left, neither among its free pages nor in the search index.

    Raises:
        MithaqError: an ID is of no article with an attached text, or the database cannot be written.
    """
    with database.read() as reader:
        attached = {
            slug: article
            for article, slug in reader.rows(
                "SELECT t.article, r.slug FROM article_text t JOIN record r ON r.id = t.article ORDER BY r.slug"
            )
        }
    chosen = choose_attached(attached, slugs, "article with an attached text")
    if chosen:
        _remove(database, [attached[slug] for slug in chosen])
    return chosen


def _remove(database: Database, articles: list[int]) -> None:
    from sqlalchemy import delete

    from models.article import ArticleText
    from models.derived.search_index import merge_parts, refresh_search

    def delete_texts(connection: Connection) -> None:
        connection.execute(delete(ArticleText).where(ArticleText.article.in_(articles)))
        refresh_search(connection, set(articles))
        merge_parts(connection)

    erase(database, delete_texts)
