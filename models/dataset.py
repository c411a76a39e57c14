"""Data sets, and the cells of their tables that a reader has attached."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, reference, subtype_of_record


class Dataset(Base):
    """A table of facts, identified by the digest of its file."""

    __tablename__ = "dataset"
    id: Mapped[Key]
    fact_kind: Mapped[str] = mapped_column(default="dataset")
    publisher: Mapped[int | None] = mapped_column(reference("organization.id"))
    language: Mapped[str | None] = mapped_column(reference("language.code"))
    url: Mapped[str | None]
    edition: Mapped[str | None]
    licence: Mapped[str | None]
    key_columns: Mapped[str | None]
    sheet: Mapped[str | None]
    digest: Mapped[str]
    rows: Mapped[int]
    __table_args__ = (
        *subtype_of_record("dataset"),
        CheckConstraint("length(digest) = 64", name="digest"),
        CheckConstraint("rows >= 0", name="rows"),
        Index(None, "publisher"),
    )


class CellText(Base):
    """The text of a cited cell, attached by a reader who has the file. Never shipped."""

    __tablename__ = "cell_text"
    dataset: Mapped[Key] = mapped_column(reference("dataset.id"))
    row_key: Mapped[str] = mapped_column(primary_key=True, comment="key of the row")
    column_name: Mapped[str] = mapped_column(primary_key=True, comment="header of the column")
    row: Mapped[int] = mapped_column(comment="number of the row in the attached file, the first one is 1")
    column: Mapped[int] = mapped_column(comment="number of the column in the attached file, the first one is 1")
    text: Mapped[str] = mapped_column(comment="the text of the cell")
    __table_args__ = ({"sqlite_with_rowid": False},)
