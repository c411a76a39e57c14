"""The metadata with every table: importing this module imports all models."""

from models import article, cooperation, dataset, entity, fact, figures_statements, state, vocabulary
from models.base import Base

metadata = Base.metadata

__all__ = [
    "article",
    "cooperation",
    "dataset",
    "entity",
    "fact",
    "figures_statements",
    "metadata",
    "state",
    "vocabulary",
]
