/** A channel's log shows files of messages that are gone, or are others now: they stay as long as it does. */
export const loggedFiles: string = `
ALTER TABLE admin_log_events ADD COLUMN document INTEGER;
ALTER TABLE admin_log_events ADD COLUMN photo INTEGER;
CREATE TRIGGER files_shown_by_admin_log_events AFTER INSERT ON admin_log_events
WHEN NEW.document IS NOT NULL OR NEW.photo IS NOT NULL BEGIN
  UPDATE documents SET uses = uses + 1, unused_since = NULL WHERE id = NEW.document;
  UPDATE photos SET uses = uses + 1, unused_since = NULL WHERE id = NEW.photo;
END;
CREATE TRIGGER files_gone_from_admin_log_events AFTER DELETE ON admin_log_events
WHEN OLD.document IS NOT NULL OR OLD.photo IS NOT NULL BEGIN
  UPDATE documents SET uses = max(0, uses - 1) WHERE id = OLD.document;
  UPDATE photos SET uses = max(0, uses - 1) WHERE id = OLD.photo;
END;
`
