"""What was learnt from texts: facts and their links, what happened, and how things are done."""
