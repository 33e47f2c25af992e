"""職員の仕事: what staff ask of the database and change in it. Who may do so is told by a Scope; nothing here knows Flask."""
