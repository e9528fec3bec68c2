-- The salt of the hashes that consumers see in place of personal data: one row,
-- made once by the warehouse itself and known to nobody. No file, log or
-- variable holds it. A new salt breaks every join on a hash, so runs keep it.
{{
    config(
        materialized = 'incremental',
        incremental_strategy = (
            'merge' if target.type == 'bigquery' else 'append'
        ),
        full_refresh = false
    )
}}

select concat({{ random_text() }}, {{ random_text() }}) as salt
from (select 1 as one_row) as one_row
{% if is_incremental() %}
    where not exists (select 1 from {{ this }})
{% endif %}
