"""Property graphs: their records, what is searched in them, what is believed, and every change.

All graphs share the tables, each under its number. `generation` counts the changes of one
graph, of all kinds of records together: a change raises it under the lock of the graph's row,
so that generations are dense and are seen in the order of commits. `tong_log` has a row for
each, with the values before and after; `after` is NULL for a fill, which tells no values.

Properties are `json`, which keeps a text as it was given: `jsonb` would make 1e300 an integer
of 301 digits and lose the sign of -0.0. A node's external id may pass from one to another
within a transaction, so it is checked at its end.
"""

from __future__ import annotations

from alembic import op

revision = "tong_0001"
down_revision = None
branch_labels = ("tong",)
depends_on = None

GRAPHS = """
CREATE TABLE tong_schema (
  one boolean PRIMARY KEY DEFAULT true CONSTRAINT tong_schema_one_check CHECK (one),
  identity uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO tong_schema DEFAULT VALUES;
CREATE TABLE tong_graphs (
  number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text COLLATE "C" NOT NULL UNIQUE,
  origin json,
  metadata json NOT NULL DEFAULT '{}',
  generation bigint NOT NULL DEFAULT 0,
  next_node bigint NOT NULL DEFAULT 0,
  next_edge bigint NOT NULL DEFAULT 0,
  next_variable bigint NOT NULL DEFAULT 0,
  next_factor bigint NOT NULL DEFAULT 0,
  next_evidence bigint NOT NULL DEFAULT 0,
  next_trace bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE tong_log (
  graph integer NOT NULL,
  generation bigint NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  author text NOT NULL,
  reason text NOT NULL,
  before json NOT NULL,
  after json,
  PRIMARY KEY (graph, generation)
);
CREATE TABLE tong_file_log (
  graph integer NOT NULL,
  seq bigint NOT NULL,
  op text NOT NULL,
  object_id bigint NOT NULL,
  payload text NOT NULL,
  created_at bigint NOT NULL,
  PRIMARY KEY (graph, seq)
);
CREATE TABLE tong_projections (
  graph integer NOT NULL,
  place text COLLATE "C" NOT NULL,
  generation bigint NOT NULL,
  PRIMARY KEY (graph, place)
);
"""
RECORDS = """
CREATE TABLE tong_nodes (
  graph integer NOT NULL,
  id bigint NOT NULL,
  external_id text COLLATE "C" NOT NULL,
  labels json NOT NULL,
  properties json NOT NULL,
  PRIMARY KEY (graph, id),
  CONSTRAINT tong_nodes_external_id UNIQUE (graph, external_id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE tong_edges (
  graph integer NOT NULL,
  id bigint NOT NULL,
  source bigint NOT NULL,
  target bigint NOT NULL,
  edge_type text COLLATE "C" NOT NULL,
  properties json NOT NULL,
  PRIMARY KEY (graph, id)
);
"""
SEARCH = """
CREATE TABLE tong_text_indexes (
  graph integer NOT NULL,
  name text COLLATE "C" NOT NULL,
  target text NOT NULL,
  properties json NOT NULL,
  tokenizer text NOT NULL,
  fold boolean NOT NULL,
  bigrams boolean NOT NULL,
  PRIMARY KEY (graph, name)
);
CREATE TABLE tong_texts (
  graph integer NOT NULL,
  index_name text COLLATE "C" NOT NULL,
  entity bigint NOT NULL,
  content text NOT NULL,
  words tsvector NOT NULL,
  length integer NOT NULL,
  PRIMARY KEY (graph, index_name, entity)
);
CREATE INDEX tong_texts_words ON tong_texts USING gin (words);
CREATE INDEX tong_texts_content ON tong_texts USING gin (content gin_trgm_ops);
CREATE TABLE tong_vector_indexes (
  graph integer NOT NULL,
  name text COLLATE "C" NOT NULL,
  target text NOT NULL,
  dimensions bigint NOT NULL,
  metric text NOT NULL,
  model text,
  model_version text,
  PRIMARY KEY (graph, name)
);
CREATE TABLE tong_vectors (
  graph integer NOT NULL,
  index_name text COLLATE "C" NOT NULL,
  entity bigint NOT NULL,
  embedding vector NOT NULL,
  PRIMARY KEY (graph, index_name, entity)
) WITH (toast_tuple_target = 8160);
"""
BELIEF = """
CREATE TABLE tong_variables (
  graph integer NOT NULL,
  id bigint NOT NULL,
  domain text NOT NULL,
  states json NOT NULL,
  owner_id bigint,
  prior json NOT NULL,
  posterior json NOT NULL,
  PRIMARY KEY (graph, id)
);
CREATE TABLE tong_factors (
  graph integer NOT NULL,
  id bigint NOT NULL,
  input_variables json NOT NULL,
  output_variables json NOT NULL,
  function text NOT NULL,
  parameters json NOT NULL,
  weights json,
  PRIMARY KEY (graph, id)
);
CREATE TABLE tong_evidence (
  graph integer NOT NULL,
  id bigint NOT NULL,
  variable_id bigint NOT NULL,
  payload json NOT NULL,
  likelihood json,
  PRIMARY KEY (graph, id)
);
CREATE TABLE tong_traces (
  graph integer NOT NULL,
  id bigint NOT NULL,
  payload json NOT NULL,
  PRIMARY KEY (graph, id)
);
CREATE TABLE tong_posteriors (
  graph integer NOT NULL,
  variable_id bigint NOT NULL,
  beliefs json NOT NULL,
  inputs json,
  PRIMARY KEY (graph, variable_id)
);
"""
TABLES = (
    "posteriors", "traces", "evidence", "factors", "variables", "vectors", "vector_indexes",
    "texts", "text_indexes", "edges", "nodes", "projections", "file_log", "log", "graphs",
    "schema",
)  # fmt: skip


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for tables in (GRAPHS, RECORDS, SEARCH, BELIEF):
        op.execute(tables)


def downgrade() -> None:
    """Drops the tables; the extensions stay, for other tables may use them."""
    for table in TABLES:
        op.drop_table(f"tong_{table}")
