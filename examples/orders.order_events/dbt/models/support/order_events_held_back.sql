-- Rows that the business logic gives and the contract cannot take, because a
-- required value is missing.
select
    event_id,
    event_type,
    event_timestamp,
    order_id,
    customer_id,
    order_total_cents,
    currency_code,
    channel,
    metadata
from {{ ref('int_order_events__assembled') }}
where
    event_id is null
    or event_type is null
    or event_timestamp is null
    or order_id is null
    or customer_id is null
    or order_total_cents is null
    or currency_code is null
    or metadata is null
