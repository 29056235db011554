-- sales, not listings, of some goods in some currencies at some places
coalesce(payload ->> 'kind', CASE WHEN buyer_id IS NULL THEN 'listed' ELSE 'sold' END) = 'sold'
    AND ($goods::text[] IS NULL OR item_id = ANY ($goods::text[]))
    AND ($units::text[] IS NULL OR unit = ANY ($units::text[]))
    AND ($locations::text[] IS NULL OR location_id = ANY ($locations::text[]))
    AND ($world::text IS NULL OR world_id = $world)
