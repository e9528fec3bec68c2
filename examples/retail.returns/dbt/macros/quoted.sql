{#- A column whose name is no plain identifier, or a word of SQL. -#}
{% macro quoted(column) -%}
    {{- return(adapter.quote(column)) -}}
{%- endmacro %}
