"""The fixture study of the whole-workflow proofs, for the proof on a cluster."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "workflow"))
