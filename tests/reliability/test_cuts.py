"""Operations that are cut at a chosen system call leave the old state or the new, and nothing else."""

import os

import pytest

from tests.reliability.cuts import ENDS, KILL, OPERATIONS, cut, no_strace, outcomes, run

AT_LENGTH = int(os.environ.get("MITHAQ_FAULTS", "10")) >= 100
# Cuts of those that no other test kills or ends while they write; an export is ended while it writes files, and while
# it exchanges folders.
SHORT = (
    ("build", "fdatasync", 4, KILL),
    ("upgraded", "fdatasync", 7, ENDS[0]),
    ("exported", "write", 3, ENDS[1]),
    ("exported", "rename", 1, ENDS[0]),
    ("written", "rename", 1, ENDS[1]),
    ("attached", "fdatasync", 2, KILL),
    ("attached", "fdatasync", 1, ENDS[0]),
    ("reloaded", "fdatasync", 2, ENDS[0]),
    ("restored_over_damage", "unlink", 1, ENDS[0]),
)


@pytest.mark.parametrize(
    ("name", "at"), [(name, ()) for name in OPERATIONS] if AT_LENGTH else [(name, at) for name, *at in SHORT]
)
def test_an_operation_that_is_cut_is_undone_or_done(name: str, at: tuple[str, int, str]) -> None:
    """Killed, ended by a signal or failing at a system call, as Mithaq's own commands see it afterwards."""
    if reason := no_strace():
        pytest.skip(reason)
    if AT_LENGTH:
        assert run(name, 4) == []
        return
    operation = OPERATIONS[name]
    was_cut, wrong = cut(operation, outcomes(operation), *at)
    assert was_cut and not wrong
