-- Indexes begin with what tells rows apart, and go on with all else that is asked for. Planners
-- without statistics take any index whose first columns match (PostgreSQL), or the one with most of
-- them (SQLite), and nearly all rows are of one tenant and instance.

-- The registry: every enrollment an MDM told us of. Some MDMs have no list, so this is the list.
CREATE TABLE enrollment (
  id ${id},
  tenant TEXT NOT NULL,
  instance TEXT NOT NULL,
  enrollment TEXT NOT NULL,
  parent TEXT,                              -- of a user channel: the device's own enrollment
  status TEXT NOT NULL CHECK (status IN ('DISCOVERED', 'ENROLLED', 'LEFT')),
  device TEXT NOT NULL,                     -- all the MDM said of it, as JSON; empty while it said nothing
  owner_version ${number} NOT NULL,         -- rises when what the MDM says about the owner changes
  generations ${number} NOT NULL,           -- the last one allotted
  enrollments ${number} NOT NULL,           -- how often it enrolled: what it held before is gone
  enrolled_millis ${number},                -- by the MDM's clock: tells late reports from new ones
  left_millis ${number},                    -- by the MDM's clock too: after this, older facts are stale
  owner_millis ${number},                   -- by the MDM's clock: when it last said whose it is
  seen_millis ${number} NOT NULL,           -- by ours
  absent_since_millis ${number},            -- since which full pass the MDM's list lacks it
  seen_in_pass ${number},                   -- the last full pass that saw it
  UNIQUE (enrollment, tenant, instance)
) ${strict};
CREATE INDEX enrollment_by_parent ON enrollment (parent, tenant, instance) WHERE parent IS NOT NULL;
CREATE INDEX enrollment_by_status ON enrollment (status, tenant, instance, id);

-- One credential generation on one enrollment, with all that undoing it needs.
CREATE TABLE entry (
  id ${id},
  tenant TEXT NOT NULL,
  instance TEXT NOT NULL,
  enrollment TEXT NOT NULL,
  generation ${number} NOT NULL,
  cause TEXT NOT NULL,                      -- what asked for it; asked twice, it is opened once
  priority TEXT NOT NULL,
  state TEXT NOT NULL,
  proof TEXT NOT NULL,
  source_half TEXT NOT NULL,
  mint_attempts ${number} NOT NULL,
  failures ${number} NOT NULL,
  owner TEXT,
  owner_name TEXT,
  owner_version ${number} NOT NULL,         -- of the enrollment, when the owner was looked up
  form TEXT,
  exposure TEXT,
  label TEXT,
  account ${bytes},                         -- sealed
  attempt TEXT,
  remove_attempt TEXT,
  reference TEXT,
  profile TEXT,                             -- every id in the profile, as JSON
  hold TEXT,
  hold_since_millis ${number},
  hold_detail TEXT,
  withdrawal TEXT,                          -- why it is taken away; not fenced by the claim
  device_holds ${number} NOT NULL,          -- 0 once the device cannot hold it any more
  lane TEXT NOT NULL,                       -- whom the next step asks
  due_millis ${number},                     -- when the next step is due; while claimed, when the lease ends
  claimed_by TEXT,                          -- the node whose step runs, or ended without a save
  claims ${number} NOT NULL,                -- fences: a save names the claim it belongs to
  claimed_owner_version ${number} NOT NULL, -- of the enrollment, as of the last claim
  opened_millis ${number} NOT NULL,
  state_since_millis ${number} NOT NULL,
  UNIQUE (enrollment, tenant, instance, generation),
  UNIQUE (enrollment, tenant, instance, cause)
) ${strict};
CREATE INDEX entry_due ON entry (tenant, instance, lane, priority, due_millis) WHERE due_millis IS NOT NULL;
CREATE INDEX entry_by_owner ON entry (owner, tenant, state);
CREATE INDEX entry_by_attempt ON entry (attempt) WHERE attempt IS NOT NULL;
CREATE INDEX entry_by_remove_attempt ON entry (remove_attempt) WHERE remove_attempt IS NOT NULL;
CREATE INDEX entry_by_state ON entry (state, tenant, instance, id);
CREATE INDEX entry_held ON entry (hold, tenant, instance, id) WHERE hold IS NOT NULL;
CREATE INDEX entry_owed ON entry (tenant, id) WHERE source_half = 'OWED';

