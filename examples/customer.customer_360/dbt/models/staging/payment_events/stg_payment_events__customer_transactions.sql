-- customer_transactions as it arrives, with the names and types of the manifest and no
-- business logic. The only place that reads the source.
{%- set types = contract_types('stg_payment_events__customer_transactions') %}

with

source as (

    select * from {{ source('payment_events', 'customer_transactions') }}
    {% if target.name == 'dev' -%}
    -- depends_on: {{ ref('payment_events__customer_transactions') }}
    {%- endif %}

)

select
    cast(transaction_id as {{ types.transaction_id }}) as transaction_id,
    cast(customer_id as {{ types.customer_id }}) as customer_id,
    cast(amount as {{ types.amount }}) as amount,
    cast(occurred_at as {{ types.occurred_at }}) as occurred_at
from source
