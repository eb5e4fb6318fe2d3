"""The order of the tests by chance: whole, the same for every worker of one run, file by file; parts by commit."""

import itertools
from pathlib import Path
from types import SimpleNamespace

from orders import in_part, shuffled

ITEMS = [SimpleNamespace(path=Path(f"{file}.py"), name=name) for file in "abcdef" for name in range(9)]


def test_a_shuffled_order_has_every_test_once():
    order = shuffled(ITEMS, "1")
    assert order != ITEMS
    assert sorted(order, key=ITEMS.index) == ITEMS


def test_a_seed_gives_one_order_and_another_seed_another():
    assert shuffled(ITEMS, "1") == shuffled(ITEMS, "1")
    assert shuffled(ITEMS, "1") != shuffled(ITEMS, "2")


def test_the_tests_of_a_file_stay_together_in_an_order_of_their_own():
    groups = [
        (path, [item.name for item in own])
        for path, own in itertools.groupby(shuffled(ITEMS, "1"), lambda item: item.path)
    ]
    assert len(groups) == 6
    assert [path for path, _ in groups] != sorted(path for path, _ in groups)
    assert all(names != sorted(names) for _, names in groups)


def test_a_commit_has_its_part_and_over_commits_every_file_has_its_turn():
    parts = [{item.path for item in in_part(ITEMS, f"commit {number}")} for number in range(60)]
    assert in_part(ITEMS, "commit 1") == in_part(ITEMS, "commit 1")
    assert set().union(*parts) == {item.path for item in ITEMS}
    assert {len(part) for part in parts} == {1}
    assert all(len(in_part(ITEMS, f"commit {number}")) == 9 * len(part) for number, part in enumerate(parts))
