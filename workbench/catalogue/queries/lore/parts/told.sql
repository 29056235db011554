-- in-fiction times that the caller chose, with their places in the order of the story
WITH told AS (
    SELECT * FROM unnest($times::text[], $ranks::int8[]) AS told (time, rank)
)
