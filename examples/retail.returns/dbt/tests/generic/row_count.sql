{#- The number of rows lies between `minimum` and `maximum`. -#}
{% test row_count(model, minimum=none, maximum=none) %}

with

counted as (

    select count(*) as row_count from {{ model }}

)

select row_count
from counted
where
    1 = 0
    {%- if minimum is not none %}
    or row_count < {{ minimum }}
    {%- endif %}
    {%- if maximum is not none %}
    or row_count > {{ maximum }}
    {%- endif %}

{% endtest %}
