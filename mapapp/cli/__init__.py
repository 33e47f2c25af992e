"""wagagoto: the command line. Exit status 0 done, 1 the data has problems (nothing half done), 2 wrong use."""

import os
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module

import click

from geodata.errors import BadSetting, GeodataError
from geodata.settings import Settings

COMMANDS = {
    "user": "user", "key": "key",
    "up": "serving", "serve": "serving", "db": "database", "areas": "areas", "basemap": "areas", "gazetteer": "gazetteer",
    "import": "resources", "demo": "resources", "geocode": "geocode", "export": "takeout", "work": "work",
}  # fmt: skip


class Commands(Mapping[str, click.Command]):
    """The commands by name, each imported when it is asked for: models and pages take a second to import."""

    def __init__(self, modules: dict[str, str]) -> None:
        self._modules = modules

    def __getitem__(self, name: str) -> click.Command:
        module = import_module(f"mapapp.cli.{self._modules[name]}")
        command = getattr(module, name + "_" * (name == "import"))
        assert isinstance(command, click.Command)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


class Told(click.Group):
    """A group whose commands tell a GeodataError as one sentence and end with 1."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except BadSetting as problem:
            click.echo(str(problem), err=True)
            sys.exit(2)
        except GeodataError as problem:
            click.echo(str(problem), err=True)
            sys.exit(1)
        except KeyboardInterrupt:
            sys.exit(130)


@click.group(cls=Told, commands=Commands(COMMANDS), help="わがごとマップ: 地域の社会資源を自治会ごとの地図にします。")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Read the environment once and hand it on."""
    ctx.obj = Settings.from_env(os.environ)
