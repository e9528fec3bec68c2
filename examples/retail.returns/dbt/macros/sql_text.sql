{#- A SQL string literal for any text, quotes and backslashes included. -#}
{% macro sql_text(value) -%}
    {{- return(adapter.dispatch('sql_text')(value)) -}}
{%- endmacro %}

{% macro default__sql_text(value) -%}
    {{- return("'" ~ (value | string | replace("'", "''")) ~ "'") -}}
{%- endmacro %}

{#- A literal for a value of any kind: numbers and booleans stand bare. -#}
{% macro sql_value(value, quote=true) -%}
    {%- if quote and value is string -%}
        {{- return(sql_text(value)) -}}
    {%- endif -%}
    {{- return(value | string) -}}
{%- endmacro %}
