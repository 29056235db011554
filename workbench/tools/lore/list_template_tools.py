"""The tools that templates bring."""

from __future__ import annotations

from ...core.errors import BadInput
from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .inquiry import Inquiry
from .template_queries import stored_templates


def list_template_tools(bench: AsksWorld, template_id: str | None = None) -> LoreAnswer:
    """One row a named query, of one template or of all, by template id, as declared there.

    Columns: template_id, query_id, parameters (each as `name: type`, optional ones with `?`).
    `template_id.query_id` is the name by which `bench.templates()` calls it. BadInput for a
    template that is not there.
    """
    inquiry = Inquiry.open(bench)
    found = stored_templates(inquiry.ask("lore/templates"))
    if template_id is not None and template_id not in found:
        there = ", ".join(sorted(found)) or "none"
        raise BadInput(f"expected the id of a template ({there}), saw {template_id!r}")
    rows = [
        (template.id, query.id, [_shown(p.name, p.type, p.optional) for p in query.parameters])
        for template in (t for t in found.values() if template_id in (None, t.id))
        for query in template.queries
    ]
    return inquiry.answer(("template_id", "query_id", "parameters"), rows)


def _shown(name: str, type: str, optional: bool) -> str:
    return f"{name}{'?' if optional else ''}: {type}"
