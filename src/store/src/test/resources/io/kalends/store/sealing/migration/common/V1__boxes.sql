CREATE TABLE entry (
  id ${id},
  tenant TEXT NOT NULL,
  generation ${number} NOT NULL,
  account ${bytes}
) ${strict};

CREATE TABLE grant_of_owner (
  tenant TEXT NOT NULL,
  owner TEXT NOT NULL,
  token ${bytes},
  PRIMARY KEY (tenant, owner)
) ${strict};
