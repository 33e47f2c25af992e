"""wagagoto: the command line. Exit status 0 done, 1 the data has problems (nothing half done), 2 wrong use."""

import os
import sys

import click

from geodata.errors import BadSetting, GeodataError
from geodata.settings import Settings
from mapapp.cli import areas, database, resources, serving


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


@click.group(cls=Told, help="わがごとマップ: 地域の社会資源を自治会ごとの地図にします。")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Read the environment once and hand it on."""
    ctx.obj = Settings.from_env(os.environ)


for command in (serving.up, serving.serve, database.db, areas.areas, areas.basemap, areas.gazetteer,
                resources.import_, resources.demo):  # fmt: skip
    main.add_command(command)
