{#- Gives the age of the newest value in whole minutes, rounded up, and dbt
    compares that number with `warn_if` and `error_if` of the test's config.
    An empty table is as stale as can be. -#}
{% test assert_freshness(model, column) %}

{{ config(fail_calc = 'max(age_minutes)') }}

with

newest as (

    select
        cast(max({{ column }}) as {{ dbt.type_timestamp() }}) as newest_at,
        cast({{ dbt.current_timestamp() }} as {{ dbt.type_timestamp() }})
            as checked_at
    from {{ model }}

)

select
    newest_at,
    checked_at,
    coalesce(
        cast(
            ceil({{ dbt.datediff('newest_at', 'checked_at', 'second') }} / 60.0)
            as {{ dbt.type_bigint() }}
        ),
        1000000000
    ) as age_minutes
from newest

{% endtest %}
