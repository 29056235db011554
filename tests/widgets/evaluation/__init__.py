"""EvalReport: its numbers, what the browser is told, and runs of a deployment."""
