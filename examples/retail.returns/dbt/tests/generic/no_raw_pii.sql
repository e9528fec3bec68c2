{#- Every masked column has the look of its mask, and no hash is a value that the
    unmasked table holds, in whatever case and with whatever spaces. `masks` says
    per column what consumers see: `hash`, `redact` or `null`. -#}
{% test no_raw_pii(model, raw, masks) %}

{% for column, mask in masks.items() -%}
{%- set value = 'masked.' ~ column -%}
select
    {{ sql_text(column) }} as leaking_column,
    {{ sql_text('not masked by ' ~ mask) }} as problem,
    count(*) as n_records
from {{ model }} as masked
where
    {{ value }} is not null
    {%- if mask == 'hash' %}
    and not ({{ matches(value, '^[0-9a-f]{64}$') }})
    {%- elif mask == 'redact' %}
    and {{ value }} <> '[REDACTED]'
    {%- endif %}
having count(*) > 0
{%- if mask == 'hash' %}
union all
select
    {{ sql_text(column) }} as leaking_column,
    'equal to an unmasked value' as problem,
    count(*) as n_records
from {{ model }} as masked
inner join {{ raw }} as unmasked
    on
        lower(replace({{ as_text(value) }}, ' ', ''))
        = lower(replace({{ as_text('unmasked.' ~ column) }}, ' ', ''))
having count(*) > 0
{%- endif %}
{% if not loop.last %}
union all
{% endif %}
{%- endfor %}

{% endtest %}
