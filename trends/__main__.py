"""``python -m trends …``: see :mod:`trends.commands`; ``python -m trends intake`` see :mod:`trends.intake.command`.

The intake loads nothing of the dashboard: a file that cannot be read is told at once.
"""

import gc
import os
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code, as ``main`` of the module that holds the command says."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code = _run(given)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has enough, as in `… | head`; closing what is left would raise once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _run(given: list[str]) -> int:
    if given[:1] == ["intake"]:
        try:
            from trends.intake import command  # noqa: PLC0415
        except ModuleNotFoundError as missing:
            print(
                f"The intake needs {missing.name}, which is not installed here."
                ' Install what it needs: python -m pip install -e ".[intake]"',
                file=sys.stderr,
            )
            return 3
        return command.main(given[1:])
    # What is loaded stays: to look for garbage among it takes a seventh of a start.
    gc.disable()
    from trends import commands  # noqa: PLC0415

    gc.enable()
    return commands.main(given)


if __name__ == "__main__":
    sys.exit(main())
