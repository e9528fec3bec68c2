{#- What consumers see instead of personal data. The salt lives in one private
    table of the warehouse, so neither the text of a view nor a log holds it. -#}
{% macro mask_hash(column, salt) -%}
    {{- return(adapter.dispatch('mask_hash')(column, salt)) -}}
{%- endmacro %}

{% macro default__mask_hash(column, salt) -%}
    {{- return("sha256(" ~ salt ~ " || " ~ column ~ ")") -}}
{%- endmacro %}

{% macro mask_redact(column) -%}
    {{- return(
        "case when " ~ column ~ " is not null then '[REDACTED]' end"
    ) -}}
{%- endmacro %}

{#- A value that nobody can guess, made by the warehouse itself. -#}
{% macro random_text() -%}
    {{- return(adapter.dispatch('random_text')()) -}}
{%- endmacro %}

{% macro default__random_text() -%}
    {{- return("cast(gen_random_uuid() as varchar)") -}}
{%- endmacro %}
