{#- Takes the place of dbt's own test, which does not escape quotes. -#}
{% test accepted_values(model, column_name, values, quote=true) %}

{%- set literals = [] -%}
{%- for value in values -%}
    {%- do literals.append(sql_value(value, quote)) -%}
{%- endfor %}

select
    {{ column_name }} as value_field,
    count(*) as n_records
from {{ model }}
where
    {{ column_name }} is not null
    and {{ column_name }} not in ({{ literals | join(', ') }})
group by {{ column_name }}

{% endtest %}
