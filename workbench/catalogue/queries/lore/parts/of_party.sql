-- sales of a party on a side
($party::text IS NULL OR (buyer_id = $party AND $side <> 'seller')
        OR (seller_id = $party AND $side <> 'buyer'))
