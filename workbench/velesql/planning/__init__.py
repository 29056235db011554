"""How a statement is to be answered: its parts told apart, and the cheapest way chosen."""
