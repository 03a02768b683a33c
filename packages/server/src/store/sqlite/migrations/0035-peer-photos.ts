/**
 * The photos of people, groups and channels. What everybody is shown beside a name (the number of the photo, a tiny preview, the
 * data centre) stands in the row that is read for the name. `peer_photos` says which photos somebody needs, by the kind of list:
 * 0 for what a peer shows and has shown, 1 for what a person shows to those who may not see that, 2 for the photo that somebody
 * has given to a contact (`about`).
 */
export const peerPhotos: string = `
ALTER TABLE users ADD COLUMN photo BLOB;
ALTER TABLE users ADD COLUMN fallback_photo BLOB;
ALTER TABLE contacts ADD COLUMN photo BLOB;
ALTER TABLE groups ADD COLUMN photo BLOB;
ALTER TABLE channels ADD COLUMN photo BLOB;

CREATE TABLE peer_photos (
  peer INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  about INTEGER NOT NULL,
  photo INTEGER NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (peer, kind, about, photo)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX peer_photos_by_place ON peer_photos (peer, kind, about, place);
CREATE TRIGGER photo_shown_by_peer AFTER INSERT ON peer_photos BEGIN
  UPDATE photos SET uses = uses + 1, unused_since = NULL WHERE id = NEW.photo;
END;
CREATE TRIGGER photo_gone_from_peer AFTER DELETE ON peer_photos BEGIN
  UPDATE photos SET uses = max(0, uses - 1) WHERE id = OLD.photo;
END;
CREATE TRIGGER photo_of_contact_gone AFTER DELETE ON contacts WHEN OLD.photo IS NOT NULL BEGIN
  DELETE FROM peer_photos WHERE peer = OLD.owner AND kind = 2 AND about = OLD.user_id;
END;
`
