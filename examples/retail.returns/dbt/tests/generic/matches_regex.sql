{#- Every value matches the pattern, in whole. -#}
{% test matches_regex(model, column_name, pattern) %}

select {{ column_name }} as value_field
from {{ model }}
where
    {{ column_name }} is not null
    and not ({{ matches(
        'cast(' ~ column_name ~ ' as ' ~ dbt.type_string() ~ ')', '^(?:' ~ pattern ~ ')$'
    ) }})

{% endtest %}
