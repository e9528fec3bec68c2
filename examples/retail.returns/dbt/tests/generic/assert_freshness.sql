{#- Gives the age of the newest value in whole minutes, rounded up, and dbt
    compares that number with `warn_if` and `error_if` of the test's config.
    An empty table is as stale as can be, and so is one with a row more than
    five minutes ahead of the clock: it would hide for how long nothing came. -#}
{% test assert_freshness(model, column) %}

{{ config(fail_calc = 'max(age_minutes)') }}

with

newest as (

    select
        cast(max({{ column }}) as {{ dbt.type_timestamp() }}) as newest_at,
        cast({{ dbt.current_timestamp() }} as {{ dbt.type_timestamp() }})
            as checked_at
    from {{ model }}

),

measured as (

    select
        newest_at,
        checked_at,
        {{ dbt.datediff('newest_at', 'checked_at', 'second') }} as age_seconds
    from newest

)

select
    newest_at,
    checked_at,
    case
        when age_seconds >= -300
            then cast(ceil(age_seconds / 60.0) as {{ dbt.type_bigint() }})
        else 1000000000
    end as age_minutes
from measured

{% endtest %}
