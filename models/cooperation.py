"""What is done together: agreements, events, initiatives, their parties, milestones and sectors."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
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


class Agreement(Base):
    """A treaty, memorandum, contract … or several of them that the text counts together."""

    __tablename__ = "agreement"
    id: Mapped[Key]
    fact_kind: Mapped[str] = mapped_column(default="agreement")
    type: Mapped[str] = mapped_column(reference("agreement_type.code"))
    value: Mapped[float | None] = mapped_column(comment="in units of the currency")
    value_to: Mapped[float | None] = mapped_column(comment="the upper end, where the text gives a range")
    currency: Mapped[str | None] = mapped_column(reference("currency.code"))
    qualifier: Mapped[str | None] = mapped_column(reference("qualifier.code"), comment="of the value")
    instruments: Mapped[int | None] = mapped_column(comment="how many instruments the row stands for; null for one")
    instruments_qualifier: Mapped[str | None] = mapped_column(reference("qualifier.code"))
    period: Mapped[EdtfText]
    period_from: Mapped[FirstDay]
    period_to: Mapped[LastDay]
    part_of: Mapped[int | None] = mapped_column(reference("agreement.id"))
    __table_args__ = (
        *subtype_of_record("agreement"),
        CheckConstraint("(value IS NULL) = (currency IS NULL)", name="currency"),
        CheckConstraint("value_to IS NULL OR value_to > value", name="value_to"),
        CheckConstraint("qualifier IS NULL OR value IS NOT NULL", name="qualifier"),
        CheckConstraint("instruments >= 1", name="instruments"),
        CheckConstraint("instruments_qualifier IS NULL OR instruments IS NOT NULL", name="instruments_qualifier"),
        CheckConstraint("part_of <> id", name="part_of"),
        *edtf_checks("period"),
        Index(None, "part_of"),
    )


class Event(Base):
    """A summit, visit, mission, exhibition … held or planned."""

    __tablename__ = "event"
    id: Mapped[Key]
    fact_kind: Mapped[str] = mapped_column(default="event")
    type: Mapped[str] = mapped_column(reference("event_type.code"))
    outlook: Mapped[str] = mapped_column(reference("outlook.code"))
    date: Mapped[EdtfText]
    date_from: Mapped[FirstDay]
    date_to: Mapped[LastDay]
    place: Mapped[int | None] = mapped_column(reference("place.id"))
    part_of: Mapped[int | None] = mapped_column(reference("event.id"))
    __table_args__ = (
        *subtype_of_record("event"),
        CheckConstraint("part_of <> id", name="part_of"),
        *edtf_checks("date"),
        Index(None, "place"),
        Index(None, "part_of"),
    )


class Initiative(Base):
    """A programme, platform, product, laboratory, strategy …"""

    __tablename__ = "initiative"
    id: Mapped[Key]
    fact_kind: Mapped[str] = mapped_column(default="initiative")
    type: Mapped[str] = mapped_column(reference("initiative_type.code"))
    period: Mapped[EdtfText]
    period_from: Mapped[FirstDay]
    period_to: Mapped[LastDay]
    place: Mapped[int | None] = mapped_column(reference("place.id"))
    part_of: Mapped[int | None] = mapped_column(reference("initiative.id"))
    __table_args__ = (
        *subtype_of_record("initiative"),
        CheckConstraint("part_of <> id", name="part_of"),
        *edtf_checks("period"),
        Index(None, "place"),
        Index(None, "part_of"),
    )


class Participation(Base):
    """A party takes part in a record, in a capacity and a role."""

    __tablename__ = "participation"
    id: Mapped[Key]
    fact_kind: Mapped[str] = mapped_column(default="participation")
    record: Mapped[int] = mapped_column(reference("record.id"))
    party: Mapped[int | None] = mapped_column(
        reference("record.id"), comment="a country, organization, person or region; null where only a capacity is named"
    )
    capacity: Mapped[str] = mapped_column(reference("capacity.code"), default="itself", server_default="itself")
    role: Mapped[str] = mapped_column(reference("role.code"))
    __table_args__ = (
        *link_of_fact("participation", "record"),
        CheckConstraint("party IS NOT NULL OR capacity <> 'itself'", name="party"),
        Index(
            "uq_participation_natural_key",
            "record",
            text("coalesce(party, 0)"),
            "capacity",
            "role",
            unique=True,
        ),
        Index(None, "party", "record"),
    )


class Milestone(Base):
    """A step of an agreement or initiative, occurred or planned."""

    __tablename__ = "milestone"
    id: Mapped[Key]
    fact_kind: Mapped[str] = mapped_column(default="milestone")
    record: Mapped[int] = mapped_column(reference("record.id"))
    stage: Mapped[str] = mapped_column(reference("stage.code"))
    outlook: Mapped[str] = mapped_column(reference("outlook.code"), default="occurred", server_default="occurred")
    party: Mapped[int | None] = mapped_column(reference("record.id"), comment="the one party that took the step alone")
    date: Mapped[EdtfText]
    date_from: Mapped[FirstDay]
    date_to: Mapped[LastDay]
    event: Mapped[int | None] = mapped_column(reference("event.id"))
    place: Mapped[int | None] = mapped_column(reference("place.id"))
    __table_args__ = (
        *link_of_fact("milestone", "record"),
        *edtf_checks("date"),
        Index(
            "uq_milestone_natural_key",
            "record",
            "stage",
            "outlook",
            text("coalesce(party, 0)"),
            text("coalesce(date, '')"),
            text("coalesce(event, 0)"),
            unique=True,
        ),
        Index(None, "party"),
        Index(None, "event"),
        Index(None, "place"),
    )


class Classification(Base):
    """A record belongs to a sector."""

    __tablename__ = "classification"
    id: Mapped[Key]
    fact_kind: Mapped[str] = mapped_column(default="classification")
    record: Mapped[int] = mapped_column(reference("record.id"))
    sector: Mapped[str] = mapped_column(reference("sector.code"))
    __table_args__ = (
        *link_of_fact("classification", "record"),
        UniqueConstraint("record", "sector"),
        Index(None, "sector", "record"),
    )
