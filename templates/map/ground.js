{% macro script(this, kwargs) %}
var {{ this.get_name() }} = L.wagagoto.ground({{ this._parent.get_name() }}, {{ this.geojson }});
L.wagagoto.names({{ this._parent.get_name() }}, areas_{{ this._id }}, {{ this.get_name() }});
{% endmacro %}
