"""The tile map of the regions: one square a region, laid out in a table, and what is wrong with that table."""

import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.ground.regions import leaf_regions
from regioncodes.ground.tables import REFERENCE

TILES = f"{REFERENCE}/region_tiles.csv"


def check_tiles(tiles: pd.DataFrame, regions: pd.DataFrame) -> None:
    """Raise StudyError with every fault of the layout: a square missing, unknown, shared, or abbreviated as another.

    tiles: region, row, column, abbreviation_en, abbreviation_ru; regions: of data/reference/regions.csv. Every region
    that overlaps no other has one square of its own.
    """
    raise_problems([*_regions(tiles, regions), *_places(tiles), *_abbreviations(tiles)], TILES)


def _regions(tiles: pd.DataFrame, regions: pd.DataFrame) -> list[str]:
    leaves, placed = leaf_regions(regions), list(tiles["region"])
    known = set(regions["region"])
    unknown = [
        f"{region}: is no region of {REFERENCE}/regions.csv; remove the line, or mend the code"
        for region in dict.fromkeys(placed)
        if region not in known
    ]
    overlapping = [
        f"{region}: overlaps other regions; regions that overlap none have a square: remove the line"
        for region in dict.fromkeys(placed)
        if region in known and region not in leaves
    ]
    twice = [f"{region}: has {placed.count(region)} lines; keep one" for region in leaves if placed.count(region) > 1]
    missing = [
        f"{region}: has no square; add a line with its row and column" for region in leaves if region not in placed
    ]
    return [*unknown, *overlapping, *twice, *missing]


def _places(tiles: pd.DataFrame) -> list[str]:
    return [
        f"row {row}, column {column}: {' and '.join(own)} stand on this square; move all but one"
        for (row, column), own in tiles.groupby(["row", "column"])["region"]
        if len(own) > 1
    ]


def _abbreviations(tiles: pd.DataFrame) -> list[str]:
    return [
        f"{name} '{words}': {' and '.join(own)} are abbreviated alike; change all but one"
        for name in ("abbreviation_en", "abbreviation_ru")
        for words, own in tiles.groupby(name)["region"]
        if len(own) > 1
    ]


def outline(squares: set[tuple[int, int]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Sides of some squares that border none of them: the frame of a district, sorted.

    squares: rows and columns. Each side is a pair of corners; a corner (row, column) is the upper left one of that
    square.
    """
    sides = []
    for row, column in squares:
        corners = ((row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column))
        neighbours = ((row - 1, column), (row, column + 1), (row + 1, column), (row, column - 1))
        for place, neighbour in enumerate(neighbours):
            if neighbour not in squares:
                sides.append(tuple(sorted((corners[place], corners[(place + 1) % 4]))))
    return sorted(sides)
