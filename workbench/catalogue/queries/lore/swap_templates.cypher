// /// query
// summary = "Replaces templates in one write: those of some ids go, the given ones stand"
// source = "lore engine, public design"
// writes = true
//
// [params.removed]
// type = "list[str]"
// doc = "ids of the templates that go"
// example = ["loud_errand"]
//
// [params.templates]
// type = "json"
// doc = "a list of {id, type, version, document, file, origin}; the document is JSON text"
// example = [{ id = "quiet_errand", type = "QuietErrand", version = 2, document = "{}", file = "quiet_errand.yaml", origin = "bench" }]
//
// [columns]
// generation = "int: the number that tells other processes of the change"
// ///
MERGE (s:TemplateState {id: 'templates'})
SET s.generation = coalesce(s.generation, 0) + 1
WITH s
OPTIONAL MATCH (old:TypeTemplate) WHERE old.id IN $removed
DETACH DELETE old
WITH DISTINCT s
FOREACH (t IN $templates |
  MERGE (n:TypeTemplate {id: t.id})
  SET n.type = t.type, n.version = t.version, n.document = t.document, n.file = t.file,
      n.origin = t.origin)
RETURN s.generation AS generation
