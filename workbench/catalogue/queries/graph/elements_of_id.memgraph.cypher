MATCH (n)
WHERE n.id = $id OR toString(id(n)) = $id
RETURN toString(id(n)) AS element
LIMIT 2
