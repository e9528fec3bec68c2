{#- Values lie between `minimum` and `maximum`; either may be left out. -#}
{% test in_range(model, column_name, minimum=none, maximum=none) %}

select {{ column_name }} as value_field
from {{ model }}
where
    1 = 0
    {%- if minimum is not none %}
    or {{ column_name }} < {{ sql_value(minimum) }}
    {%- endif %}
    {%- if maximum is not none %}
    or {{ column_name }} > {{ sql_value(maximum) }}
    {%- endif %}

{% endtest %}
