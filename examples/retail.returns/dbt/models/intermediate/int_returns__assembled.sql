-- The business logic of retail.returns. This file belongs to the team: mesh-cli
-- wrote its first version and never touches it again. It gives the columns of the
-- contract, under their names; models/products casts and publishes them.
{%- set types = contract_types('returns') %}

with

returns as (

    select * from {{ ref('stg_returns_desk__returns') }}

),

-- Amounts turn from minor to major units here, and nowhere else.
refund_in_major_units_rows as (

    select
        return_id,
        order_id,
        state,
        0.01 * cast(refund_cents as decimal(12, 2)) as refund,
        customer_email,
        updated_at
    from returns

),

assembled as (

    select * from refund_in_major_units_rows

)

select * from assembled
