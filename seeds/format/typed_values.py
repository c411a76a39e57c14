"""Values from text: dates, days, numbers, counts, flags and digests."""

from __future__ import annotations

import datetime
import math
import re
from decimal import Decimal
from typing import Any

from models.edtf_dates import EdtfDate, parse_date
from models.edtf_forms import canonical_form
from models.plain_numbers import write_number
from seeds.format.records import Field

DIGEST = re.compile(r"[0-9a-f]{64}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
NUMBER_LIMIT = 1e24
COUNT = re.compile("[1-9][0-9]{0,8}")


def typed(text: str, each: Field) -> Any:
    """Return the value of a field from its text.

    Raises:
        ValueError: the text is not of the field's type; the message says what is expected.
    """
    match each.type.name:
        case "date":
            return _date(text)
        case "day":
            return read_day(text)
        case "number":
            return _number(text)
        case "count":
            if not COUNT.fullmatch(text):
                raise ValueError(f"{text!r} is not a whole number from 1 to 999,999,999")
            return int(text)
        case "flag":
            if text not in ("true", "false"):
                raise ValueError(f"{text!r} is neither true nor false")
            return int(text == "true")
        case "digest":
            if not DIGEST.fullmatch(text):
                raise ValueError(f"{text!r} is not a SHA-256 digest: 64 hexadecimal digits")
            return text
    return text


def _date(text: str) -> EdtfDate:
    found = parse_date(text)
    # Equal dates that are written differently would be several facts.
    if (form := canonical_form(text)) != text:
        raise ValueError(f"{text!r} means {form}; write that")
    return found


def read_day(text: str) -> str:
    """Return a day of ISO 8601, in its only form with two hyphens.

    Raises:
        ValueError: it is none.
    """
    try:
        if DAY.fullmatch(text):
            return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise ValueError(f"{text!r} is not a day, such as 2025-05-03")


def _number(text: str) -> float:
    value = float(text) if NUMBER.fullmatch(text) else math.inf
    if abs(value) >= NUMBER_LIMIT:
        raise ValueError(f"{text!r} is not a plain number, such as 1000000000 or 34.5, below 10^24")
    if Decimal(repr(value)) != Decimal(text):
        raise ValueError(f"{text!r} has more digits than can be stored; it would become {write_number(value)}")
    # The negative zero is 0.
    return value + 0.0
