{#-
    A text as a timestamptz: ISO 8601 (UTC where it names no offset) or seconds since 1970; else the
    fallback. A cast alone would let one bad payload stop every practice's figures.
-#}
{% macro instant_of(text, fallback) -%}
    {%- set day = '\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])' -%}
    {%- set clock = '([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d([.]\\d+)?)?' -%}
    {%- set offset = '(Z|[+-](0\\d|1[0-4]):?[0-5]\\d)' -%}
    case
        when {{ text }} ~ '^{{ day }}[T ]{{ clock }}{{ offset }}$'
            then cast({{ text }} as timestamptz)
        when {{ text }} ~ '^{{ day }}[T ]{{ clock }}$'
            then cast({{ text }} || 'Z' as timestamptz)
        when {{ text }} ~ '^\d{10}([.]\d+)?$'
            then to_timestamp(cast({{ text }} as double precision))
        else {{ fallback }}
    end
{%- endmacro %}
