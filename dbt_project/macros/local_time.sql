{#- The practice-local calendar day of an instant. -#}
{% macro local_date(instant, zone) -%}
    cast({{ instant }} at time zone {{ zone }} as date)
{%- endmacro %}

{#- The Sunday on or before a date: the first day of its week. -#}
{% macro week_start(day) -%}
    ({{ day }} - cast(extract(dow from {{ day }}) as integer))
{%- endmacro %}
