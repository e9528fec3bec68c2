-- Rows that the business logic gives and the contract cannot take, because a
-- required value is missing.
select
    return_id,
    order_id,
    state,
    refund,
    customer_email,
    updated_at
from {{ ref('int_returns__assembled') }}
where
    return_id is null
    or order_id is null
    or state is null
    or updated_at is null
