-- Rows that the business logic gives and the contract cannot take, because a
-- required value is missing.
select
    revenue_date,
    currency_code,
    placed_orders,
    gross_revenue,
    cancelled_revenue,
    refunded_revenue,
    net_revenue
from {{ ref('int_revenue_daily__assembled') }}
where
    revenue_date is null
    or currency_code is null
    or placed_orders is null
    or gross_revenue is null
    or cancelled_revenue is null
    or refunded_revenue is null
    or net_revenue is null
