"""verify, bundle and reference on the command line."""

import argparse
from pathlib import Path


def ask_folder(parser: argparse.ArgumentParser) -> None:
    """Ask for the project's folder."""
    parser.add_argument("--folder", type=Path, default=Path(), help="the project's folder (default: where you are)")


def answer_verify(arguments: argparse.Namespace) -> str:
    """What of the results agrees with the reference; ends with exit code 1 where something does not."""
    from regioncodes.publication.archive.verification import verification
    from regioncodes.publication.archive.verification_report import verified_text

    return verified_text(*verification(arguments.folder))


def answer_bundle(arguments: argparse.Namespace) -> str:
    """Where the bundle is, and its sum."""
    from regioncodes.ground.files import sha256
    from regioncodes.publication.archive.bundle import write_bundle

    path = write_bundle(arguments.folder)
    content = path.read_bytes()
    return f"{path}\n{len(content) / 1e6:.1f} MB, sha256 {sha256(content)}"


def answer_reference(arguments: argparse.Namespace) -> str:
    """How many results are the reference from now on."""
    from regioncodes.publication.archive.reference import FOLDER, write_reference

    return f"{len(write_reference(arguments.folder))} results are now the reference in {FOLDER}"
