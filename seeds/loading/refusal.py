"""The exception that rolls a load back."""

from __future__ import annotations


class Refusal(Exception):
    """Raised when the changed files cannot be loaded as they are.

    The load is rolled back, and every file of the collection is read and checked to word the problems. The reasons are
    for the log, and for problems that no check of the files finds: contradictions of another collection.
    """

    def __init__(self, reasons: list[str], needs_all: bool = False) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons
        # True if rows of tables that did not change may state what changed ones drop.
        self.needs_all = needs_all
        # True if rows went in batches; loading all at once may still succeed.
        self.in_batches = False

    @classmethod
    def raise_if_any(cls, reasons: list[str]) -> None:
        """Refuse the load if there is a reason.

        Raises:
            Refusal: there is a reason.
        """
        if reasons:
            raise cls(reasons)
