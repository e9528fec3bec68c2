{#- Any value as text, nested ones included, to compare it with another. -#}
{% macro as_text(column) -%}
    {{- return(adapter.dispatch('as_text')(column)) -}}
{%- endmacro %}

{% macro default__as_text(column) -%}
    {{- return("cast(" ~ column ~ " as " ~ dbt.type_string() ~ ")") -}}
{%- endmacro %}
