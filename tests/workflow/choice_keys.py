"""Every key of the config as its schema has it, and the values that a config gives to it."""

from collections.abc import Iterator
from typing import Any

# A key of which there are many: the elements of a list, or the blocks that the config itself names.
EACH = "each"


def keys(schema: dict[str, Any]) -> list[tuple[str, ...]]:
    """Paths of all keys that hold a value and no block, in the order of the schema (Config.model_json_schema())."""
    return list(dict.fromkeys(_paths(schema, schema["$defs"], ())))


def values(config: Any, path: tuple[str, ...]) -> list[Any]:
    """What a config holds at a path, at each of the places where it stands for many."""
    if not path:
        return [config]
    if path[0] != EACH:
        return values(config[path[0]], path[1:])
    places = config.values() if isinstance(config, dict) else config
    return [value for place in places for value in values(place, path[1:])]


def _paths(block: dict[str, Any], blocks: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if "$ref" in block:
        block = blocks[block["$ref"].rsplit("/", 1)[1]]
    within = {name: own for name, own in block.get("properties", {}).items()}
    for place in ("items", "additionalProperties"):
        if isinstance(block.get(place), dict) and "$ref" in block[place]:
            within[EACH] = block[place]
    for name, own in within.items():
        yield from _paths(own, blocks, (*path, name))
    if not within:
        yield path
