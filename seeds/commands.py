"""The command `mithaq seed`: finds its commands by name and imports one when it is called."""

from __future__ import annotations

from importlib import import_module

import click

from models.commandline.command_group import Group

MODULES = {
    "accept": "seeds.draft_commands",
    "check": "seeds.load_commands",
    "draft": "seeds.draft_commands",
    "format": "seeds.file_commands",
    "load": "seeds.load_commands",
    "new": "seeds.draft_commands",
    "plan": "seeds.load_commands",
    "review": "seeds.file_commands",
    "schema": "seeds.file_commands",
}


class SeedGroup(Group):
    """A group that imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in MODULES:
            return None
        command: click.Command = getattr(import_module(MODULES[cmd_name]), cmd_name)
        return command


@click.group(cls=SeedGroup)
def seed() -> None:
    """Check, plan, load, format and start seed files.

    Without FOLDER, the commands use the data that come with Mithaq.
    """
