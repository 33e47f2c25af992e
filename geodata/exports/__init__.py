"""書き出し: what may leave as tables and maps, listed field by field for each audience and layout."""
