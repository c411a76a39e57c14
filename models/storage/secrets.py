"""Hide passwords in printed text, however a URL is malformed."""

from __future__ import annotations

import re

# The patterns are compiled when they are used: every command imports this module.
# A password after the user's name, up to the last @ (it may hold a raw @ or a line end); or among the parameters.
PASSWORD = r"(?is)(:/*[^:]*?(?::|%3a)).*(?=@)|(\w*password\s*=\s*)[^&]*"
# Without //, the text before the first colon may be the scheme or the user's name.
UNFINISHED = r"(?is)(^[^:=]*?(?::|%3a)).*(?=@)|(\w*password\s*=\s*)[^&]*"
# A parameter of a URL, whose name may be written by the numbers of its letters.
PARAMETER = r"(?s)(?<=[?&])([^=&]*%[^=&]*=)[^&]*"
# A host, and the number of a port or nothing behind its colon.
HOST = r"(\[[^\]]*\]|[^:\[\]]*)(:[0-9]*)?"
# In a sentence, a word that looks like a URL with a password.
WORD = r"(?i)(://[^:/@?\s]*?(?::|%3a))\S*(?=@)|([?&]\w*password=)[^&\s]*"
HIDDEN = r"\1\2***"


def mask_password(url: str) -> str:
    """Return a URL, or a failed attempt at one, with three asterisks for its password."""
    masked = re.sub(PASSWORD if "://" in url else UNFINISHED, HIDDEN, re.sub(PARAMETER, r"\1***", url))
    if "@" in url or is_without_password(url):
        return masked
    scheme, separator, rest = masked.partition("://")
    return f"{scheme}{separator}{rest.partition(':')[0]}:***"


def is_without_password(url: str) -> bool:
    """Return whether each colon of a URL without an @ is that of a port: otherwise its password has lost the @."""
    hosts = re.split("[/?#]", url.partition("://")[2], maxsplit=1)[0].split(",")
    return all(re.fullmatch(HOST, host) for host in hosts)


def mask_words(message: str) -> str:
    """Return a message without the passwords of URLs in it."""
    return re.sub(WORD, HIDDEN, message) if "://" in message else message
