"""Questions to the database, answered with frozen values. No ORM object leaves this room."""
