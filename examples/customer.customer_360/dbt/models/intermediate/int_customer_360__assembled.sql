-- The business logic of customer.customer_360. This file belongs to the team: mesh-cli
-- wrote its first version and never touches it again. It gives the columns of the
-- contract, under their names; models/products casts and publishes them.
{%- set types = contract_types('customer_360') %}

with

customer_profile as (

    select * from {{ ref('stg_customer_db__customer_profile') }}

),

customer_transactions as (

    select * from {{ ref('stg_payment_events__customer_transactions') }}

),

-- Every customer stays, with or without transactions.
customers_with_value_rows as (

    select
        customer_profile.customer_id,
        customer_profile.email,
        customer_profile.phone,
        customer_profile.address,
        customer_profile.preferences,
        coalesce(sum(customer_transactions.amount), 0) as lifetime_value,
        count(customer_transactions.transaction_id) as transaction_count,
        {{ list_of('customer_transactions.amount') }} as transaction_amounts,
        customer_profile.acquisition_channel,
        customer_profile.churn_probability,
        greatest(
            customer_profile.updated_at,
            coalesce(
                max(customer_transactions.occurred_at),
                customer_profile.updated_at
            )
        ) as updated_at
    from customer_profile
    left join customer_transactions
        on customer_profile.customer_id = customer_transactions.customer_id
    group by
        customer_profile.customer_id,
        customer_profile.email,
        customer_profile.phone,
        customer_profile.address,
        customer_profile.preferences,
        customer_profile.acquisition_channel,
        customer_profile.churn_probability,
        customer_profile.updated_at

),

assembled as (

    select * from customers_with_value_rows

)

select * from assembled
