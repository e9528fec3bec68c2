{#- Compares the newest entry of a row-count history with the one before it.
    `column` holds the count, `order_by` the time of the entry. -#}
{% test assert_row_count_stable(
    model, max_drop_percent, max_growth_percent=none,
    column='row_count', order_by='_inserted_at'
) %}

with

history as (

    select
        {{ order_by }} as measured_at,
        {{ column }} as row_count,
        lag({{ column }}) over (order by {{ order_by }}) as previous_count,
        row_number() over (order by {{ order_by }} desc) as age
    from {{ model }}

),

change as (

    select
        measured_at,
        row_count,
        previous_count,
        100.0 * (row_count - previous_count) / previous_count as change_percent
    from history
    where age = 1 and previous_count > 0

)

select * from change
where
    change_percent < -1 * {{ max_drop_percent }}
    {%- if max_growth_percent is not none %}
    or change_percent > {{ max_growth_percent }}
    {%- endif %}

{% endtest %}
