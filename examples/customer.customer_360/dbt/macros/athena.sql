{#- How Athena writes what the other macros need. -#}
{% macro athena__string_map(entries) -%}
    {%- set keys = [] -%}
    {%- set items = [] -%}
    {%- for key, expression in entries.items() -%}
        {%- do keys.append(sql_text(key)) -%}
        {%- do items.append("cast(" ~ expression ~ " as varchar)") -%}
    {%- endfor -%}
    {{- return(
        "map(array[" ~ keys | join(', ') ~ "], array["
        ~ items | join(', ') ~ "])"
    ) -}}
{%- endmacro %}

{% macro athena__mask_hash(column, salt) -%}
    {{- return(
        "lower(to_hex(sha256(to_utf8(" ~ salt ~ " || " ~ column ~ "))))"
    ) -}}
{%- endmacro %}

{% macro athena__random_text() -%}
    {{- return("cast(uuid() as varchar)") -}}
{%- endmacro %}

{% macro athena__matches(column, pattern) -%}
    {{- return("regexp_like(" ~ column ~ ", " ~ sql_text(pattern) ~ ")") -}}
{%- endmacro %}

{% macro athena__as_text(column) -%}
    {{- return("json_format(cast(" ~ column ~ " as json))") -}}
{%- endmacro %}

{% macro athena__list_of(expression) -%}
    {{- return(
        "coalesce(array_agg(" ~ expression ~ ") filter (where "
        ~ expression ~ " is not null), array[])"
    ) -}}
{%- endmacro %}
