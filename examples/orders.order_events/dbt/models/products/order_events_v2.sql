-- orders.order_events, major version 2. Rendered from data-product.yaml: casts,
-- order and names of the contract, and no logic of its own. The business logic is
-- in models/intermediate.
{{
    config(
        partition_by={
            'field': 'event_timestamp',
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
{%- set types = contract_types('order_events') %}

select
    cast(event_id as {{ types.event_id }}) as event_id,
    cast(event_type as {{ types.event_type }}) as event_type,
    cast(event_timestamp as {{ types.event_timestamp }}) as event_timestamp,
    cast(order_id as {{ types.order_id }}) as order_id,
    cast(customer_id as {{ types.customer_id }}) as customer_id,
    cast(order_total_cents as {{ types.order_total_cents }})
        as order_total_cents,
    cast(currency_code as {{ types.currency_code }}) as currency_code,
    cast(channel as {{ types.channel }}) as channel,
    cast(metadata as {{ types.metadata }}) as metadata,
    {{ data_product_header('orders_service_postgres') }}
from {{ ref('int_order_events__assembled') }}
-- A row that lacks a required value cannot be published. It is kept for inspection
-- in order_events_held_back, and counts against completeness.
where
    event_id is not null
    and event_type is not null
    and event_timestamp is not null
    and order_id is not null
    and customer_id is not null
    and order_total_cents is not null
    and currency_code is not null
    and metadata is not null
