CREATE TABLE note (id ${id}, content ${bytes}, taken ${number} NOT NULL) ${strict};
