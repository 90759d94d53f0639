{#- Everything lands in the profile's schema, whatever a model's folder says. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ target.schema }}
{%- endmacro %}
