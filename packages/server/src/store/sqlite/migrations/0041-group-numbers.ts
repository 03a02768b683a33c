/**
 * Groups that are made from now on have numbers far from those of people: mtcute keeps what it knows of both under the bare
 * number, and takes the first group of a server for its first person.
 */
export const groupNumbers: string = `
UPDATE sqlite_sequence SET seq = max(seq, 500000000) WHERE name = 'groups';
`
