"""The whole schema: importing this module fills the metadata with every table."""

from models import article, claim, cooperation, entity, fact, state, vocabulary
from models.base import Base

metadata = Base.metadata

__all__ = ["article", "claim", "cooperation", "entity", "fact", "metadata", "state", "vocabulary"]
