"""Questions about a fictional world: one file and one public function an answer.

Every tool takes an open bench, or a session on one, first: `lore.was_true_at(bench, …)`.
"""
