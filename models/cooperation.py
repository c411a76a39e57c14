"""Agreements, events and initiatives, with their parties, milestones and sectors."""

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
    partial_index,
    reference,
    subtype_of_record,
)

PLANNED = "outlook IN ('planned', 'postponed')"


def _only_if_unidentified(printed: str, column: str) -> tuple[CheckConstraint, ...]:
    """Return the check that a printed spelling is there only if no record is identified."""
    return (CheckConstraint(f"{printed} IS NULL OR ({column} IS NULL AND {printed} <> '')", name=printed),)


class Agreement(Base):
    """A treaty, memorandum, contract … or several of them that the text counts together."""

    __tablename__ = "agreement"
    id: Mapped[Key]
    fact_kind: Mapped[str] = mapped_column(default="agreement")
    type: Mapped[str] = mapped_column(reference("agreement_type.code"))
    value: Mapped[float | None]
    value_to: Mapped[float | None]
    currency: Mapped[str | None] = mapped_column(reference("currency.code"))
    qualifier: Mapped[str | None] = mapped_column(reference("qualifier.code"))
    instruments: Mapped[int | None]
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
    place_printed: Mapped[str | None]
    part_of: Mapped[int | None] = mapped_column(reference("event.id"))
    __table_args__ = (
        *subtype_of_record("event"),
        *_only_if_unidentified("place_printed", "place"),
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
    """A party of a record, with its capacity and role."""

    __tablename__ = "participation"
    id: Mapped[Key]
    fact_kind: Mapped[str] = mapped_column(default="participation")
    record: Mapped[int] = mapped_column(reference("record.id"))
    party: Mapped[int | None] = mapped_column(reference("record.id"))
    printed: Mapped[str | None]
    capacity: Mapped[str] = mapped_column(reference("capacity.code"), default="itself", server_default="itself")
    role: Mapped[str] = mapped_column(reference("role.code"))
    __table_args__ = (
        *link_of_fact("participation", "record"),
        CheckConstraint("party IS NOT NULL OR printed IS NOT NULL OR capacity <> 'itself'", name="party"),
        *_only_if_unidentified("printed", "party"),
        Index(
            "uq_participation_natural_key",
            "record",
            text("coalesce(party, 0)"),
            text("coalesce(printed, '')"),
            "capacity",
            "role",
            unique=True,
        ),
        Index(None, "party", "record"),
        # For counts of partners, which read nothing else.
        Index(None, "record", "party", "role"),
        # For the view of gaps, as with milestones.
        partial_index("ix_participation_printed", ["record"], "printed IS NOT NULL"),
    )


class Milestone(Base):
    """A milestone of an agreement or initiative: a dated step that reaches a stage, occurred or planned."""

    __tablename__ = "milestone"
    id: Mapped[Key]
    fact_kind: Mapped[str] = mapped_column(default="milestone")
    record: Mapped[int] = mapped_column(reference("record.id"))
    stage: Mapped[str] = mapped_column(reference("stage.code"))
    outlook: Mapped[str] = mapped_column(reference("outlook.code"), default="occurred", server_default="occurred")
    party: Mapped[int | None] = mapped_column(reference("record.id"))
    printed: Mapped[str | None]
    date: Mapped[EdtfText]
    date_from: Mapped[FirstDay]
    date_to: Mapped[LastDay]
    event: Mapped[int | None] = mapped_column(reference("event.id"))
    place: Mapped[int | None] = mapped_column(reference("place.id"))
    place_printed: Mapped[str | None]
    __table_args__ = (
        *link_of_fact("milestone", "record"),
        *_only_if_unidentified("printed", "party"),
        *_only_if_unidentified("place_printed", "place"),
        *edtf_checks("date"),
        Index(
            "uq_milestone_natural_key",
            "record",
            "stage",
            "outlook",
            text("coalesce(party, 0)"),
            text("coalesce(printed, '')"),
            text("coalesce(date, '')"),
            text("coalesce(event, 0)"),
            text("coalesce(place, 0)"),
            text("coalesce(place_printed, '')"),
            unique=True,
        ),
        Index(None, "party"),
        Index(None, "event"),
        Index(None, "place"),
        # For `v_gap` and `v_stale`: the milestones of a record before or after a day, and planned ones.
        Index(None, "record", "outlook", "date_to"),
        partial_index("ix_milestone_planned", ["record", "stage", "outlook", "date", "date_from", "date_to"], PLANNED),
        # The timeline.
        Index(None, "date_from"),
        partial_index("ix_milestone_printed", ["record"], "printed IS NOT NULL"),
        partial_index("ix_milestone_place_printed", ["record"], "place_printed IS NOT NULL"),
    )


class Classification(Base):
    """A sector of a record."""

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
