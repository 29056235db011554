"""TongGraph's files brought in: decoded and checked, imported, exported."""
