-- The output port of finance.revenue_daily, major version 1: what consumers read.

select
    product.revenue_date,
    product.currency_code,
    product.placed_orders,
    product.gross_revenue,
    product.cancelled_revenue,
    product.refunded_revenue,
    product.net_revenue
from {{ ref('revenue_daily', v=1) }} as product
