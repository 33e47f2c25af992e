{% macro script(this, kwargs) %}
L.wagagoto.ready({{ this._parent.get_name() }}, areas_{{ this._id }}, {{ this.legend|tojson }}, {{ this.credits|tojson }});
{% endmacro %}
