-- The output port of orders.order_events, major version 1: what consumers read
-- until 2031-05-31.

select
    product.event_id,
    product.event_type,
    product.occurred_at,
    product.order_id,
    product.order_total,
    product.currency_code,
    product.channel,
    product.source_table
from {{ ref('order_events', v=1) }} as product
