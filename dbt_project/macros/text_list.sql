{#- A var's list of texts as the inside of `in (…)`; an empty list matches nothing. -#}
{% macro text_list(texts) -%}
    {%- for text in texts %}'{{ text }}'{{ ", " if not loop.last }}{% else %}null{% endfor -%}
{%- endmacro %}
