-- A credential is found by its device name alone (whoever has it), and a person by the address
-- alone (in whatever tenant): neither may read all there are.
CREATE INDEX credential_by_device_name ON credential (device_name);
CREATE INDEX account_by_email ON account (email);
