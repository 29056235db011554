"""Property graphs: records, relations, search and belief in one."""
