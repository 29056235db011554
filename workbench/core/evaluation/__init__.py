"""What evaluation is about: questions with what is expected, replies, scores, runs."""
