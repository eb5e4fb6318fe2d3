"""Where the project is, for tests in any folder: the name `conftest` may stand for the conftest of another one."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
