"""Collections: their durable tables, and the mirrors that answer in this process."""
