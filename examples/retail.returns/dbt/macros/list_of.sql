{#- The values of an expression over the rows of a group, as a list; nulls are
    left out, and a group without values has an empty list. -#}
{% macro list_of(expression) -%}
    {{- return(adapter.dispatch('list_of')(expression)) -}}
{%- endmacro %}

{% macro default__list_of(expression) -%}
    {{- return(
        "coalesce(array_agg(" ~ expression ~ ") filter (where "
        ~ expression ~ " is not null), [])"
    ) -}}
{%- endmacro %}
