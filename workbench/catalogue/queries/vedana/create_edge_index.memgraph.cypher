CREATE EDGE INDEX ON :`$edge_label`(`$property`)
