-- The business logic of orders.order_events. This file belongs to the team: mesh-cli
-- wrote its first version and never touches it again. It gives the columns of the
-- contract, under their names; models/products casts and publishes them.
-- The last ones are for earlier versions that are still served.
{%- set types = contract_types('order_events') %}

with

orders as (

    select * from {{ ref('stg_orders_service_postgres__orders') }}

),

returns as (

    select * from {{ ref('stg_orders_service_postgres__returns') }}

),

-- An order is placed once; orders made by tests are left out.
order_placed_rows as (

    select
        {{ stable_uuid(['order_id', "'ORDER_PLACED'"]) }} as event_id,
        'ORDER_PLACED' as event_type,
        placed_at as event_timestamp,
        order_id,
        customer_id,
        total_amount_cents as order_total_cents,
        currency_code,
        channel,
        {{ string_map({'source_table': "'orders'"}) }} as metadata,
        'orders' as source_table
    from orders
    where coalesce(status, '') <> 'TEST'

),

-- The source keeps the current state only, so a cancellation is dated by the last change of the order.
order_cancelled_rows as (

    select
        {{ stable_uuid(['order_id', "'ORDER_CANCELLED'"]) }} as event_id,
        'ORDER_CANCELLED' as event_type,
        updated_at as event_timestamp,
        order_id,
        customer_id,
        total_amount_cents as order_total_cents,
        currency_code,
        channel,
        {{ string_map({'source_table': "'orders'"}) }} as metadata,
        'orders' as source_table
    from orders
    where status = 'CANCELLED'

),

-- Returns of test orders are left out, as the orders are.
return_initiated_rows as (

    select
        {{ stable_uuid([
            'returns.return_id', "'RETURN_INITIATED'",
        ]) }} as event_id,
        'RETURN_INITIATED' as event_type,
        returns.initiated_at as event_timestamp,
        returns.order_id,
        returns.customer_id,
        returns.refund_amount_cents as order_total_cents,
        orders.currency_code,
        cast(null as {{ types.channel }}) as channel,
        {{ string_map({'source_table': "'returns'"}) }} as metadata,
        'returns' as source_table
    from returns
    inner join orders
        on returns.order_id = orders.order_id
    where orders.status <> 'TEST'

),

-- A return is resolved when its refund was decided.
return_resolved_rows as (

    select
        {{ stable_uuid([
            'returns.return_id', "'RETURN_RESOLVED'",
        ]) }} as event_id,
        'RETURN_RESOLVED' as event_type,
        returns.resolved_at as event_timestamp,
        returns.order_id,
        returns.customer_id,
        returns.refund_amount_cents as order_total_cents,
        orders.currency_code,
        cast(null as {{ types.channel }}) as channel,
        {{ string_map({'source_table': "'returns'"}) }} as metadata,
        'returns' as source_table
    from returns
    inner join orders
        on returns.order_id = orders.order_id
    where returns.resolved_at is not null and orders.status <> 'TEST'

),

assembled as (

    select * from order_placed_rows
    union all
    select * from order_cancelled_rows
    union all
    select * from return_initiated_rows
    union all
    select * from return_resolved_rows

)

select * from assembled
