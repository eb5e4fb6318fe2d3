"""The bundle as an RO-Crate: every file with its sum, and the run of the workflow that made the results."""

import json
import mimetypes
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from regioncodes.ground.files import sha256
from regioncodes.publication.archive.citation import author_names

WORKFLOW = "Snakefile"
NAME = "ro-crate-metadata.json"
# Of the Workflow Run RO-Crate collection, doi:10.1371/journal.pone.0309210.
PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": "Process Run Crate",
    "https://w3id.org/ro/wfrun/workflow/0.5": "Workflow Run Crate",
    "https://w3id.org/workflowhub/workflow-ro-crate/1.0": "Workflow RO-Crate",
}
SUM_TERM = {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}
INPUTS = ("data/", "workflow/config.yaml")
# The system's own list differs from machine to machine.
TYPES = mimetypes.MimeTypes(filenames=())


def crate_metadata(citation: Mapping[str, Any], contents: Mapping[str, bytes], engine_version: str) -> str:
    """Text of ro-crate-metadata.json for the files of the bundle, by the Workflow Run Crate profile.

    contents: bytes by path. engine_version: of the workflow engine, from the lock. One CreateAction records the run:
    the Snakefile as its instrument, data and config as its objects, the results as its results.
    """
    from rocrate.rocrate import ROCrate

    crate = ROCrate(version="1.1")
    crate.name = citation["title"]
    crate.description = citation["message"]
    crate.datePublished = citation["date-released"]
    crate.license = [
        _context(crate, f"https://spdx.org/licenses/{name}", "CreativeWork", name=name) for name in citation["license"]
    ]
    crate.metadata.extra_terms.update(SUM_TERM)
    authors = [
        _context(crate, f"#author-{number}", "Organization", name=name)
        for number, name in enumerate(author_names(citation["authors"]), 1)
    ]
    crate.root_dataset["author"] = authors
    profiles = [_context(crate, url, "CreativeWork", name=name) for url, name in PROFILES.items()]
    crate.root_dataset["conformsTo"] = profiles
    files = {path: _file(crate, path, content) for path, content in sorted(contents.items()) if path != WORKFLOW}
    workflow = _workflow(crate, contents[WORKFLOW], engine_version)
    action = crate.add_action(
        workflow,
        identifier="#run",
        object=[entity for path, entity in files.items() if path.startswith(INPUTS)],
        result=[entity for path, entity in files.items() if path.startswith("results/")],
        properties={
            "name": "The whole study, as the bare word snakemake runs it",
            "endTime": citation["date-released"],
            "actionStatus": "http://schema.org/CompletedActionStatus",
        },
    )
    action["agent"] = authors[0]
    crate.root_dataset["mentions"] = [action]
    return _sorted_text(crate.metadata.generate())


def _file(crate: Any, path: str, content: bytes) -> Any:
    kind, _ = TYPES.guess_type(path)
    properties = {"name": PurePosixPath(path).name, "contentSize": str(len(content)), "sha256": sha256(content)}
    return crate.add_file(dest_path=path, properties=properties | ({"encodingFormat": kind} if kind else {}))


def _workflow(crate: Any, content: bytes, engine_version: str) -> Any:
    workflow = crate.add_workflow(dest_path=WORKFLOW, main=True, lang="snakemake", lang_version=engine_version)
    workflow["name"] = "The study"
    workflow["contentSize"] = str(len(content))
    workflow["sha256"] = sha256(content)
    return workflow


def _context(crate: Any, identifier: str, kind: str, **properties: str) -> Any:
    from rocrate.model.contextentity import ContextEntity

    return crate.add(ContextEntity(crate, identifier, properties={"@type": kind, **properties}))


def _sorted_text(metadata: dict[str, Any]) -> str:
    """The graph sorted by identifier, its descriptor first, so that equal crates are equal texts."""
    graph = sorted(metadata["@graph"], key=lambda entity: (entity["@id"] != NAME, entity["@id"]))
    return json.dumps(metadata | {"@graph": graph}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
