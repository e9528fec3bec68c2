{#- No masked column shows a value that the unmasked table holds in it. -#}
{% test no_raw_pii(model, raw, columns) %}

{% for column in columns -%}
select
    {{ sql_text(column) }} as leaking_column,
    count(*) as n_records
from {{ model }} as masked
inner join {{ raw }} as unmasked
    on
        {{ as_text('masked.' ~ column) }}
        = {{ as_text('unmasked.' ~ column) }}
having count(*) > 0
{% if not loop.last %}
union all
{% endif %}
{%- endfor %}

{% endtest %}
