/** Who may sign up where that is not open to everyone. */
export const invitations: string = `
CREATE TABLE invitations (
  phone TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`
