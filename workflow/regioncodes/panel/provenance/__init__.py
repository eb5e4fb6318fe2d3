"""From a number back to its cells, to what it superseded and to what it was derived from."""
