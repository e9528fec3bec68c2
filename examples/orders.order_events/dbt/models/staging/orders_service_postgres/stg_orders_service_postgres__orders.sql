-- orders as it arrives, with the names and types of the manifest and no
-- business logic. The only place that reads the source.
{%- set types = contract_types('stg_orders_service_postgres__orders') %}

with

source as (

    select * from {{ source('orders_service_postgres', 'orders') }}
    {% if target.name == 'dev' -%}
    -- depends_on: {{ ref('orders_service_postgres__orders') }}
    {%- endif %}

),

-- A row that was deleted in the source stays here with a mark.
live as (

    select * from source
    where not coalesce(_cdc_deleted, false)

)

select
    cast(id as {{ types.order_id }}) as order_id,
    cast(customer_id as {{ types.customer_id }}) as customer_id,
    cast(status as {{ types.status }}) as status,
    cast(total_amount_cents as {{ types.total_amount_cents }})
        as total_amount_cents,
    cast(currency_code as {{ types.currency_code }}) as currency_code,
    cast(channel as {{ types.channel }}) as channel,
    cast(created_at as {{ types.placed_at }}) as placed_at,
    cast(updated_at as {{ types.updated_at }}) as updated_at,
    cast(_cdc_source_timestamp as {{ types._cdc_source_timestamp }})
        as _cdc_source_timestamp
from live
