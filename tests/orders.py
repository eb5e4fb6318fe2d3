"""Tests in an order by chance, and the part of the slow ones that has its turn."""

import random
from zlib import crc32

import pytest

PARTS = 6


def shuffled(items: list[pytest.Item], seed: str) -> list[pytest.Item]:
    """The tests by chance: files, and tests within a file, whose fixtures are so made once. A seed gives one order."""
    chance = random.Random(seed)
    files = sorted({item.path for item in items})
    place = {file: number for number, file in enumerate(chance.sample(files, len(files)))}
    return sorted(chance.sample(items, len(items)), key=lambda item: place[item.path])


def in_part(items: list[pytest.Item], name: str) -> list[pytest.Item]:
    """The tests of the files that belong to a part: every sixth file, always the same for one name.

    name: of a commit, so that over the commits of a project every file has its turn and one commit can be tried again.
    """
    files = sorted({item.path for item in items})
    chosen = files[crc32(name.encode()) % PARTS :: PARTS]
    return [item for item in items if item.path in chosen]
