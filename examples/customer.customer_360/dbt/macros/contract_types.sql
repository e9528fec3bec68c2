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
            'customer_360': {
                'customer_id': 'uuid',
                'email': 'varchar',
                'phone': 'varchar',
                'address': 'struct(street varchar, city varchar, postal_code varchar, country_code varchar)',
                'preferences': 'map(varchar, varchar)',
                'lifetime_value': 'decimal(12,2)',
                'transaction_count': 'bigint',
                'transaction_amounts': 'decimal(12,2)[]',
                'acquisition_channel': 'varchar',
                'churn_probability': 'double',
                'updated_at': 'timestamp with time zone',
            },
            'stg_customer_db__customer_profile': {
                'customer_id': 'uuid',
                'email': 'varchar',
                'phone': 'varchar',
                'address': 'struct(street varchar, city varchar, postal_code varchar, country_code varchar)',
                'acquisition_channel': 'varchar',
                'preferences': 'map(varchar, varchar)',
                'churn_probability': 'double',
                'updated_at': 'timestamp with time zone',
                '_cdc_deleted': 'boolean',
            },
            'stg_payment_events__customer_transactions': {
                'transaction_id': 'uuid',
                'customer_id': 'uuid',
                'amount': 'decimal(12,2)',
                'occurred_at': 'timestamp with time zone',
            },
        },
        'athena': {
            'header': {
                '_inserted_at': 'timestamp(3)',
                '_source_system': 'varchar',
                '_run_id': 'varchar',
            },
            'customer_360': {
                'customer_id': 'varchar',
                'email': 'varchar',
                'phone': 'varchar',
                'address': 'row(street varchar, city varchar, postal_code varchar, country_code varchar)',
                'preferences': 'map(varchar, varchar)',
                'lifetime_value': 'decimal(12,2)',
                'transaction_count': 'bigint',
                'transaction_amounts': 'array(decimal(12,2))',
                'acquisition_channel': 'varchar',
                'churn_probability': 'double',
                'updated_at': 'timestamp(3)',
            },
            'stg_customer_db__customer_profile': {
                'customer_id': 'varchar',
                'email': 'varchar',
                'phone': 'varchar',
                'address': 'row(street varchar, city varchar, postal_code varchar, country_code varchar)',
                'acquisition_channel': 'varchar',
                'preferences': 'map(varchar, varchar)',
                'churn_probability': 'double',
                'updated_at': 'timestamp(3)',
                '_cdc_deleted': 'boolean',
            },
            'stg_payment_events__customer_transactions': {
                'transaction_id': 'varchar',
                'customer_id': 'varchar',
                'amount': 'decimal(12,2)',
                'occurred_at': 'timestamp(3)',
            },
        },
    } -%}
    {{- return(types[target.type][table]) -}}
{%- endmacro %}
