"""What is known of Vedana's Datapipe pipeline and cannot be read from its tables."""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple


class Inputs(NamedTuple):
    """What a step reads: the table whose rows are its units of work, and the part of the data
    model that counts for all of them, '' where there is none."""

    units: str
    model: str = ""


# By a step's function and the first column of its key. Source: Vedana, vedana_etl/pipeline.py.
STEP_INPUTS = MappingProxyType(
    {
        ("prepare_nodes", "node_id"): Inputs("grist_nodes"),
        ("prepare_edges", "from_node_id"): Inputs("grist_edges"),
        ("ensure_memgraph_node_indexes", "attribute_name"): Inputs("dm_anchor_attributes"),
        ("ensure_memgraph_edge_indexes", "attribute_name"): Inputs("dm_link_attributes"),
        ("pass_df_to_memgraph", "node_id"): Inputs("nodes"),
        ("pass_df_to_memgraph", "from_node_id"): Inputs("edges"),
        ("generate_embeddings", "node_id"): Inputs("nodes", "dm_anchor_attributes"),
        ("generate_embeddings", "from_node_id"): Inputs("edges", "dm_link_attributes"),
    }
)
