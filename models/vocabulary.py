"""Vocabularies: tables of short codes, each with a label and a definition in both languages."""

from typing import Annotated

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, reference


class Vocabulary:
    """The columns of every vocabulary."""

    code: Mapped[str] = mapped_column(primary_key=True, sort_order=-6)
    label_en: Mapped[str] = mapped_column(sort_order=-5)
    label_ar: Mapped[str] = mapped_column(sort_order=-4)
    definition_en: Mapped[str | None] = mapped_column(sort_order=-3, comment="how the code differs from similar ones")
    definition_ar: Mapped[str | None] = mapped_column(sort_order=-2, comment="the same in Arabic")
    position: Mapped[int] = mapped_column(sort_order=-1, comment="order of presentation")


# 0 or 1; codes that a user adds are 0 unless they say otherwise.
Flag = Annotated[int, mapped_column(server_default="0")]


def is_flag(column: str) -> CheckConstraint:
    """Return the constraint that a column holds 0 or 1."""
    return CheckConstraint(f"{column} IN (0, 1)", name=column)


class Kind(Vocabulary, Base):
    """Kinds of fact: of record, and of link."""

    __tablename__ = "kind"
    is_record: Mapped[int] = mapped_column(comment="1 for a record, 0 for a link")
    __table_args__ = (is_flag("is_record"),)


class Field(Base):
    """The fields of each kind of fact that a citation may name."""

    __tablename__ = "field"
    kind: Mapped[str] = mapped_column(reference("kind.code"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)


class Stage(Vocabulary, Base):
    """Stages of commitment, ranked. Some stages, such as suspended, have no rank."""

    __tablename__ = "stage"
    rank: Mapped[int | None] = mapped_column(unique=True, comment="10 to 100; null for a stage without a rank")
    under_way: Mapped[Flag] = mapped_column(comment="1 where something is still to be concluded")
    __table_args__ = (is_flag("under_way"),)


class Outlook(Vocabulary, Base):
    """Status: occurred, planned, cancelled …"""

    __tablename__ = "outlook"


class AgreementType(Vocabulary, Base):
    """The legal or practical form of an agreement."""

    __tablename__ = "agreement_type"


class EventType(Vocabulary, Base):
    """The form of an event."""

    __tablename__ = "event_type"
    cooperation: Mapped[Flag] = mapped_column(comment="1 if such events count as cooperation")
    __table_args__ = (is_flag("cooperation"),)


class InitiativeType(Vocabulary, Base):
    """The form of an initiative."""

    __tablename__ = "initiative_type"
    cooperation: Mapped[Flag] = mapped_column(comment="1 if such initiatives count as cooperation")
    __table_args__ = (is_flag("cooperation"),)


class OrganizationKind(Vocabulary, Base):
    """Kinds of organization."""

    __tablename__ = "organization_kind"


class PlaceKind(Vocabulary, Base):
    """Kinds of place. Groups of countries are regions."""

    __tablename__ = "place_kind"


class Role(Vocabulary, Base):
    """Roles of parties in a record."""

    __tablename__ = "role"
    partner: Mapped[Flag] = mapped_column(comment="1 if two parties in such roles are partners")
    __table_args__ = (is_flag("partner"),)


class Capacity(Vocabulary, Base):
    """Capacities in which a party is meant: itself, or its companies, experts, media …"""

    __tablename__ = "capacity"


class RelationType(Vocabulary, Base):
    """Ties between a subject and an object."""

    __tablename__ = "relation_type"
    cooperation: Mapped[Flag] = mapped_column(comment="1 if such relations count as cooperation")
    __table_args__ = (is_flag("cooperation"),)


class RelationJoin(Base):
    """The kinds of record that a relation type may join."""

    __tablename__ = "relation_join"
    type: Mapped[str] = mapped_column(reference("relation_type.code"), primary_key=True)
    subject_kind: Mapped[str] = mapped_column(reference("kind.code"), primary_key=True)
    object_kind: Mapped[str] = mapped_column(reference("kind.code"), primary_key=True)


class Attribution(Vocabulary, Base):
    """Attributions of statements: those to whom an article attributes them."""

    __tablename__ = "attribution"


class Mode(Vocabulary, Base):
    """Speech acts of statements."""

    __tablename__ = "mode"


class Measure(Vocabulary, Base):
    """Quantities that figures measure."""

    __tablename__ = "measure"


class Unit(Vocabulary, Base):
    """Units of figures that are not money."""

    __tablename__ = "unit"
    ucum: Mapped[str | None] = mapped_column(comment="Unified Code for Units of Measure, if there is one")


class Qualifier(Vocabulary, Base):
    """Degrees of precision with which a text gives a number: about, at least, between …"""

    __tablename__ = "qualifier"


class Currency(Vocabulary, Base):
    """Currencies of ISO 4217, with the names of CLDR."""

    __tablename__ = "currency"
    numeric: Mapped[str] = mapped_column(comment="ISO 4217 numeric code, three digits")
    minor_units: Mapped[int | None] = mapped_column(comment="ISO 4217 decimal places; null for units of account")


class Language(Vocabulary, Base):
    """Languages of ISO 639-1, with the names of CLDR."""

    __tablename__ = "language"


class NameForm(Vocabulary, Base):
    """Forms of names: printed, alias, acronym …"""

    __tablename__ = "name_form"


class PublishedBasis(Vocabulary, Base):
    """Sources of a date of publication."""

    __tablename__ = "published_basis"


class IdentifierScheme(Vocabulary, Base):
    """Schemes of identifiers: Wikidata, the UN Treaty Series …"""

    __tablename__ = "identifier_scheme"


class Sector(Vocabulary, Base):
    """Sectors of cooperation: a tree."""

    __tablename__ = "sector"
    parent: Mapped[str | None] = mapped_column(reference("sector.code"))
    __table_args__ = (Index(None, "parent"),)


class SectorPath(Base):
    """The closure of the sector tree: each sector with itself and with every narrower one."""

    __tablename__ = "sector_path"
    broader: Mapped[str] = mapped_column(reference("sector.code"), primary_key=True)
    narrower: Mapped[str] = mapped_column(reference("sector.code"), primary_key=True)
    depth: Mapped[int] = mapped_column(comment="steps between the two, 0 for the sector itself")
    __table_args__ = (Index(None, "narrower"),)


class SectorMapping(Base):
    """Sectors in other schemes: OECD/DAC purpose codes and ISIC Rev. 4."""

    __tablename__ = "sector_mapping"
    sector: Mapped[str] = mapped_column(reference("sector.code"), primary_key=True)
    scheme: Mapped[str] = mapped_column(primary_key=True, comment="oecd_dac or isic")
    code: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str]
    relation: Mapped[str] = mapped_column(comment="SKOS mapping: exact, close, broad (theirs is broader) or narrow")
    __table_args__ = (
        CheckConstraint("scheme IN ('oecd_dac', 'isic')", name="scheme"),
        CheckConstraint("relation IN ('exact', 'close', 'broad', 'narrow')", name="relation"),
    )


class AddedCode(Base):
    """Codes that users' collections add to open vocabularies; all other codes come with Mithaq."""

    __tablename__ = "added_code"
    vocabulary: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    collection: Mapped[str] = mapped_column(reference("collection.name"), primary_key=True)
