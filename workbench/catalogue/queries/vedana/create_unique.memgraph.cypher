CREATE CONSTRAINT ON (n:`$label`) ASSERT n.`$property` IS UNIQUE
