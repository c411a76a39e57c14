"""Articles, and their texts where a reader has attached them."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, EdtfText, FirstDay, Key, LastDay, edtf_checks, newest_first, reference, subtype_of_record


class Article(Base):
    """A press article, identified by the digest and length of its text."""

    __tablename__ = "article"
    id: Mapped[Key]
    fact_kind: Mapped[str] = mapped_column(default="article")
    publisher: Mapped[int | None] = mapped_column(reference("organization.id"))
    byline: Mapped[str | None]
    reprinted_from: Mapped[int | None] = mapped_column(reference("organization.id"))
    language: Mapped[str] = mapped_column(reference("language.code"))
    published: Mapped[EdtfText]
    published_from: Mapped[FirstDay]
    published_to: Mapped[LastDay]
    published_basis: Mapped[str | None] = mapped_column(reference("published_basis.code"))
    url: Mapped[str | None]
    retrieved: Mapped[str | None]
    digest: Mapped[str] = mapped_column(unique=True)
    length: Mapped[int]
    __table_args__ = (
        *subtype_of_record("article"),
        *edtf_checks("published"),
        CheckConstraint("(published IS NULL) = (published_basis IS NULL)", name="published_basis"),
        CheckConstraint("length > 0", name="length"),
        CheckConstraint("length(digest) = 64", name="digest"),
        Index(None, "publisher"),
        Index(None, "reprinted_from"),
        # The report `articles`.
        *newest_first("article", last="published_from"),
    )


class ArticleText(Base):
    """The text of an article, attached by a reader who has it. Never shipped."""

    __tablename__ = "article_text"
    article: Mapped[Key] = mapped_column(reference("article.id"))
    text: Mapped[str]
