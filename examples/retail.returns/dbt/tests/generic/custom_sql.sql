{#- The team's own query; each row it gives is a failure. `{product}` in it stands
    for the table under test. -#}
{% test custom_sql(model, query) %}

select * from (
    {{ query | replace('{product}', model | string) }}
) as failures

{% endtest %}
