{#- No two rows share the values of the columns, or at least `at_least` percent
    of the rows have a combination of their own. -#}
{% test unique_combination(model, columns, at_least=100) %}

with

combinations as (

    select
        {% for column in columns -%}
        {{ column }},
        {% endfor -%}
        count(*) as n_records
    from {{ model }}
    group by {{ columns | join(', ') }}

),

measured as (

    select
        sum(n_records) as row_count,
        sum(case when n_records = 1 then 1 else 0 end) as unique_count
    from combinations

)

select
    row_count,
    unique_count
from measured
where 100.0 * unique_count < {{ at_least }} * row_count

{% endtest %}