-- The administrator's receipt. Only ever added to.
CREATE TABLE history (
  id ${id},
  tenant TEXT NOT NULL,
  instance TEXT NOT NULL,
  enrollment TEXT NOT NULL,
  generation ${number},                     -- none where the enrollment itself is meant
  at_millis ${number} NOT NULL,
  actor TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  detail TEXT NOT NULL
) ${strict};
CREATE INDEX history_of_enrollment ON history (enrollment, tenant, instance, id);

-- Facts other systems told us, until they are applied. Never a raw body, never a secret.
CREATE TABLE inbox (
  id ${id},
  tenant TEXT NOT NULL,
  instance TEXT NOT NULL,
  event_key TEXT NOT NULL,
  enrollment TEXT,
  fact TEXT NOT NULL,                       -- JSON; emptied when applied
  received_millis ${number} NOT NULL,
  due_millis ${number},                     -- none once applied
  tries ${number} NOT NULL,                 -- of a report that matched nothing yet
  failures ${number} NOT NULL DEFAULT 0,    -- in applying it
  set_aside TEXT,                           -- why it was given up; its fact is kept until it is purged
  UNIQUE (event_key, tenant, instance)
) ${strict};
CREATE INDEX inbox_due ON inbox (due_millis, id) WHERE due_millis IS NOT NULL;
CREATE INDEX inbox_waiting ON inbox (enrollment, tenant, instance) WHERE due_millis IS NOT NULL;
CREATE INDEX inbox_set_aside ON inbox (tenant, instance, id) WHERE set_aside IS NOT NULL;
CREATE INDEX inbox_done ON inbox (received_millis) WHERE due_millis IS NULL;

-- How fast one API may be called for one tenant by all nodes together.
CREATE TABLE pace (
  tenant TEXT NOT NULL,
  api TEXT NOT NULL,
  next_slot_micros ${number} NOT NULL,
  paused_until_millis ${number} NOT NULL,
  pauses ${number} NOT NULL,                -- in a row: a service that goes on refusing is asked less
  reason TEXT NOT NULL,
  PRIMARY KEY (tenant, api)
) ${strict};

-- Mints whose answer never came and that nobody can revoke: a credential may exist under the label.
CREATE TABLE possible_orphan (
  id ${id},
  tenant TEXT NOT NULL,
  instance TEXT NOT NULL,
  enrollment TEXT NOT NULL,
  generation ${number} NOT NULL,
  api TEXT NOT NULL,
  owner TEXT NOT NULL,
  label TEXT NOT NULL,
  exchange_id TEXT NOT NULL,                -- the service's own id of the call, or empty
  at_millis ${number} NOT NULL,
  UNIQUE (enrollment, tenant, instance, generation, label)
) ${strict};
CREATE INDEX possible_orphan_by_tenant ON possible_orphan (tenant, id);

-- Work that is done every so often, by one node at a time.
CREATE TABLE pass (
  tenant TEXT NOT NULL,
  instance TEXT NOT NULL,
  name TEXT NOT NULL,
  cursor TEXT NOT NULL,
  number ${number} NOT NULL,                -- counts the passes begun
  began_millis ${number} NOT NULL,          -- when this one began
  due_millis ${number} NOT NULL,            -- while claimed, when the lease ends
  claimed_by TEXT,
  claims ${number} NOT NULL,
  note TEXT NOT NULL,                       -- for people: how the last one ended
  PRIMARY KEY (tenant, instance, name)
) ${strict};

-- What stops the machinery: a pause by a person, a pass that would withdraw too many.
CREATE TABLE guard (
  tenant TEXT NOT NULL,
  instance TEXT NOT NULL,                   -- empty: all of the tenant
  name TEXT NOT NULL,
  since_millis ${number} NOT NULL,
  actor TEXT NOT NULL,
  amount ${number} NOT NULL DEFAULT 0,      -- how many it holds back, or lets go
  detail TEXT NOT NULL,
  PRIMARY KEY (tenant, instance, name)
) ${strict};
