"""The one form of each EDTF date: equal dates are equal texts.

A qualifier is written once: behind the longest beginning that shares it (`2025-05?`, not `?2025-?05`), and before each
further part (`2025?-~05`). The members of a set are in order, three or more consecutive ones are a range
(`[2020..2022]`), and a set or an interval of one date is that date.
"""

import re
from collections.abc import Callable
from datetime import date

from models.edtf_dates import ISO_DAY

# Years, months and days, but no seasons, have an order without gaps.
NUMBERED = re.compile("[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?")
PIECE = re.compile("([?~%]?)([0-9X]+)([?~%]?)")
# The qualifiers: uncertain, approximate, both.
SIGNS = ("", "?", "~", "%")
# The numbers of open ends among years, months and days.
LOWEST, HIGHEST = -1, 10**9
WRITERS: dict[int, Callable[[int], str]] = {
    len("2025"): "{:04}".format,
    len("2025-05"): lambda number: f"{number // 12:04}-{number % 12 + 1:02}",
    len("2025-05-03"): lambda number: date.fromordinal(number).isoformat(),
}


def canonical_form(text: str) -> str:
    """Return the one form of a date that `parse_date` admits.

    Raises:
        ValueError: it is a set of all dates.
    """
    if ISO_DAY.fullmatch(text):
        return text
    if text[0] in "[{":
        return _set(text)
    start, sign, end = text.partition("/")
    return _span(_part(start), sign, _part(end))


def _span(start: str, sign: str, end: str) -> str:
    """Return an interval or a range; the date itself if it begins and ends with one date of known digits."""
    return start if start == end and "X" not in start else start + sign + end


def _part(part: str) -> str:
    """Return a date with each qualifier once; an open end stays as it is."""
    pieces = PIECE.findall(part)
    if not pieces:
        return part
    flags: list[int] = []
    behind = 0
    # A sign behind a piece qualifies those before it too, a sign before it only the piece.
    for before, _, after in reversed(pieces):
        behind |= SIGNS.index(after)
        flags.insert(0, behind | SIGNS.index(before))
    same = next((at for at, each in enumerate(flags) if each != flags[0]), len(flags)) - 1
    written = [
        ("" if at <= same else SIGNS[flags[at]]) + digits + (SIGNS[flags[0]] if at == same else "")
        for at, (_, digits, _) in enumerate(pieces)
    ]
    return "-".join(written)


def _set(text: str) -> str:
    """Return a set with its members in order, each once."""
    numbered: dict[int, list[tuple[int, int]]] = {}
    members = set()
    for member in text[1:-1].split(","):
        start, sign, end = member.partition("..")
        start, end = _part(start), _part(end) if sign else _part(start)
        found = {len(each) for each in (start, end) if each}
        if all(NUMBERED.fullmatch(each) for each in (start, end) if each) and len(found) == 1:
            span = (_number(start) if start else LOWEST, _number(end) if end else HIGHEST)
            numbered.setdefault(found.pop(), []).append(span)
        else:
            members.add(_span(start, sign, end if sign else ""))
    for size, spans in numbered.items():
        members.update(each for span in _joined(spans) for each in _written(span, WRITERS[size]))
    if ".." in members:
        raise ValueError(f"{text!r} names no date; leave the field out")
    if len(members) == 1 and ".." not in (only := min(members)):
        return only
    # An open end can only be written at the beginning or the end.
    order = sorted(members, key=lambda each: (not each.startswith(".."), each.endswith(".."), each))
    return text[0] + ",".join(order) + text[-1]


def _number(text: str) -> int:
    """Return the number of a year, a month or a day in the order of time, without gaps."""
    year, month, day = [*map(int, text.split("-")), 0, 0][:3]
    if day:
        return date(year, month, day).toordinal()
    return year * 12 + month - 1 if month else year


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans without those that overlap or follow each other."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _written(span: tuple[int, int], write: Callable[[int], str]) -> list[str]:
    start, end = span
    if start > LOWEST and end < HIGHEST and end - start < 2:
        return [write(number) for number in range(start, end + 1)]
    return [("" if start == LOWEST else write(start)) + ".." + ("" if end == HIGHEST else write(end))]
