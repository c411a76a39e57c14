"""Names of countries as people write them, in English and Arabic, and the ISO codes that they mean.

`CountryNames` finds the country that a value names and the countries that a text mentions. The names themselves are
`seeds/reference/country_name.csv`; this package knows only how spellings of a name differ.
"""

from models.country_names.matching import CountryNames, Match
from models.country_names.mentions import Mention

__all__ = ["CountryNames", "Match", "Mention"]
