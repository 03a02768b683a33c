/** The channel that somebody shows on the own profile. */
export const personalChannels: string = `
ALTER TABLE users ADD COLUMN personal_channel INTEGER;
`
