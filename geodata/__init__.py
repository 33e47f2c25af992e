"""geodata: models, the address dictionary, 曜日・時間 and spatial queries. Knows nothing of Flask or spreadsheets."""
