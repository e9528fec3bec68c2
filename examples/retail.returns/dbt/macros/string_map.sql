{#- A map of text to text, from a dict of key to SQL expression. -#}
{% macro string_map(entries) -%}
    {{- return(adapter.dispatch('string_map')(entries)) -}}
{%- endmacro %}

{% macro default__string_map(entries) -%}
    {%- set pairs = [] -%}
    {%- for key, expression in entries.items() -%}
        {%- do pairs.append(
            sql_text(key) ~ ": cast(" ~ expression ~ " as "
            ~ dbt.type_string() ~ ")"
        ) -%}
    {%- endfor -%}
    {{- return("map {" ~ pairs | join(', ') ~ "}") -}}
{%- endmacro %}
