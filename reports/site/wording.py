"""Read the labels of all codes, countries and records, for the pages of one language."""

from __future__ import annotations

from models.commandline.language import in_language
from models.storage.database import Reader
from reports.display.cell_text import Wording
from reports.display.labels import Labels
from reports.display.translations import TRANSLATIONS

LABELS = """
SELECT vocabulary, code, label_{language} FROM v_code
UNION ALL SELECT 'country', code, {name} FROM v_country
UNION ALL SELECT 'record', slug, {name} FROM v_record
UNION ALL SELECT 'title', item, min({title}) FROM v_position GROUP BY item"""


def read_wording(reader: Reader, language: str) -> Wording:
    """Return the wording of a language; a missing label is replaced by the other language's in square brackets."""
    place = ("en", "ar").index(language)
    labels: Labels = {
        (vocabulary, code): words[place] for vocabulary, codes in TRANSLATIONS.items() for code, words in codes.items()
    }
    sql = LABELS.format(language=language, name=in_language("name", language), title=in_language("title", language))
    labels |= {(vocabulary, code): label for vocabulary, code, label in reader.rows(sql)}
    return Wording("ar" if language == "ar" else "en", labels)
