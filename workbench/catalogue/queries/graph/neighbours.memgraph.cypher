MATCH (n:`$label` {id: $id})-[r]-(m)
WHERE ($type IS NULL OR type(r) = $type)
  AND ($direction = 'both'
       OR ($direction = 'out' AND startNode(r) = n)
       OR ($direction = 'in' AND endNode(r) = n))
WITH m, collect(DISTINCT r) AS edges
ORDER BY m.id, id(m)
LIMIT $limit
RETURN m AS neighbour, edges
