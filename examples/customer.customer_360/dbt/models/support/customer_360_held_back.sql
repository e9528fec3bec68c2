-- Rows that the business logic gives and the contract cannot take, because a
-- required value is missing.
select
    customer_id,
    email,
    phone,
    address,
    preferences,
    lifetime_value,
    transaction_count,
    transaction_amounts,
    acquisition_channel,
    churn_probability,
    updated_at
from {{ ref('int_customer_360__assembled') }}
where
    customer_id is null
    or email is null
    or preferences is null
    or lifetime_value is null
    or transaction_count is null
    or transaction_amounts is null
    or updated_at is null
