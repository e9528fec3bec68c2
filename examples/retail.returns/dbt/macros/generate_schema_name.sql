{#- One rule for every target: `<target schema>` holds what consumers read,
    `<target schema>_<name>` the rest. A CI target never writes to a schema
    that is not its own. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- if target.name == 'ci' and not target.schema.startswith('ci_') -%}
        {{- exceptions.raise_compiler_error(
            "Target 'ci' must use a schema that starts with 'ci_', not '"
            ~ target.schema ~ "'."
        ) -}}
    {%- endif -%}
    {%- if custom_schema_name is none -%}
        {{- target.schema -}}
    {%- else -%}
        {{- target.schema ~ '_' ~ custom_schema_name | trim -}}
    {%- endif -%}
{%- endmacro %}
