-- One row per run: how many rows the product had. The history is what the
-- row-count test compares with, so a full refresh keeps it.
{{
    config(
        materialized = 'incremental',
        incremental_strategy = (
            'merge' if target.type == 'bigquery' else 'append'
        ),
        full_refresh = false
    )
}}

select
    count(*) as row_count,
    {{ data_product_header('returns-desk') }}
from {{ ref('returns', v=1) }}
