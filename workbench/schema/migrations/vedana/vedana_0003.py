"""Indexes for lists of threads: by newest activity, by what reviewers left, by words of messages.

The conditions and the words are those of the catalogue's queries, to the letter: PostgreSQL
takes an index only where it can tell that a query means the same.
"""

from __future__ import annotations

from alembic import op

revision = "vedana_0003"
down_revision = "vedana_0002"
branch_labels = None
depends_on = None

_CONVERSATION = "event_type NOT LIKE 'jims.backoffice.%'"
# No JSON function takes NUL or half a surrogate pair, and an index that fails would refuse the
# event: U+FFFD stands in for them. 100,000 characters, because a tsvector holds 1 MB.
_WORDS = r"""
to_tsvector('simple', left((CASE WHEN event_data::text ~ '\\u(0000|[dD][89a-fA-F])'
    THEN regexp_replace(event_data::text,
        '(?<!\\)((?:\\\\)*)(?:\\u0000|\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])'
        || '|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})',
        '\1\\ufffd', 'g')::json
    ELSE event_data END) ->> 'content', 100000))
"""
INDEXES = {
    "thread_events_conversation_thread_id_created_at_event_id_idx": (
        f"thread_events (thread_id, created_at, event_id) WHERE {_CONVERSATION}"
    ),
    "thread_events_conversation_created_at_thread_id_event_id_idx": (
        f"thread_events (created_at, thread_id, event_id) WHERE {_CONVERSATION}"
    ),
    "thread_events_annotation_thread_id_created_at_event_id_idx": (
        "thread_events (thread_id, created_at, event_id) WHERE event_type LIKE 'jims.backoffice.%'"
    ),
    "thread_events_message_words_idx": (
        f"thread_events USING gin (({_WORDS})) WHERE event_type LIKE 'comm.%'"
    ),
    "threads_created_at_thread_id_idx": "threads (created_at, thread_id)",
}


def upgrade() -> None:
    for name, definition in INDEXES.items():
        op.execute(f"CREATE INDEX {name} ON {definition}")


def downgrade() -> None:
    for name in reversed(INDEXES):
        op.execute(f"DROP INDEX {name}")
