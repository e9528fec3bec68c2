-- retail.returns, major version 1. Rendered from data-product.yaml: casts,
-- order and names of the contract, and no logic of its own. The business logic is
-- in models/intermediate.
{%- set types = contract_types('returns') %}

select
    cast(return_id as {{ types.return_id }}) as return_id,
    cast(order_id as {{ types.order_id }}) as order_id,
    cast(state as {{ types.state }}) as state,
    cast(refund as {{ types.refund }}) as refund,
    cast(customer_email as {{ types.customer_email }}) as customer_email,
    cast(updated_at as {{ types.updated_at }}) as updated_at,
    {{ data_product_header('returns-desk') }}
from {{ ref('int_returns__assembled') }}
-- A row that lacks a required value cannot be published. It is kept for inspection
-- in returns_held_back, and counts against completeness.
where
    return_id is not null
    and order_id is not null
    and state is not null
    and updated_at is not null
