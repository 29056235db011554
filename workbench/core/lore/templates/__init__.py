"""Types of things in a world that a file declares, their instances and their queries."""

from .instance import CHECKS, Fault, Instance, InstanceRelation, Known, Validated
from .located import Located
from .query import MAX_ROWS, CheckedQuery, checked_query
from .reading import read_templates, template_of
from .template import QueryParameter, RelationRule, Template, TemplateQuery
from .tokens import Refused
from .validation import check_stored, validated

__all__ = [
    "CHECKS",
    "MAX_ROWS",
    "CheckedQuery",
    "Fault",
    "Instance",
    "InstanceRelation",
    "Known",
    "Located",
    "QueryParameter",
    "Refused",
    "RelationRule",
    "Template",
    "TemplateQuery",
    "Validated",
    "check_stored",
    "checked_query",
    "read_templates",
    "template_of",
    "validated",
]
