"""The characters of a seed file: UTF-8 in NFC, without those that are invisible or change the order of text."""

from __future__ import annotations

import re
import unicodedata

from seeds.format.files import SIZE_LIMIT
from seeds.format.problems import Place, Problems

BYTE_ORDER_MARK = "\ufeff"
# Letters that only one program or font knows: private use, and numbers that are no characters (Unicode, 23.5 and 23.7).
PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010ffff" + "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 15)
)
# Control characters, the invisible ones that change the order of text or hide in it, and the sign of a wrong decoding.
HIDDEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u17b4\u17b5\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    f"\ufe73\U00013430-\U00013455\U00016fe4\U0001d159{PRIVATE}"
)
# Joiners shape the letters of Persian and of Indian scripts. Elsewhere nobody sees them, nor behind an Arabic letter
# that never joins the next one (Unicode, ArabicShaping: right-joining).
JOINERS = "\u200c\u200d"
JOINING = "\u0620-\u0dff\u1000-\u109f\u1780-\u18af"
ENDING = (
    "\u0621-\u0625\u0627\u0629\u062f-\u0632\u0648\u0671-\u0673\u0675-\u0677\u0688-\u0699\u06c0\u06c3-\u06cb\u06cd"
    "\u06cf\u06d2\u06d3\u06d5\u06ee\u06ef"
)
FORBIDDEN = re.compile(f"[{HIDDEN}]|(?<![{JOINING}])[{JOINERS}]|[{JOINERS}](?![{JOINING}])|(?<=[{ENDING}])[{JOINERS}]")
PRIVATE_USE = re.compile(f"[{PRIVATE}]")
# Spaces of other widths, and those that do not break a line.
SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
NO_BREAK = re.compile(f"[{SPACES}]")
# Quick to search: a text without these is neither forbidden nor has such a space.
SUSPECT = re.compile(f"[{HIDDEN}{JOINERS}{SPACES}]")
NO_BREAKING = "\u00a0\u2007\u202f"


def refuse_character(letter: str) -> str:
    """Return the message about a character that a text may not have."""
    if letter == "\ufffc":
        return "U+FFFC stands for a picture that was left out in copying; remove it"
    if letter == "\ufffd":
        return "U+FFFD stands for a letter that was lost in decoding; write the letter"
    if NO_BREAK.match(letter):
        return f"{'no-break' if letter in NO_BREAKING else 'unusual'} space U+{ord(letter):04X}; write a plain space"
    if PRIVATE_USE.match(letter):
        return f"U+{ord(letter):04X} is no letter, or one that a single font knows; write the letter"
    return f"invisible character U+{ord(letter):04X}; remove it"


def decode(data: bytes, path: str, problems: Problems) -> str | None:
    """Return the text of a seed file, or None if it is not UTF-8 in NFC without control characters."""
    if len(data) > SIZE_LIMIT:
        problems.add(Place(path, 1), f"the file is too large; split it into files of at most {SIZE_LIMIT:,} bytes")
        return None
    try:
        text = data.decode("utf-8").removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.add(Place(path, line), "the file is not UTF-8; save it as UTF-8")
        return None
    if is_plain(text) and is_normalized(text):
        return text
    for number, content in enumerate(text.split("\n"), 1):
        for letter in sorted({*FORBIDDEN.findall(content), *NO_BREAK.findall(content)}):
            problems.add(Place(path, number), refuse_character(letter))
        if not is_normalized(content):
            problems.add(Place(path, number), "text is not in Unicode NFC; normalize it")
    return None


def is_plain(text: str) -> bool:
    """Return whether a text has no forbidden character and no unusual space."""
    return not SUSPECT.search(text) or not (FORBIDDEN.search(text) or NO_BREAK.search(text))


def is_normalized(text: str) -> bool:
    return unicodedata.is_normalized("NFC", text)


def is_visible(text: str) -> bool:
    """Return whether a text has more than marks, controls and blanks."""
    return text[:1].isalnum() or any(unicodedata.category(letter)[0] not in "MCZ" for letter in text)
