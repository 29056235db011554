"""What an imported run was made with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from ...core.turn_reading import turns_of
from .threads import META, PROCESSED, RecordedTest, part


def manifest_of(tests: Sequence[RecordedTest]) -> dict[str, Any]:
    """The account of a run, from its tests in order; `vedana.tests` are not yet in it.

    What each thread says of the whole run is there once, as the newest says it (D56).
    """
    metas = [_without_question(test) for test in tests if META in test.told]
    meta = metas[-1] if metas else {}
    prompt = part(meta, "judge").get("judge_prompt")
    turns = [turn for test in tests for turn in turns_of(test.events)]
    return {
        "started": tests[0].thread["created_at"].isoformat(),
        "system": {"name": "vedana", "settings": dict(part(meta, "run_config"))},
        "models": sorted(set(_models_used(tests))),
        "vedana": {
            "meta": meta,
            "records": len({json.dumps(one, sort_keys=True) for one in metas}),
            "judge_prompt_hash": _sha256(prompt) if isinstance(prompt, str) and prompt else "",
            "unpriced": sorted({model for turn in turns for model in turn.unknown_prices}),
        },
    }


def _without_question(test: RecordedTest) -> dict[str, Any]:
    return {name: value for name, value in test.data(META).items() if name != "question"}


def _models_used(tests: Sequence[RecordedTest]) -> Iterator[str]:
    """As the answers tell, whatever was set."""
    for event in (event for test in tests for event in test.events):
        if event.event_type == PROCESSED:
            model = part(event.data, "technical_info").get("model_used")
            if isinstance(model, str) and model:
                yield model


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
