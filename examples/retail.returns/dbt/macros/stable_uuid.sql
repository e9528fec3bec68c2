{#- A UUID (RFC 9562, version 8) made from the values of some expressions: the
    same values give the same id on every run and in every warehouse. -#}
{% macro stable_uuid(expressions) -%}
    {%- set parts = [] -%}
    {%- for expression in expressions -%}
        {%- do parts.append(
            "coalesce(cast(" ~ expression ~ " as " ~ dbt.type_string()
            ~ "), '\u2400')"
        ) -%}
        {%- if not loop.last -%}{%- do parts.append("'|'") -%}{%- endif -%}
    {%- endfor -%}
    {%- set digest = dbt.hash(dbt.concat(parts)) -%}
    {{- return(dbt.concat([
        "substr(" ~ digest ~ ", 1, 8)", "'-'",
        "substr(" ~ digest ~ ", 9, 4)", "'-8'",
        "substr(" ~ digest ~ ", 14, 3)", "'-a'",
        "substr(" ~ digest ~ ", 18, 3)", "'-'",
        "substr(" ~ digest ~ ", 21, 12)",
    ])) -}}
{%- endmacro %}
