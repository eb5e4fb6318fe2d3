"""What the tests of formats share."""

import pytest


@pytest.fixture
def save(tmp_path):
    """Writes bytes into a file; its path."""

    def saved(content, name="table.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return saved
