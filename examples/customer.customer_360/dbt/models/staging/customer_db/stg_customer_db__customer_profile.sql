-- customer_profile as it arrives, with the names and types of the manifest and no
-- business logic. The only place that reads the source.
{%- set types = contract_types('stg_customer_db__customer_profile') %}

with

source as (

    select * from {{ source('customer_db', 'customer_profile') }}
    {% if target.name == 'dev' -%}
    -- depends_on: {{ ref('customer_db__customer_profile') }}
    {%- endif %}

),

-- A row that was deleted in the source stays here with a mark.
live as (

    select * from source
    where not coalesce(_cdc_deleted, false)

)

select
    cast(customer_id as {{ types.customer_id }}) as customer_id,
    cast(email as {{ types.email }}) as email,
    cast(phone as {{ types.phone }}) as phone,
    cast(address as {{ types.address }}) as address,
    cast(acquisition_channel as {{ types.acquisition_channel }})
        as acquisition_channel,
    cast(preferences as {{ types.preferences }}) as preferences,
    cast(churn_score as {{ types.churn_probability }}) as churn_probability,
    cast(updated_at as {{ types.updated_at }}) as updated_at
from live
