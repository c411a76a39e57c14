"""The version of Mithaq that is installed."""

from __future__ import annotations


def installed_version() -> str:
    """Return the version, or `checkout` where Mithaq runs without being installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("mithaq")
    except PackageNotFoundError:
        return "checkout"
