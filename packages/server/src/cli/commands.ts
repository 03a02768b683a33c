export type CommandName = 'start' | 'doctor' | 'backup' | 'restore' | 'verify' | 'export' | 'reports' | 'invite'

export interface CommandDescription {
  readonly name: CommandName
  /** What it takes, if anything. */
  readonly operand?: string
  /** It takes several of them. */
  readonly several?: boolean
  /** Options of this command alone. */
  readonly flags?: readonly { readonly flag: 'json'; readonly help: string }[]
  readonly summary: string
  readonly details: string
}

export const commands: readonly CommandDescription[] = [
  {
    name: 'start',
    summary: 'starts the server (also without a command)',
    details: `Runs until SIGTERM or SIGINT: it then takes nothing new, finishes what was begun, and ends with code 0. A second
signal ends it at once.

Clients must hold the server's public key: DIR/keys/public.pem, written on the first start.`,
  },
  {
    name: 'doctor',
    summary: 'checks what the server needs, and says what to do',
    details: `Checks the data folder, the disk, the store, the ports, the clock and the limits of the system. Changes nothing but
a file of its own in the data folder, for a moment; a server may be running.

Ends with code 0 when a server can run, with code 1 when something must be put right first.`,
  },
  {
    name: 'backup',
    operand: 'FILE',
    summary: 'writes all data and the keys to a file',
    details: `Also while the server runs: the file holds the state of one moment. It holds keys, so keep it as you keep the data
folder. FILE must not exist, and its folder must. A digest at its end covers all of it: see verify.`,
  },
  {
    name: 'restore',
    operand: 'FILE',
    summary: 'makes a data folder from a backup',
    details: `The data folder (--data) must not exist or be empty; it comes to be as a whole or not at all. Before anything is
written, all of FILE is read and compared with its digest.`,
  },
  {
    name: 'verify',
    operand: 'FILE',
    summary: 'says whether a backup is as it was written',
    details: `Reads all of FILE and compares it with the digest at its end. Ends with code 0 if they match, with code 2 if FILE is
damaged or no backup, and with code 1 if it was made by a version that wrote no digest: nobody can tell then.`,
  },
  {
    name: 'export',
    operand: 'USER',
    summary: 'prints what is stored of an account as JSON',
    details: `USER is an id, a username (@name) or a phone number (+...). Also while the server runs.`,
  },
  {
    name: 'reports',
    flags: [{ flag: 'json', help: 'one JSON object a line, with all that is known' }],
    summary: 'prints what users reported, the newest first',
    details: `A line for each report: when, who, whom, why, and what the reporter wrote. Also while the server runs. Reports are
kept for a year, the newest 100,000 of them.`,
  },
  {
    name: 'invite',
    operand: 'add|revoke|list',
    several: true,
    summary: 'says who may sign up where registration is "invited"',
    details: `  invite add +NUMBER...     each of these numbers may sign up, once
  invite revoke +NUMBER...  and may not any more; accounts stay
  invite list               prints the invitations that nobody has used yet

Also while the server runs, which goes by it at once.`,
  },
]
