{#- Every row fulfils the expression; one that cannot be decided (null) does not. -#}
{% test holds(model, expression) %}

select *
from {{ model }}
where not coalesce({{ expression }}, false)

{% endtest %}
