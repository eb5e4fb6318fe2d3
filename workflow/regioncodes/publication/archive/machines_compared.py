"""Two machines side by side: the one that made the reference, and this one."""

from collections.abc import Mapping

import pandas as pd

from regioncodes.publication.archive.machine import KERNEL, PACKAGES, UNKNOWN
from regioncodes.publication.archive.reference import FOLDER, MACHINE, RESTORE_OR_MAKE

HERE, REFERENCE = "this machine", "the reference's"


def machines(here: Mapping[str, str], reference: Mapping[str, str]) -> pd.DataFrame:
    """Facts of both machines by name, columns "this machine" and "the reference's"; what one does not tell says so."""
    names = [*here, *(name for name in reference if name not in here)]
    sides = {HERE: here, REFERENCE: reference}
    return pd.DataFrame({side: [told.get(name, UNKNOWN) for name in names] for side, told in sides.items()}, names)


def machine_lines(both: pd.DataFrame) -> list[str]:
    """The facts in which two machines differ, side by side, and the kernel of the linear algebra always.

    both: as of `machines`. Other versions are followed by what to do about them.
    """
    if not is_known(both):
        return [both[[HERE]].rename_axis(None).to_string(), unknown_machine()]
    told = both[(both[HERE] != both[REFERENCE]) | (both.index == KERNEL)]
    return [told.to_string(), *other_versions(both)]


def is_known(both: pd.DataFrame) -> bool:
    """Whether the reference tells anything of its machine."""
    return bool((both[REFERENCE] != UNKNOWN).any())


def unknown_machine() -> str:
    """The sentence on a reference that does not name its machine."""
    return f"{FOLDER}/{MACHINE} is not there, so the machine that made the reference is not known; {RESTORE_OR_MAKE}."


def other_versions(both: pd.DataFrame) -> list[str]:
    """One sentence that names the versions in which two machines differ and says what to do; none where they agree."""
    ours, theirs = (_minor(both.loc["Python", side]) for side in (HERE, REFERENCE))
    names = [*(["Python"] if ours != theirs else []), *PACKAGES]
    other = both.reindex(names).query(f"`{HERE}` != `{REFERENCE}`")
    if other.empty:
        return []
    told = {side: " and ".join(f"{name} {version}" for name, version in other[side].items()) for side in other}
    interpreter = f" PYTHON=python{theirs}" if ours != theirs else ""
    return [
        f"The reference was made with {told[REFERENCE]}, and {told[HERE]} ran here, so differences may come from that: "
        f"make the environment from requirements.lock again (delete .venv, say make verify{interpreter}); where the "
        "versions stay, the reference is older than the lock, and make reference makes it anew (for maintainers)."
    ]


def _minor(version: str) -> str:
    """Python's version without its last part: the lock promises no more."""
    return ".".join(version.split(".")[:2])
