-- returns as it arrives, with the names and types of the manifest and no
-- business logic. The only place that reads the source.
{%- set types = contract_types('stg_orders_service_postgres__returns') %}

with

source as (

    select * from {{ source('orders_service_postgres', 'returns') }}
    {% if target.name == 'dev' -%}
    -- depends_on: {{ ref('orders_service_postgres__returns') }}
    {%- endif %}

),

-- A row that was deleted in the source stays here with a mark.
live as (

    select * from source
    where not coalesce(_cdc_deleted, false)

)

select
    cast(id as {{ types.return_id }}) as return_id,
    cast(order_id as {{ types.order_id }}) as order_id,
    cast(customer_id as {{ types.customer_id }}) as customer_id,
    cast(refund_amount_cents as {{ types.refund_amount_cents }})
        as refund_amount_cents,
    cast(currency_code as {{ types.currency_code }}) as currency_code,
    cast(initiated_at as {{ types.initiated_at }}) as initiated_at,
    cast(resolved_at as {{ types.resolved_at }}) as resolved_at,
    cast(_cdc_source_timestamp as {{ types._cdc_source_timestamp }})
        as _cdc_source_timestamp
from live
