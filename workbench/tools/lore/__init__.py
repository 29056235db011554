"""Questions about a fictional world: one file and one public function an answer.

Every tool takes an open bench, or a session on one, first: `lore.was_true_at(bench, …)`.
"""

from .acknowledge import acknowledge
from .active_missions import active_missions
from .affordable_lots import affordable_lots
from .ancestors_of import ancestors_of
from .campaigns_in_theater import campaigns_in_theater
from .cite import cite
from .common_ancestors import common_ancestors
from .configure_rule import configure_rule
from .descendants_of import descendants_of
from .entities_on_plane import entities_on_plane
from .entities_present import entities_present
from .entity_context import entity_context
from .entity_planes_at_time import entity_planes_at_time
from .events_during import events_during
from .expand_context import expand_context
from .explain_violation import explain_violation
from .explain_visibility import explain_visibility
from .find_anachronisms import find_anachronisms
from .find_contradictions import find_contradictions
from .find_cross_store_violations import find_cross_store_violations
from .find_mentions import find_mentions
from .find_ontology_violations import find_ontology_violations
from .find_orphans import find_orphans
from .flag_for_review import flag_for_review
from .get_lot import get_lot
from .get_mission import get_mission
from .graph_traverse import graph_traverse
from .latest_run import latest_run
from .lineage_of import lineage_of
from .list_campaign_events import list_campaign_events
from .list_campaigns import list_campaigns
from .list_lineage import list_lineage
from .list_lots import list_lots
from .list_missions import list_missions
from .list_offspring import list_offspring
from .list_secrets import list_secrets
from .list_settings import list_settings
from .list_template_tools import list_template_tools
from .lookup import lookup
from .market_prices import market_prices
from .mission_timeline import mission_timeline
from .missions_by_target import missions_by_target
from .ongoing_campaigns import ongoing_campaigns
from .plane_layers import plane_layers
from .plane_path import plane_path
from .plane_relations import plane_relations
from .planes_in_setting import planes_in_setting
from .query_as_npc import query_as_npc
from .reachable_planes import reachable_planes
from .reload_templates import reload_templates
from .replay_tool_calls import replay_tool_calls
from .run_consistency_check import run_consistency_check
from .secrets_about_subject import secrets_about_subject
from .secrets_known_by import secrets_known_by
from .semantic_search import semantic_search
from .setting_members import setting_members
from .state_at import state_at
from .timeline import timeline
from .trades_by_buyer import trades_by_buyer
from .trades_by_party import trades_by_party
from .true_during import true_during
from .was_true_at import was_true_at
from .who_knows import who_knows

__all__ = [
    "acknowledge",
    "active_missions",
    "affordable_lots",
    "ancestors_of",
    "campaigns_in_theater",
    "cite",
    "common_ancestors",
    "configure_rule",
    "descendants_of",
    "entities_on_plane",
    "entities_present",
    "entity_context",
    "entity_planes_at_time",
    "events_during",
    "expand_context",
    "explain_violation",
    "explain_visibility",
    "find_anachronisms",
    "find_contradictions",
    "find_cross_store_violations",
    "find_mentions",
    "find_ontology_violations",
    "find_orphans",
    "flag_for_review",
    "get_lot",
    "get_mission",
    "graph_traverse",
    "latest_run",
    "lineage_of",
    "list_campaign_events",
    "list_campaigns",
    "list_lineage",
    "list_lots",
    "list_missions",
    "list_offspring",
    "list_secrets",
    "list_settings",
    "list_template_tools",
    "lookup",
    "market_prices",
    "mission_timeline",
    "missions_by_target",
    "ongoing_campaigns",
    "plane_layers",
    "plane_path",
    "plane_relations",
    "planes_in_setting",
    "query_as_npc",
    "reachable_planes",
    "reload_templates",
    "replay_tool_calls",
    "run_consistency_check",
    "secrets_about_subject",
    "secrets_known_by",
    "semantic_search",
    "setting_members",
    "state_at",
    "timeline",
    "trades_by_buyer",
    "trades_by_party",
    "true_during",
    "was_true_at",
    "who_knows",
]
