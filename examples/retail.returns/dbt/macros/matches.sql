{#- True when a text matches a regular expression somewhere. -#}
{% macro matches(column, pattern) -%}
    {{- return(adapter.dispatch('matches')(column, pattern)) -}}
{%- endmacro %}

{% macro default__matches(column, pattern) -%}
    {{- return("regexp_matches(" ~ column ~ ", " ~ sql_text(pattern) ~ ")") -}}
{%- endmacro %}
