{#- The share of rows that have a value in every given column, in percent. It is
    measured before the contract, which lets no other row through. -#}
{% test completeness(model, columns, at_least) %}

with

measured as (

    select
        count(*) as row_count,
        sum(
            case
                when {% for column in columns -%}
                    {{ column }} is not null
                    {%- if not loop.last %} and {% endif %}
                {%- endfor %} then 1
                else 0
            end
        ) as complete_count
    from {{ model }}

)

select
    row_count,
    complete_count,
    100.0 * complete_count / row_count as complete_percent
from measured
where row_count > 0 and 100.0 * complete_count / row_count < {{ at_least }}

{% endtest %}
