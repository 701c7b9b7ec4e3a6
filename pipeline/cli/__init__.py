"""The command line: ``vanthu``. Each command lives in a module of its own and is loaded when it is called."""

from pipeline.cli.main import main

__all__ = ["main"]
