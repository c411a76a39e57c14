"""Exports: the whole database in forms that other programs read. Each form is one module; none of them writes to it."""
