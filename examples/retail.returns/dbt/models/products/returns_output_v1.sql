-- The output port of retail.returns, major version 1: what consumers read.
-- Personal data is masked here, and consumers have no access to what is below.
{{
    config(
        materialized='external',
        format='parquet',
        location=(
            'target/returns.parquet' if target.name == 'dev'
            else env_var('PRODUCT_FOLDER', '/mnt/products/retail') ~ '/returns.parquet'
        ),
        options={'compression': 'zstd'},
    )
}}
{%- set types = contract_types('returns') %}

select
    product.return_id,
    product.order_id,
    product.state,
    product.refund,
    {{ mask_hash('product.customer_email', 'pii_salt.salt') }}
        as customer_email,
    product.updated_at
from {{ ref('returns', v=1) }} as product
cross join {{ ref('returns_pii_salt') }} as pii_salt
