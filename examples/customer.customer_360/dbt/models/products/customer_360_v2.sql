-- customer.customer_360, major version 2. Rendered from data-product.yaml: casts,
-- order and names of the contract, and no logic of its own. The business logic is
-- in models/intermediate.
{{
    config(
        table_type='hive',
        format='parquet',
        write_compression='zstd',
    )
}}
{%- set types = contract_types('customer_360') %}

select
    cast(customer_id as {{ types.customer_id }}) as customer_id,
    cast(email as {{ types.email }}) as email,
    cast(phone as {{ types.phone }}) as phone,
    cast(address as {{ types.address }}) as address,
    cast(preferences as {{ types.preferences }}) as preferences,
    cast(lifetime_value as {{ types.lifetime_value }}) as lifetime_value,
    cast(transaction_count as {{ types.transaction_count }})
        as transaction_count,
    cast(transaction_amounts as {{ types.transaction_amounts }})
        as transaction_amounts,
    cast(acquisition_channel as {{ types.acquisition_channel }})
        as acquisition_channel,
    cast(churn_probability as {{ types.churn_probability }})
        as churn_probability,
    cast(updated_at as {{ types.updated_at }}) as updated_at,
    {{ data_product_header('customer-db, payment-events') }}
from {{ ref('int_customer_360__assembled') }}
-- A row that lacks a required value cannot be published. It is kept for inspection
-- in customer_360_held_back, and counts against completeness.
where
    customer_id is not null
    and email is not null
    and preferences is not null
    and lifetime_value is not null
    and transaction_count is not null
    and transaction_amounts is not null
    and updated_at is not null
