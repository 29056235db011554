// /// query
// summary = "Edges at nodes with their other ends, out before in: one step of any traversal"
// source = "TongGraph, calls neighbors, frontier, bfs"
//
// [params.ids]
// type = "list[int]"
// doc = "ids of nodes"
// example = [0, 1]
//
// [params.direction]
// type = "str"
// doc = "out, in or both"
// default = "both"
//
// [params.type]
// type = "str"
// doc = "type of the edges; null for any"
// optional = true
//
// [columns]
// origin = "int"
// direction = "str"
// edge = "int"
// type = "str"
// neighbour = "int"
// ///
UNWIND $ids AS origin
MATCH (n:TongNode {tong_id: origin})
CALL {
  WITH n
  MATCH (n)-[r]->(m:TongNode)
  RETURN 'out' AS direction, 0 AS place, r, m
  UNION
  WITH n
  MATCH (n)<-[r]-(m:TongNode)
  RETURN 'in' AS direction, 1 AS place, r, m
}
WITH origin, direction, place, r, m
WHERE ($direction = 'both' OR direction = $direction) AND ($type IS NULL OR type(r) = $type)
RETURN origin, direction, r.tong_id AS edge, type(r) AS type, m.tong_id AS neighbour
ORDER BY origin, place, edge
