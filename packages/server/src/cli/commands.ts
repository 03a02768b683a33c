export type CommandName =
  | 'start'
  | 'doctor'
  | 'backup'
  | 'restore'
  | 'verify'
  | 'fsck'
  | 'rotate-key'
  | 'export'
  | 'reports'
  | 'invite'
  | 'bots'
  | 'seed'

/** An option that belongs to one command and is no setting of the server. */
export interface OwnFlag {
  readonly flag: string
  /** What stands for its value in the help; missing for a switch. */
  readonly value?: string
  readonly help: string
}

export interface CommandDescription {
  readonly name: CommandName
  /** What it takes, if anything. */
  readonly operand?: string
  /** What follows it, if it takes several. */
  readonly several?: string
  /** It can do without. */
  readonly optional?: boolean
  /** Options of this command alone. */
  readonly flags?: readonly OwnFlag[]
  readonly summary: string
  readonly details: string
}

const backupFilesFlag: OwnFlag = {
  ...{ flag: 'backup-files', value: 'DIR' },
  help: 'where the files of backups are (default: chappe-files beside FILE)',
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
    flags: [backupFilesFlag],
    summary: 'writes all data and the keys to a file',
    details: `Also while the server runs: the file holds the state of one moment. It holds keys, so keep it as you keep the data
folder. FILE must not exist, and its folder must. A digest at its end covers all of it: see verify.

The files that people were sent go, encrypted as they are, to a folder beside FILE, chappe-files. Backups that lie side by side share
it, and each adds only what came since the last.`,
  },
  {
    name: 'restore',
    operand: 'FILE',
    flags: [backupFilesFlag],
    summary: 'makes a data folder from a backup',
    details: `The data folder (--data) must not exist or be empty; it comes to be as a whole or not at all. Before anything is
written, all of FILE is read and compared with its digest, and the files that belong to it are looked for.`,
  },
  {
    name: 'verify',
    operand: 'FILE',
    flags: [backupFilesFlag],
    summary: 'says whether a backup is as it was written',
    details: `Reads all of FILE and compares it with the digest at its end. Ends with code 0 if they match, with code 2 if FILE is
damaged or no backup, and with code 1 if it was made by a version that wrote no digest: nobody can tell then.

Of the files that belong to it, it looks whether each is there and has its length.`,
  },
  {
    name: 'fsck',
    flags: [
      { flag: 'repair', help: 'put right what can be: remove files that belong to nothing, and see --from' },
      { flag: 'from', value: 'DIR', help: 'take damaged files from the folder beside a backup' },
    ],
    summary: 'checks whether all files are as they were written',
    details: `Reads every file that people were sent, and every part of one that is being uploaded, and compares it with its digest. Names
those that are missing, cut or changed; these are never served. Changes nothing without --repair.

Also while the server runs, which does it then. Ends with code 0 if all are whole, with code 1 if not.`,
  },
  {
    name: 'rotate-key',
    summary: 'puts another master key of files into force',
    details: `Makes a new master key in DIR/keys/files.key, seals the keys of all files under it, and forgets the old one. Where you give
the master keys yourself (--files-key-file), put the new one before the old one there and start the server again first: this then
seals all under the first. The files themselves stay as they are.

Also while the server runs. Broken off, it goes on when it is given again.`,
  },
  {
    name: 'export',
    operand: 'USER',
    flags: [{ flag: 'save-files', value: 'FOLDER', help: 'write the photos and files of its chats into this folder' }],
    summary: 'prints what is stored of an account as JSON',
    details: `USER is an id, a username (@name) or a phone number (+...). Also while the server runs.

With --save-files, FOLDER gets photos/ID.jpg and documents/ID-NAME, whose numbers are those in the JSON. Given again, it goes on:
what is there is not written once more. Ends with code 1 if a file is damaged.`,
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
    several: '[NUMBER...]',
    summary: 'says who may sign up where registration is "invited"',
    details: `  invite add +NUMBER...     each of these numbers may sign up, once
  invite revoke +NUMBER...  and may not any more; accounts stay
  invite list               prints the invitations that nobody has used yet

Also while the server runs, which goes by it at once.`,
  },
  {
    name: 'bots',
    operand: 'create|list|token|revoke|delete|verifier|app-key',
    several: '[BOT]',
    flags: [
      { flag: 'username', value: 'NAME', help: 'its public name, which ends in "bot"' },
      { flag: 'name', value: 'NAME', help: 'what it is called' },
      { flag: 'owner', value: 'USER', help: 'whose it is: an id, @username or +number (default: nobody)' },
      {
        flag: 'icon',
        value: 'EMOJI',
        help: 'of a verifier: the number of a custom emoji, or an emoji of the topics, as ⭐',
      },
      { flag: 'company', value: 'NAME', help: 'of a verifier: the organisation that it speaks for' },
      { flag: 'description', value: 'TEXT', help: 'of a verifier: what stands on the profiles that it has verified' },
      { flag: 'own-words', help: 'of a verifier: it may say something else with each' },
      { flag: 'off', help: 'it is a verifier no more, and what it has verified is not shown' },
      { flag: 'json', help: 'one JSON object a line: {"id","username","token"}' },
    ],
    summary: 'makes bots, and gives or takes their tokens',
    details: `  bots create --username NAME_bot --name NAME [--owner USER]
                       makes a bot and prints its token; given again, it prints it again
  bots list            prints all bots
  bots token BOT       prints the token of a bot, which is an id or a @username
  bots revoke BOT      gives it another token; whoever uses the old one is signed out
  bots delete BOT      ends its account for good
  bots verifier BOT --icon EMOJI --company NAME [--description TEXT] [--own-words]
                       lets it verify people and chats for an organisation
  bots verifier BOT --off
                       and no more
  bots app-key         prints the public key by which others than a bot check what its web apps are told

Also while the server runs, which goes by it at once. Without a server, create makes the data folder if need be. People make bots of
their own by writing to @BotFather.`,
  },
  {
    name: 'seed',
    operand: 'PLAN',
    optional: true,
    flags: [
      { flag: 'users', value: 'N', help: 'how many users (default: 20)' },
      { flag: 'chats', value: 'N', help: 'private chats among them (default: 2 for each user)' },
      { flag: 'groups', value: 'N', help: 'groups among them (default: 1 for 10 users)' },
      { flag: 'group-size', value: 'N', help: 'how many are in each group (default: 10)' },
      { flag: 'supergroups', value: 'N', help: 'supergroups, in which all write (default: 0)' },
      { flag: 'channels', value: 'N', help: 'broadcast channels (default: 0)' },
      { flag: 'channel-size', value: 'N', help: 'how many are in each supergroup and channel (default: all users)' },
      { flag: 'messages', value: 'N', help: 'messages in all of these together (default: 20 for each)' },
      { flag: 'photos', value: 'N', help: 'about so many of the messages show a photo (default: 0)' },
      { flag: 'days', value: 'N', help: 'how far back the first message lies (default: 30)' },
      { flag: 'until', value: 'TIME', help: 'when the last one was sent, as 2026-01-31T12:00:00Z (default: now)' },
      { flag: 'first', value: 'N', help: 'begin with the Nth test number (default: 1, which is +9996610001)' },
      { flag: 'seed', value: 'TEXT', help: 'another text, other people and other words (default: chappe)' },
      { flag: 'json', help: 'print what was made as one JSON object' },
    ],
    summary: 'fills a server with users, chats, groups and channels, for tests',
    details: `PLAN is a file with one JSON object; its members are called as the options, and "people" gives the first users
their names. Options come before the file:

  { "seed": "demo", "users": 100, "chats": 300, "groups": 5, "groupSize": 20, "messages": 5000,
    "people": [{ "name": "Ada Miller", "username": "ada_m" }] }

The same plan makes the same users, chats, groups and texts. Given again, it adds nothing, and where it was broken off, by Ctrl-C or a
kill, it goes on. Another plan needs other numbers (--first). Ctrl-C ends it after the chat that it is at, once more at once.

Also while the server runs, whose people do not wait for it. Without a server it makes the data folder if need be. Where test
accounts are on, each user signs in by the sixth digit of the number, five times: +9996610001 by 11111.`,
  },
]
