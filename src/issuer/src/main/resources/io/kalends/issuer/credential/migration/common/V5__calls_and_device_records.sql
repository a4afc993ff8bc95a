-- How many calls a tenant's custom apps made in a month (2026-11), when there is a quota.
CREATE TABLE monthly_calls (
  tenant TEXT NOT NULL,
  month TEXT NOT NULL,
  calls ${number} NOT NULL,
  PRIMARY KEY (tenant, month)
) ${strict};

-- Devices a tenant trusts. What the caller said of one is kept as JSON, to the letter.
CREATE TABLE device_record (
  id ${id},
  tenant TEXT NOT NULL,
  record_id TEXT NOT NULL UNIQUE,
  content TEXT NOT NULL,
  version ${number} NOT NULL
) ${strict};
CREATE INDEX device_record_by_tenant ON device_record (tenant, id);
