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
            'revenue_daily': {
                'revenue_date': 'date',
                'currency_code': 'varchar',
                'placed_orders': 'bigint',
                'gross_revenue': 'decimal(18,2)',
                'cancelled_revenue': 'decimal(18,2)',
                'refunded_revenue': 'decimal(18,2)',
                'net_revenue': 'decimal(18,2)',
            },
            'stg_orders__order_events': {
                'event_id': 'uuid',
                'event_type': 'varchar',
                'event_timestamp': 'timestamp with time zone',
                'order_id': 'varchar',
                'order_total_cents': 'bigint',
                'currency_code': 'varchar',
            },
        },
    } -%}
    {{- return(types[target.type][table]) -}}
{%- endmacro %}
