{% macro script(this, kwargs) %}
var {{ this.get_name() }} = L.wagagoto.areas({{ this._parent.get_name() }}, {{ this.geojson }}, {{ this.highlighted|tojson }});
{% endmacro %}
