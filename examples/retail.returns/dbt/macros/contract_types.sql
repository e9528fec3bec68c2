{#- The column types of the contract and of the inputs, in the words of each
    warehouse. Rendered from data-product.yaml. -#}
{% macro contract_types(table) -%}
    {%- set types = {
        'duckdb': {
            'header': {
                '_inserted_at': 'timestamp with time zone',
                '_source_system': 'varchar',
                '_run_id': 'varchar',
            },
            'returns': {
                'return_id': 'uuid',
                'order_id': 'varchar',
                'state': 'varchar',
                'refund': 'decimal(12,2)',
                'customer_email': 'varchar',
                'updated_at': 'timestamp with time zone',
            },
            'stg_returns_desk__returns': {
                'return_id': 'uuid',
                'order_id': 'varchar',
                'state': 'varchar',
                'refund_cents': 'bigint',
                'customer_email': 'varchar',
                'updated_at': 'timestamp with time zone',
            },
        },
    } -%}
    {{- return(types[target.type][table]) -}}
{%- endmacro %}
