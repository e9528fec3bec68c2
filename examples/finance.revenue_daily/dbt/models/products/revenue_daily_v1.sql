-- finance.revenue_daily, major version 1. Rendered from data-product.yaml: casts,
-- order and names of the contract, and no logic of its own. The business logic is
-- in models/intermediate.
{%- set types = contract_types('revenue_daily') %}

select
    cast(revenue_date as {{ types.revenue_date }}) as revenue_date,
    cast(currency_code as {{ types.currency_code }}) as currency_code,
    cast(placed_orders as {{ types.placed_orders }}) as placed_orders,
    cast(gross_revenue as {{ types.gross_revenue }}) as gross_revenue,
    cast(cancelled_revenue as {{ types.cancelled_revenue }})
        as cancelled_revenue,
    cast(refunded_revenue as {{ types.refunded_revenue }}) as refunded_revenue,
    cast(net_revenue as {{ types.net_revenue }}) as net_revenue,
    {{ data_product_header('orders') }}
from {{ ref('int_revenue_daily__assembled') }}
-- A row that lacks a required value cannot be published. It is kept for inspection
-- in revenue_daily_held_back, and counts against completeness.
where
    revenue_date is not null
    and currency_code is not null
    and placed_orders is not null
    and gross_revenue is not null
    and cancelled_revenue is not null
    and refunded_revenue is not null
    and net_revenue is not null
