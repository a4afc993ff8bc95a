-- One script for both databases.
CREATE TABLE note (
  id ${id},
  text TEXT NOT NULL UNIQUE,
  content ${bytes} NOT NULL,
  taken ${number} NOT NULL DEFAULT 0
) ${strict};
