{#- The columns that a table carries for its operators: when the row was written,
    from which systems, and by which run. The tables' own contracts list them,
    and the output port leaves them out. -#}
{% macro data_product_header(source_system) -%}
    {%- set types = contract_types('header') -%}
    cast({{ dbt.current_timestamp() }} as {{ types._inserted_at }})
        as _inserted_at,
    cast({{ sql_text(source_system) }} as {{ types._source_system }})
        as _source_system,
    cast({{ sql_text(invocation_id) }} as {{ types._run_id }}) as _run_id
{%- endmacro %}
