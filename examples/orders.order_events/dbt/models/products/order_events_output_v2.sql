-- The output port of orders.order_events, major version 2: what consumers read.

select
    product.event_id,
    product.event_type,
    product.event_timestamp,
    product.order_id,
    product.customer_id,
    product.order_total_cents,
    product.currency_code,
    product.channel,
    product.metadata
from {{ ref('order_events', v=2) }} as product
