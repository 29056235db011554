"""Templates, and the instances made by them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ...core.errors import BadInput
from ...core.lore import native_edge_id
from ...core.lore.templates import (
    Instance,
    InstanceRelation,
    Known,
    Located,
    Template,
    read_templates,
    validated,
)
from .entries import Entries
from .records import NodeRecord, RelationRecord, stored

Documents = Mapping[str, str | Located]  # YAML text, or a document that is read, by file


def add_templates(found: Entries, texts: Mapping[str, str]) -> dict[str, Template]:
    """The templates of some files, as nodes and by id.

    BadInput tells every fault with file and line: instances depend on all of them.
    """
    try:
        templates = read_templates(texts)
    except BadInput as error:
        raise BadInput(f"{error}\nnothing was loaded") from error
    found.files.update(texts)
    for template in templates.values():
        properties = {
            "id": template.id,
            "name": template.id,
            "type": template.type,
            "version": template.version,
            "document": json.dumps(template.document, ensure_ascii=False),
            "file": template.file,
        }
        found.add_node(NodeRecord("TypeTemplate", template.id, properties, template.file, 1))
    return templates


def add_instances(
    found: Entries, documents: Documents, templates: Mapping[str, Template], known: Known
) -> None:
    """The instances of some files; a file with a fault gives none, and its faults are found."""
    checked = validated(documents, templates, known)
    found.files.update(documents)
    for fault in checked.faults:
        found.kept_files.add(fault.file)
        what = f"instance {fault.instance}".strip()
        why = f"{fault.check}: {fault.message}; nothing of the file is loaded"
        found.refuse(fault.file, what, fault.line, why)
    for instance in checked.instances:
        _add(found, instance)


def _add(found: Entries, instance: Instance) -> None:
    own = {
        "id": instance.id,
        "name": instance.name,
        "type": instance.type,
        "template_id": instance.template_id,
        "setting_id": instance.setting_id,
        "settings": [instance.setting_id],
        "summary": instance.summary,
        "aliases": list(instance.aliases) or None,
        "sources": list(instance.sources) or None,
    }
    where = (instance.file, instance.line)
    properties = stored({**instance.fields, **own})
    node = NodeRecord("DomainEntity", instance.id, properties, *where, (instance.setting_id,))
    if found.add_node(node):
        for relation in instance.relations:
            found.add_relation(_relation(instance, relation))


def _relation(instance: Instance, relation: InstanceRelation) -> RelationRecord:
    window = (relation.valid_from, relation.valid_until)
    edge_id = relation.id or native_edge_id(instance.id, relation.type, relation.to, *window)
    own = {
        "edge_id": edge_id,
        "valid_from": relation.valid_from,
        "valid_until": relation.valid_until,
        "sources": list(relation.sources) or None,
    }
    return RelationRecord(
        edge_id,
        relation.type,
        instance.id,
        relation.to,
        stored({**relation.properties, **own}),
        instance.file,
        relation.line,
        of_instance=True,
    )
