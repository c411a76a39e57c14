"""Facts, the records that own them, names of records, and citations."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, by_slug, link_of_fact, partial_index, reference, references
from models.kinds.meanings import MEANINGS


class Collection(Base):
    """The owners of facts: `mithaq` for the shipped ones, a user's name, `kept` for records that others still need."""

    __tablename__ = "collection"
    name: Mapped[str] = mapped_column(primary_key=True)


class Source(Base):
    """A seed file, or a row of a table, that a load has read. By its digest the next load sees whether it changed."""

    __tablename__ = "source"
    id: Mapped[Key]
    collection: Mapped[str] = mapped_column(reference("collection.name"))
    path: Mapped[str] = mapped_column(comment="relative to the folder of the collection")
    row_key: Mapped[str] = mapped_column(default="", server_default="", comment="key of a row; empty for the file")
    digest: Mapped[str] = mapped_column(
        comment="SHA-256 of the file's bytes, hexadecimal; of a row, that of its cells and of what gives them a meaning"
    )
    __table_args__ = (UniqueConstraint("collection", "path", "row_key"),)


class Fact(Base):
    """A citable row. A record is a fact that owns itself; a link is a fact that a record owns."""

    __tablename__ = "fact"
    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(reference("kind.code"))
    record: Mapped[int] = mapped_column(reference("fact.id"), comment="the record that owns the fact")
    collection: Mapped[str] = mapped_column(reference("collection.name"))
    source: Mapped[int] = mapped_column(reference("source.id"), comment="the seed file that states it")
    __table_args__ = (
        UniqueConstraint("id", "kind", "record"),
        Index(None, "record"),
        Index(None, "source"),
    )


class Record(Base):
    """A fact with a name in at least one of the two languages."""

    __tablename__ = "record"
    id: Mapped[Key]
    kind: Mapped[str]
    slug: Mapped[str] = mapped_column(unique=True, comment="one namespace, lower-case ASCII, never reused")
    name_en: Mapped[str | None]
    name_ar: Mapped[str | None]
    summary_en: Mapped[str | None]
    summary_ar: Mapped[str | None]
    note: Mapped[str | None]
    country: Mapped[str | None] = mapped_column(
        # A country is a record too, so PostgreSQL gets this key after both tables exist.
        ForeignKey("country.code", deferrable=True, initially="IMMEDIATE", use_alter=True)
    )
    __table_args__ = (
        references(["id", "kind", "id"], ["fact.id", "fact.kind", "fact.record"]),
        UniqueConstraint("id", "kind"),
        CheckConstraint(
            # Lists and items join slugs by these characters.
            "slug = lower(slug) AND slug <> '' AND slug NOT LIKE '% %' AND slug NOT LIKE '%:%' AND slug NOT LIKE '%;%'",
            name="slug",
        ),
        CheckConstraint(
            "(name_en IS NOT NULL OR name_ar IS NOT NULL) AND name_en <> '' AND name_ar <> ''", name="names"
        ),
        # Lists of a kind by slug or by name: `organizations`, `people`, and any report sorted by name.
        *by_slug("record", "kind"),
        Index("ix_record_kind_name_en", "kind", sql("coalesce(name_en, name_ar)")),
        Index("ix_record_kind_name_ar", "kind", sql("coalesce(name_ar, name_en)")),
        # The same lists of one country.
        *by_slug("record", "country", "kind"),
        # For the view of gaps.
        partial_index("ix_record_one_language", ["id"], "name_en IS NULL OR name_ar IS NULL"),
    )


class FormerSlug(Base):
    """Retired slugs of records. They are never used again."""

    __tablename__ = "former_slug"
    slug: Mapped[str] = mapped_column(primary_key=True)
    record: Mapped[int] = mapped_column(reference("record.id"))
    __table_args__ = (Index(None, "record"),)


