CREATE INDEX ON :`$label`(`$property`)
