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
            'order_events': {
                'event_id': 'uuid',
                'event_type': 'varchar',
                'event_timestamp': 'timestamp with time zone',
                'order_id': 'varchar',
                'customer_id': 'varchar',
                'order_total_cents': 'bigint',
                'currency_code': 'varchar',
                'channel': 'varchar',
                'metadata': 'map(varchar, varchar)',
            },
            'stg_orders_service_postgres__orders': {
                'order_id': 'varchar',
                'customer_id': 'varchar',
                'status': 'varchar',
                'total_amount_cents': 'bigint',
                'currency_code': 'varchar',
                'channel': 'varchar',
                'placed_at': 'timestamp with time zone',
                'updated_at': 'timestamp with time zone',
                '_cdc_deleted': 'boolean',
                '_cdc_source_timestamp': 'timestamp with time zone',
            },
            'stg_orders_service_postgres__returns': {
                'return_id': 'varchar',
                'order_id': 'varchar',
                'customer_id': 'varchar',
                'refund_amount_cents': 'bigint',
                'currency_code': 'varchar',
                'initiated_at': 'timestamp with time zone',
                'resolved_at': 'timestamp with time zone',
                '_cdc_deleted': 'boolean',
                '_cdc_source_timestamp': 'timestamp with time zone',
            },
        },
        'bigquery': {
            'header': {
                '_inserted_at': 'timestamp',
                '_source_system': 'string',
                '_run_id': 'string',
            },
            'order_events': {
                'event_id': 'string',
                'event_type': 'string',
                'event_timestamp': 'timestamp',
                'order_id': 'string',
                'customer_id': 'string',
                'order_total_cents': 'int64',
                'currency_code': 'string',
                'channel': 'string',
                'metadata': 'array<struct<key string, value string>>',
            },
            'stg_orders_service_postgres__orders': {
                'order_id': 'string',
                'customer_id': 'string',
                'status': 'string',
                'total_amount_cents': 'int64',
                'currency_code': 'string',
                'channel': 'string',
                'placed_at': 'timestamp',
                'updated_at': 'timestamp',
                '_cdc_deleted': 'bool',
                '_cdc_source_timestamp': 'timestamp',
            },
            'stg_orders_service_postgres__returns': {
                'return_id': 'string',
                'order_id': 'string',
                'customer_id': 'string',
                'refund_amount_cents': 'int64',
                'currency_code': 'string',
                'initiated_at': 'timestamp',
                'resolved_at': 'timestamp',
                '_cdc_deleted': 'bool',
                '_cdc_source_timestamp': 'timestamp',
            },
        },
    } -%}
    {{- return(types[target.type][table]) -}}
{%- endmacro %}