class Name(Base):
    """Other names of a record: printed forms, aliases, acronyms, metonyms."""

    __tablename__ = "name"
    record: Mapped[Key] = mapped_column(reference("record.id"))
    language: Mapped[str] = mapped_column(reference("language.code"), primary_key=True)
    text: Mapped[str] = mapped_column(primary_key=True)
    form: Mapped[str] = mapped_column(reference("name_form.code"), primary_key=True)
    collection: Mapped[str] = mapped_column(reference("collection.name"), primary_key=True)
    folded: Mapped[str] = mapped_column(comment="the search form of the text")
    source: Mapped[int] = mapped_column(reference("source.id"), comment="the seed file that states it")
    __table_args__ = (Index(None, "folded"), Index(None, "source"))


class Identifier(Base):
    """The name of a record in another scheme."""

    __tablename__ = "identifier"
    id: Mapped[Key]
    fact_kind: Mapped[str] = mapped_column(default="identifier")
    record: Mapped[int] = mapped_column(reference("record.id"))
    scheme: Mapped[str] = mapped_column(reference("identifier_scheme.code"))
    value: Mapped[str]
    url: Mapped[str | None]
    __table_args__ = (
        *link_of_fact("identifier", "record"),
        CheckConstraint("value <> ''", name="value"),
        UniqueConstraint("record", "scheme", "value"),
        Index(None, "scheme", "value"),
    )


class Citation(Base):
    """A span of an article, or a cell of a data set, that supports a fact or one field of it."""

    __tablename__ = "citation"
    fact: Mapped[int] = mapped_column(reference("fact.id"), primary_key=True)
    field: Mapped[str] = mapped_column(
        primary_key=True, default="", server_default="", comment="empty for the whole fact"
    )
    cited: Mapped[int] = mapped_column(
        reference("record.id"), primary_key=True, comment="the article or the data set that is cited"
    )
    start_char: Mapped[int] = mapped_column(
        primary_key=True, default=0, server_default="0", comment="0-based Unicode code point; 0 of a cell"
    )
    end_char: Mapped[int] = mapped_column(
        primary_key=True, default=0, server_default="0", comment="exclusive; 0 of a cell"
    )
    row_key: Mapped[str] = mapped_column(
        primary_key=True, default="", server_default="", comment="key of the row of a cell; empty of a span"
    )
    column_name: Mapped[str] = mapped_column(
        primary_key=True, default="", server_default="", comment="header of the column of a cell; empty of a span"
    )
    collection: Mapped[str] = mapped_column(reference("collection.name"), primary_key=True)
    digest: Mapped[str] = mapped_column(comment="SHA-256 of the UTF-8 bytes of the span or of the cell, hexadecimal")
    reading: Mapped[str | None] = mapped_column(comment=MEANINGS["citation.reading"])
    note: Mapped[str | None]
    printed: Mapped[str | None] = mapped_column(comment=MEANINGS["citation.printed"])
    source: Mapped[int | None] = mapped_column(
        reference("source.id"), comment="the seed file that states it; null where that is the fact's own"
    )
    __table_args__ = (
        CheckConstraint(
            "start_char >= 0 AND (end_char > start_char AND row_key = '' AND column_name = '' AND printed IS NULL"
            " OR end_char = 0 AND start_char = 0 AND row_key <> '' AND column_name <> '')",
            name="place",
        ),
        CheckConstraint("reading IS NULL OR field <> ''", name="reading"),
        Index(None, "cited", "start_char"),
        Index(None, "source"),
        partial_index("ix_citation_reading", ["fact"], "reading IS NOT NULL"),
    )


class Load(Base):
    """The log of loads that changed something."""

    __tablename__ = "load"
    id: Mapped[Key]
    at: Mapped[str] = mapped_column(comment="UTC, ISO 8601")
    collection: Mapped[str] = mapped_column(reference("collection.name"))
    version: Mapped[str] = mapped_column(comment="version of Mithaq that loaded")
    digest: Mapped[str] = mapped_column(comment=MEANINGS["load.digest"])
    inserted: Mapped[int]
    updated: Mapped[int]
    deleted: Mapped[int]
    unchanged: Mapped[int]
