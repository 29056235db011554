// a Relation node r from s to o
RETURN r.type AS type, s.id AS from_id, labels(s)[0] AS from_label, s.name AS from_name,
       o.id AS to_id, labels(o)[0] AS to_label, o.name AS to_name, properties(r) AS properties
