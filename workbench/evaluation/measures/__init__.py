"""What a reply is worth, question by question."""
