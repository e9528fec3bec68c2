{#- How BigQuery writes what the other macros need. -#}
{% macro bigquery__sql_text(value) -%}
    {{- return("'" ~ (value | string
        | replace('\\', '\\\\')
        | replace("'", "\\'")
        | replace('\n', '\\n')
        | replace('\r', '\\r')) ~ "'") -}}
{%- endmacro %}

{% macro bigquery__string_map(entries) -%}
    {%- set pairs = [] -%}
    {%- for key, expression in entries.items() -%}
        {%- do pairs.append(
            "struct(" ~ sql_text(key) ~ " as key, cast(" ~ expression
            ~ " as string) as value)"
        ) -%}
    {%- endfor -%}
    {{- return("[" ~ pairs | join(', ') ~ "]") -}}
{%- endmacro %}

{% macro bigquery__mask_hash(column, salt) -%}
    {{- return("to_hex(sha256(concat(" ~ salt ~ ", " ~ column ~ ")))") -}}
{%- endmacro %}

{% macro bigquery__random_text() -%}
    {{- return("generate_uuid()") -}}
{%- endmacro %}

{% macro bigquery__matches(column, pattern) -%}
    {{- return("regexp_contains(" ~ column ~ ", " ~ sql_text(pattern) ~ ")") -}}
{%- endmacro %}

{% macro bigquery__as_text(column) -%}
    {{- return("to_json_string(" ~ column ~ ")") -}}
{%- endmacro %}

{% macro bigquery__list_of(expression) -%}
    {{- return("ifnull(array_agg(" ~ expression ~ " ignore nulls), [])") -}}
{%- endmacro %}
