{#- Moves every date and timestamp of a sample seed by the same amount, so that
    the newest moment of the sample is the moment of the run. Seeds are loaded
    anew each time, so a second run shifts from the start again. -#}
{% macro shift_sample_times() -%}
    {%- if execute -%}
        {%- set anchor = "timestamptz '2025-01-01T00:00:00Z'" -%}
        {%- set shifts = [] -%}
        {%- for column in adapter.get_columns_in_relation(this) -%}
            {%- set name = adapter.quote(column.name) -%}
            {%- set type = column.data_type | upper -%}
            {%- if type == 'DATE' -%}
                {%- do shifts.append(
                    name ~ " = " ~ name ~ " + datediff('day', " ~ anchor
                    ~ ", now())::integer"
                ) -%}
            {%- elif type.startswith('TIMESTAMP') -%}
                {%- do shifts.append(
                    name ~ " = " ~ name ~ " + (now() - " ~ anchor ~ ")"
                ) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if shifts -%}
            update {{ this }} set {{ shifts | join(', ') }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
