-- orders.order_events, major version 1, served until 2031-05-31: the rows of
-- version 2, under the names and types that this version promised. Rendered from
-- data-product.yaml: how a field is made is said there, under `previous`.
{{
    config(
        partition_by={
            'field': 'occurred_at',
            'data_type': 'timestamp',
            'granularity': 'day',
        } if target.type == 'bigquery' else none,
        cluster_by=[
            'event_type',
            'event_id',
        ],
        labels={
            'domain': 'orders',
            'data_product': 'order-events',
            'managed_by': 'dbt',
        },
    )
}}
{%- set types = contract_types('order_events_v1') %}

with

served as (

    select
        cast(event_id as {{ types.event_id }}) as event_id,
        -- A value that is newer than this version shows as UNKNOWN.
        cast(
            case
                when
                    event_type is null
                    or event_type in (
                        {{ sql_text('ORDER_PLACED') }},
                        {{ sql_text('ORDER_CANCELLED') }},
                        {{ sql_text('RETURN_INITIATED') }}
                    )
                    then event_type
                else 'UNKNOWN'
            end
            as {{ types.event_type }}
        ) as event_type,
        cast(event_timestamp as {{ types.occurred_at }}) as occurred_at,
        cast(order_id as {{ types.order_id }}) as order_id,
        cast(
            0.01 * order_total_cents
            as {{ types.order_total }}
        ) as order_total,
        cast(currency_code as {{ types.currency_code }}) as currency_code,
        -- A value that is newer than this version shows as null.
        cast(
            case
                when
                    channel is null
                    or channel in (
                        {{ sql_text('web') }},
                        {{ sql_text('ios') }},
                        {{ sql_text('android') }}
                    )
                    then channel
            end
            as {{ types.channel }}
        ) as channel,
        cast(source_table as {{ types.source_table }}) as source_table
    from {{ ref('int_order_events__assembled') }}

)

select
    event_id,
    event_type,
    occurred_at,
    order_id,
    order_total,
    currency_code,
    channel,
    source_table,
    {{ data_product_header('orders_service_postgres') }}
from served
-- A row that lacks what this version requires is not in it.
where
    event_id is not null
    and event_type is not null
    and occurred_at is not null
    and order_id is not null
    and order_total is not null
    and currency_code is not null
