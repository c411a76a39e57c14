"""Run `python -m mithaq`."""

from mithaq import main

main()
