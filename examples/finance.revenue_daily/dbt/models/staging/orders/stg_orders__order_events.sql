-- order_events as it arrives, with the names and types of the manifest and no
-- business logic. The only place that reads the source.
{%- set types = contract_types('stg_orders__order_events') %}

with

source as (

    select * from {{ source('orders', 'order_events') }}
    {% if target.name == 'dev' -%}
    -- depends_on: {{ ref('orders__order_events') }}
    {%- endif %}

)

select
    cast(event_id as {{ types.event_id }}) as event_id,
    cast(event_type as {{ types.event_type }}) as event_type,
    cast(event_timestamp as {{ types.event_timestamp }}) as event_timestamp,
    cast(order_id as {{ types.order_id }}) as order_id,
    cast(order_total_cents as {{ types.order_total_cents }})
        as order_total_cents,
    cast(currency_code as {{ types.currency_code }}) as currency_code
from source
