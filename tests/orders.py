"""Tests in an order by chance."""

import random

import pytest


def shuffled(items: list[pytest.Item], seed: str) -> list[pytest.Item]:
    """The tests by chance: files, and tests within a file, whose fixtures are so made once. A seed gives one order."""
    chance = random.Random(seed)
    files = sorted({item.path for item in items})
    place = {file: number for number, file in enumerate(chance.sample(files, len(files)))}
    return sorted(chance.sample(items, len(items)), key=lambda item: place[item.path])
