"""Types of options that are numbers: their help shows no range, and their errors are sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

# A generic class only where types are checked: with older versions of click it has no parameter.
if TYPE_CHECKING:
    NumberType = click.ParamType[Any]
else:
    NumberType = click.ParamType


# More rows than any database here has, and few enough for every engine to count with.
LARGEST = 1_000_000_000


class WholeNumber(NumberType):
    """A whole number from `least` to `most`."""

    name = "integer"

    def __init__(self, least: int, most: int = LARGEST) -> None:
        self.least, self.most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        number = int(click.INT.convert(value, param, ctx))
        if number < self.least:
            self.fail(f"{number} is less than {self.least}", param, ctx)
        if number > self.most:
            self.fail(f"{number} is more than {self.most:,}", param, ctx)
        return number


class Seconds(NumberType):
    """A time of more than no second and at most `most` seconds."""

    name = "float"

    def __init__(self, most: int) -> None:
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            number = float(value)
        except ValueError:
            number = 0
        if not 0 < number <= self.most:
            self.fail(f"{value} is not a number of seconds above 0 and up to {self.most:,}", param, ctx)
        return number
