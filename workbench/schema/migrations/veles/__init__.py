"""Collections: which there are. Their own tables are made one by one."""
