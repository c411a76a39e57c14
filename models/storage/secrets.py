"""Hide passwords in printed text, however a URL is malformed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

# The patterns are compiled when they are used: every command imports this module.
# What precedes a password, which ends at the last @ (it may hold a raw @ or a line end): the user's name behind the
# scheme, or, without //, a text that may be either of them.
USER = r"(?is):/*[^:]*?(?::|%3a)"
UNFINISHED = r"(?is)^[^:=]*?(?::|%3a)"
# In a sentence, a word that looks like a URL with a password.
WORD = r"(?i)://[^:/@?]*?(?::|%3a)"
# A password among the parameters, and a parameter whose name is written by the numbers of its letters.
PARAMETER = r"(?is)\b(\w*password\s*=\s*)[^&]*"
NUMBERED = r"(?s)(?<=[?&@])(?=[^=&?]{0,200}%)([^=&?]{1,200}=)[^&]*"
PARAMETER_OF_WORD = r"(?i)([?&]\w*password=)[^&\s]*"
# Values that look like a URL or like connection parameters are never taken for file names.
MISSPELT = r"(?is)postgres(ql)?(\+\w+)?(:|//)|.*\bpassword\s*=|([\w+.-]*:?//)?[^/:]+:[^@]*@"
# A host, and the number of a port or nothing behind its colon.
HOST = r"(\[[^\]]*\]|[^:\[\]]*)(:[0-9]*)?"


def mask_password(url: str) -> str:
    """Return a URL, or a failed attempt at one, with three asterisks for its password."""
    # First, since a password may look like parameters, and with them its @ would be hidden.
    masked = _mask_before_host(url, USER if "://" in url else UNFINISHED)
    masked = re.sub(PARAMETER, r"\1***", re.sub(NUMBERED, r"\1***", masked))
    if "@" in url or is_without_password(url):
        return masked
    scheme, separator, rest = masked.partition("://")
    return f"{scheme}{separator}{rest.partition(':')[0]}:***"


def _mask_before_host(url: str, user: str) -> str:
    """Mask what follows the user's name, up to the last @."""
    before, at, host = url.rpartition("@")
    found = re.search(user, before)
    return f"{before[: found.end()]}***{at}{host}" if found else url


def is_without_password(url: str) -> bool:
    """Return whether each colon of a URL without an @ is that of a port: otherwise its password has lost the @."""
    hosts = re.split("[/?#]", url.partition("://")[2], maxsplit=1)[0].split(",")
    return all(re.fullmatch(HOST, host) for host in hosts)


def mask_words(message: str) -> str:
    """Return a message without the passwords of URLs in it."""
    if "://" not in message:
        return message
    return re.sub(PARAMETER_OF_WORD, r"\1***", re.sub(r"\S+", _mask_word, message))


def _mask_word(word: re.Match[str]) -> str:
    return _mask_before_host(word[0], WORD)


def without_password(masked: str) -> str:
    """Return a masked URL without the three asterisks, for programs that ask for the password or know it."""
    return re.sub(r":\*{3}(?=@)|(?<=\?)password=\*{3}&?|&password=\*{3}", "", masked)


def masks_of(arguments: Iterable[str]) -> list[tuple[str, str]]:
    """Return the arguments that hold a password, as messages may print them, each with what to print in its place."""
    found = []
    for each in arguments:
        value = each.partition("=")[2] if each.startswith("--") and "=" in each else each
        may_be_url = re.match(MISSPELT, value) or re.match(r"[\w+.-]+://", value)
        if may_be_url and (masked := mask_password(value)) != value:
            found += [(form, masked) for form in dict.fromkeys((value, os.path.normpath(value), repr(value)[1:-1]))]
    return found
