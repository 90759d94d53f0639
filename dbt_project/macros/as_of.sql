{#- The instant the figures are for, as a timestamptz: the var as_of, or the start of the run. -#}
{% macro as_of() -%}
    {%- set given = (var('as_of') or run_started_at) | string | trim -%}
    {%- set has_offset = given[-1:] in ['Z', 'z'] or '+' in given or '-' in given[10:] -%}
    cast('{{ given }}{{ "" if has_offset else " UTC" }}' as timestamptz)
{%- endmacro %}
