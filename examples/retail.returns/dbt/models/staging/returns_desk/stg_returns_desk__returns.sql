-- returns as it arrives, with the names and types of the manifest and no
-- business logic. The only place that reads the source.
{%- set types = contract_types('stg_returns_desk__returns') %}

with

source as (

    select * from {{ source('returns_desk', 'returns') }}
    {% if target.name == 'dev' -%}
    -- depends_on: {{ ref('returns_desk__returns') }}
    {%- endif %}

)

select
    cast(return_id as {{ types.return_id }}) as return_id,
    cast(order_id as {{ types.order_id }}) as order_id,
    cast(state as {{ types.state }}) as state,
    cast(refund_cents as {{ types.refund_cents }}) as refund_cents,
    cast(customer_email as {{ types.customer_email }}) as customer_email,
    cast(updated_at as {{ types.updated_at }}) as updated_at
from source
