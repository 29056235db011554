-- /// query
-- summary = "The texts of a collection that a question is nearest to, by meaning and by words together"
-- source = "lore engine, storage strategy v1.2"
-- differs = "ranks by cosine and by BM25 of English stems, fused by reciprocal rank, where the document only names vectors; exact whatever the table's size; leaves NaN similarities out"
-- scores = ["score", "similarity"]
--
-- [params.collection]
-- type = "identifier"
-- doc = "lore_chunks, messages or domain_summaries"
-- example = "lore_chunks"
--
-- [params.belongs_to]
-- type = "identifier"
-- doc = "the column that names what a text belongs to: source_id, npc_id or entity_id"
-- example = "source_id"
--
-- [params.embedding]
-- type = "vector"
-- doc = "query vector, or text to embed; a vector of zeros is near to nothing"
-- example = "Who took nine o'clock out of the city?"
--
-- [params.words]
-- type = "str"
-- doc = "the question; any of its words may occur, rare ones count more"
-- example = "Who took nine o'clock out of the city?"
--
-- [params.setting]
-- type = "str"
-- optional = true
-- doc = "texts of this setting alone"
--
-- [params.first]
-- type = "int"
-- default = 10
-- doc = "most rows to return"
--
-- [params.skip]
-- type = "int"
-- default = 0
-- doc = "rows to leave out before them"
--
-- [columns]
-- id = "str"
-- belongs_to = "str: id of the source, speaker or entity"
-- text = "str"
-- time = "str: canonical time, null where unsaid"
-- setting_id = "str"
-- secrecy = "str"
-- owner = "str"
-- min_tier = "int"
-- score = "float: sum of 1 / (60 + place) over both rankings, higher is better"
-- similarity = "float: cosine similarity, -1 to 1; null where the text has no direction"
-- place_by_words = "int: place by BM25, null where no word occurs"
-- ///
-- Reciprocal rank fusion with k = 60: Cormack, Clarke, Buettcher, SIGIR 2009. BM25 with
-- k1 = 1.2, b = 0.75: Robertson, Zaragoza 2009; a text's length is its number of stems.
WITH measured AS MATERIALIZED ( -- one distance a row, and no ORDER BY that an index could serve
    SELECT id, 1 - (embedding <=> $embedding::vector) AS similarity, length(words) AS size
    FROM "$collection"
    WHERE $setting::text IS NULL OR setting_id = $setting
),
near AS (
    SELECT id, similarity, rank() OVER (ORDER BY similarity DESC) AS place
    FROM measured WHERE similarity <> 'NaN'
),
asked AS (SELECT tsvector_to_array(to_tsvector('english', $words::text)) AS stems),
counted AS (
    SELECT m.id, m.size, w.lexeme, cardinality(w.positions) AS times
    FROM asked, measured m JOIN "$collection" t USING (id), unnest(t.words) AS w
    WHERE w.lexeme = ANY (stems) AND t.words @@ (
        SELECT string_agg(quote_literal(stem), ' | ')::tsquery FROM unnest(stems) AS stem)
),
whole AS (SELECT count(*)::float8 AS texts, avg(size)::float8 AS usual FROM measured),
weighed AS (
    SELECT lexeme, ln(1 + (texts - count(*) + 0.5) / (count(*) + 0.5)) AS weight
    FROM counted, whole GROUP BY lexeme, texts
),
worded AS (
    SELECT id, rank() OVER (ORDER BY round( -- the order of a sum shall break no tie
        sum(weight * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * size / usual)))::numeric, 9
    ) DESC) AS place
    FROM counted JOIN weighed USING (lexeme), whole GROUP BY id
),
fused AS (
    SELECT id, similarity, worded.place AS place_by_words,
        (coalesce(1.0 / (60 + near.place), 0) + coalesce(1.0 / (60 + worded.place), 0))::float8
            AS score
    FROM near FULL JOIN worded USING (id)
)
SELECT id, "$belongs_to" AS belongs_to, text, time, setting_id, secrecy, owner, min_tier, score,
    similarity, place_by_words
FROM fused JOIN "$collection" USING (id)
ORDER BY score DESC, id COLLATE "C"
LIMIT $first::int8 OFFSET $skip::int8
