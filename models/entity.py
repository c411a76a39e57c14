"""Countries, places, organizations and people, with positions and relations."""

from sqlalchemy import CheckConstraint, Index, text
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


class Country(Base):
    """A country or territory of ISO 3166-1, or a state that has ended."""

    __tablename__ = "country"
    id: Mapped[Key]
    fact_kind: Mapped[str] = mapped_column(default="country")
    code: Mapped[str] = mapped_column(unique=True)
    alpha3: Mapped[str | None] = mapped_column(unique=True)
    numeric: Mapped[str | None] = mapped_column(unique=True)
    existed_from: Mapped[str | None]
    existed_until: Mapped[str | None]
    successors: Mapped[str | None]
    existence_source: Mapped[str | None]
    __table_args__ = (
        *subtype_of_record("country"),
        CheckConstraint("(alpha3 IS NULL) = (numeric IS NULL)", name="numeric"),
        CheckConstraint("alpha3 IS NOT NULL OR existed_until IS NOT NULL", name="existed_until"),
    )


class Place(Base):
    """A city, venue or area. Groups of countries are regions."""

    __tablename__ = "place"
    id: Mapped[Key]
    fact_kind: Mapped[str] = mapped_column(default="place")
    kind: Mapped[str] = mapped_column(reference("place_kind.code"))
    __table_args__ = (*subtype_of_record("place"),)


class Organization(Base):
    """A ministry, company, university, medium, intergovernmental body …"""

    __tablename__ = "organization"
    id: Mapped[Key]
    fact_kind: Mapped[str] = mapped_column(default="organization")
    kind: Mapped[str] = mapped_column(reference("organization_kind.code"))
    parent: Mapped[int | None] = mapped_column(reference("organization.id"))
    __table_args__ = (
        *subtype_of_record("organization"),
        CheckConstraint("parent <> id", name="parent"),
        Index(None, "parent"),
    )


class Person(Base):
    """A person. Offices are positions."""

    __tablename__ = "person"
    id: Mapped[Key]
    fact_kind: Mapped[str] = mapped_column(default="person")
    __table_args__ = (*subtype_of_record("person"),)


class Position(Base):
    """An office that a person holds or held."""

    __tablename__ = "position"
    id: Mapped[Key]
    fact_kind: Mapped[str] = mapped_column(default="position")
    person: Mapped[int] = mapped_column(reference("person.id"))
    holder: Mapped[int | None] = mapped_column(reference("record.id"))
    title_en: Mapped[str | None]
    title_ar: Mapped[str | None]
    former: Mapped[int | None]
    period: Mapped[EdtfText]
    period_from: Mapped[FirstDay]
    period_to: Mapped[LastDay]
    __table_args__ = (
        *link_of_fact("position", "person"),
        CheckConstraint("title_en IS NOT NULL OR title_ar IS NOT NULL", name="title"),
        CheckConstraint("former IN (0, 1)", name="former"),
        *edtf_checks("period"),
        Index(
            "uq_position_natural_key",
            "person",
            text("coalesce(holder, 0)"),
            text("coalesce(title_en, title_ar)"),
            text("coalesce(period, '')"),
            text("coalesce(former, -1)"),
            unique=True,
        ),
        Index(None, "holder"),
    )


class Relation(Base):
    """A tie between a subject and an object. The type names it; the context is a third term."""

    __tablename__ = "relation"
    id: Mapped[Key]
    fact_kind: Mapped[str] = mapped_column(default="relation")
    subject: Mapped[int] = mapped_column(reference("record.id"))
    type: Mapped[str] = mapped_column(reference("relation_type.code"))
    object: Mapped[int] = mapped_column(reference("record.id"))
    context: Mapped[int | None] = mapped_column(reference("record.id"))
    sector: Mapped[str | None] = mapped_column(reference("sector.code"))
    period: Mapped[EdtfText]
    period_from: Mapped[FirstDay]
    period_to: Mapped[LastDay]
    statement: Mapped[int | None] = mapped_column(reference("statement.id"))
    __table_args__ = (
        *link_of_fact("relation", "subject"),
        CheckConstraint("object <> subject", name="object"),
        *edtf_checks("period"),
        Index(
            "uq_relation_natural_key",
            "subject",
            "type",
            "object",
            text("coalesce(context, 0)"),
            text("coalesce(sector, '')"),
            text("coalesce(period, '')"),
            text("coalesce(statement, 0)"),
            unique=True,
        ),
        Index(None, "object"),
        Index(None, "context"),
        Index(None, "sector"),
        Index(None, "statement"),
    )
