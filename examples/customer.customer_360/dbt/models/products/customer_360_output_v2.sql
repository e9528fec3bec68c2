-- The output port of customer.customer_360, major version 2: what consumers read.
-- Personal data is masked here, and consumers have no access to what is below.
{{
    config(
        materialized='table' if target.type == 'athena' else 'view',
        table_type='hive',
        format='parquet',
        write_compression='zstd',
        ha=true,
    )
}}
{%- set types = contract_types('customer_360') %}

select
    product.customer_id,
    {{ mask_hash('product.email', 'pii_salt.salt') }} as email,
    {{ mask_redact('product.phone') }} as phone,
    cast(null as {{ types.address }}) as address,
    product.preferences,
    product.lifetime_value,
    product.transaction_count,
    product.transaction_amounts,
    product.acquisition_channel,
    product.churn_probability,
    product.updated_at
from {{ ref('customer_360', v=2) }} as product
cross join {{ ref('customer_360_pii_salt') }} as pii_salt
