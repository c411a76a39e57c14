"""Figures and statements."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import (
    Base,
    EdtfText,
    FirstDay,
    Key,
    LastDay,
    edtf_checks,
    link_of_fact,
    reference,
    subtype_of_record,
)


class Figure(Base):
    """A number with its subject, its unit or currency, and the period it covers."""

    __tablename__ = "figure"
    id: Mapped[Key]
    fact_kind: Mapped[str] = mapped_column(default="figure")
    subject: Mapped[int | None] = mapped_column(reference("record.id"))
    measure: Mapped[str] = mapped_column(reference("measure.code"))
    amount: Mapped[float]
    amount_to: Mapped[float | None]
    unit: Mapped[str | None] = mapped_column(reference("unit.code"))
    currency: Mapped[str | None] = mapped_column(reference("currency.code"))
    qualifier: Mapped[str | None] = mapped_column(reference("qualifier.code"))
    period: Mapped[EdtfText]
    period_from: Mapped[FirstDay]
    period_to: Mapped[LastDay]
    base: Mapped[EdtfText]
    base_from: Mapped[FirstDay]
    base_to: Mapped[LastDay]
    __table_args__ = (
        *subtype_of_record("figure"),
        CheckConstraint("(unit IS NULL) <> (currency IS NULL)", name="unit"),
        CheckConstraint("amount_to IS NULL OR amount_to > amount", name="amount_to"),
        CheckConstraint("base IS NULL OR measure = 'change'", name="base_of_change"),
        *edtf_checks("period", "base"),
        Index(None, "subject"),
    )


class Statement(Base):
    """A claim, aim, assessment, call or plan, and to whom the article attributes it."""

    __tablename__ = "statement"
    id: Mapped[Key]
    fact_kind: Mapped[str] = mapped_column(default="statement")
    attribution: Mapped[str] = mapped_column(reference("attribution.code"))
    mode: Mapped[str] = mapped_column(reference("mode.code"))
    event: Mapped[int | None] = mapped_column(reference("event.id"))
    date: Mapped[EdtfText]
    date_from: Mapped[FirstDay]
    date_to: Mapped[LastDay]
    __table_args__ = (
        *subtype_of_record("statement"),
        *edtf_checks("date"),
        Index(None, "event"),
    )


class About(Base):
    """A record that a statement is about."""

    __tablename__ = "about"
    id: Mapped[Key]
    fact_kind: Mapped[str] = mapped_column(default="about")
    statement: Mapped[int] = mapped_column(reference("statement.id"))
    record: Mapped[int] = mapped_column(reference("record.id"))
    __table_args__ = (
        *link_of_fact("about", "statement"),
        UniqueConstraint("statement", "record"),
        Index(None, "record"),
    )
