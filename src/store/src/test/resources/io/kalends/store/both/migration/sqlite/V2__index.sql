CREATE INDEX note_by_taken ON note (taken);
