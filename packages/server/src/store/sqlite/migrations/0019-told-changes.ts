/**
 * Changes without `pts` have a counter of their own, which goes on where `qts` counted them; what a box had reached by `qts`
 * it keeps, since devices know of it and take nothing that counts less. Their dates rise with their numbers, also where the
 * clock was set back. Beside each device stands how far it was told.
 */
export const toldChanges: string = `
ALTER TABLE boxes ADD COLUMN unnumbered INTEGER NOT NULL DEFAULT 0;
UPDATE boxes SET unnumbered = qts;
ALTER TABLE unnumbered_changes RENAME COLUMN qts TO number;
UPDATE unnumbered_changes SET date = earlier.date FROM (
  SELECT box, key, max(date) OVER (PARTITION BY box ORDER BY number) AS date FROM unnumbered_changes
) AS earlier
WHERE unnumbered_changes.box = earlier.box AND unnumbered_changes.key = earlier.key;

ALTER TABLE authorizations ADD COLUMN told TEXT;
ALTER TABLE authorizations ADD COLUMN told_partly INTEGER NOT NULL DEFAULT 0;
`
