-- The business logic of finance.revenue_daily. This file belongs to the team: mesh-cli
-- wrote its first version and never touches it again. It gives the columns of the
-- contract, under their names; models/products casts and publishes them.
{%- set types = contract_types('revenue_daily') %}

with

order_events as (

    select * from {{ ref('stg_orders__order_events') }}

),

-- Amounts turn from minor to major units here, and nowhere else.
revenue_per_day_rows as (

    select
        cast(event_timestamp as date) as revenue_date,
        currency_code,
        sum(
            case when event_type = 'ORDER_PLACED' then 1 else 0 end
        ) as placed_orders,
        0.01 * cast(
            sum(
                case
                    when event_type = 'ORDER_PLACED'
                        then order_total_cents
                    else 0
                end
            ) as decimal(18, 2)
        ) as gross_revenue,
        0.01 * cast(
            sum(
                case
                    when event_type = 'ORDER_CANCELLED'
                        then order_total_cents
                    else 0
                end
            ) as decimal(18, 2)
        ) as cancelled_revenue,
        0.01 * cast(
            sum(
                case
                    when event_type = 'RETURN_RESOLVED'
                        then order_total_cents
                    else 0
                end
            ) as decimal(18, 2)
        ) as refunded_revenue,
        0.01 * cast(
            sum(
                case
                    when event_type = 'ORDER_PLACED'
                        then order_total_cents
                    when event_type = 'RETURN_INITIATED'
                        then 0
                    else -order_total_cents
                end
            ) as decimal(18, 2)
        ) as net_revenue
    from order_events
    group by
        cast(event_timestamp as date),
        currency_code

),

assembled as (

    select * from revenue_per_day_rows

)

select * from assembled
