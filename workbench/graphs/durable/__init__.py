"""The truth of property graphs: tables in PostgreSQL, where every change ends before it counts."""
