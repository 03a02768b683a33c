import type { Registration } from '../core-ports.ts'
import { dcIdRange } from '../rpc/data-centre.ts'
import { maxFileParts, mostFileParts } from '../rules/file-parts.ts'
import * as as from './parse.ts'

/** That of the public Bot API server. */
export const defaultBotApiPort = 8081

export type LogFormat = 'pretty' | 'json'
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** What each setting says by itself; `config.ts` looks at them together. */
export interface Settings {
  readonly data: string
  readonly host: string
  readonly port: number
  readonly publicHost: string | undefined
  readonly publicPort: number | undefined
  readonly dcId: number | undefined
  readonly metricsPort: number | undefined
  readonly botApiPort: number | 'off' | undefined
  readonly botApiLocal: boolean
  readonly logFormat: LogFormat
  readonly logLevel: LogLevel
  readonly testAccounts: boolean | undefined
  readonly loginNotices: boolean
  readonly loginEmail: boolean
  readonly linkPreviews: boolean
  /** Undefined for the server's own, empty for none. */
  readonly welcomeText: string | undefined
  /** In digits. */
  readonly support: string | undefined
  readonly rateLimits: boolean
  readonly botLimits: boolean | undefined
  readonly registration: Registration
  readonly codeCommand: string | undefined
  readonly codeWebhook: string | undefined
  readonly codeWebhookSecretFile: string | undefined
  readonly codeWebhookSecret: string | undefined
  readonly smtp: string | undefined
  readonly smtpPasswordFile: string | undefined
  readonly smtpPassword: string | undefined
  readonly mailFrom: string | undefined
  readonly addressBook: string | undefined
  readonly files: string | undefined
  readonly filesEndpoint: string | undefined
  readonly filesKeyFile: string | undefined
  readonly filesKey: string | undefined
  readonly fileQuota: number | undefined
  readonly maxFileParts: number
}

export type SettingKey = keyof Settings

/** All that is known of a setting; how it is called on the command line and in the environment follows from its name. */
export interface Setting<Value> {
  /** What stands for the value in the help; empty for a switch. */
  readonly value: string
  readonly parse: as.Parse<Value>
  /** What holds where nothing is written, as it would be written; empty for nothing. */
  readonly byDefault: string
  /** What that means, where it does not say so itself. */
  readonly defaultMeans?: string
  /** For `--help`, and the beginning of what docs/operating.md says. */
  readonly help: string
  /** What docs/operating.md says besides. */
  readonly more?: string
  /** It is no option: every user of a machine sees its command lines. */
  readonly isSecret?: true
}

/**
 * Every setting of the server. The help, the list in docs/operating.md, the options and the variables follow from this table.
 */
export const settings: { readonly [Name in SettingKey]: Setting<Settings[Name]> } = {
  data: {
    ...{ value: 'DIR', parse: as.nonEmpty, byDefault: 'chappe-data' },
    help: 'where the store and the keys live',
    more: 'It is made if need be, for this user alone.',
  },
  host: {
    ...{ value: 'ADDRESS', parse: as.address, byDefault: '127.0.0.1', defaultMeans: '127.0.0.1, this machine only' },
    help: 'the address to listen on',
    more: 'In digits and without brackets, or a name that has one; `0.0.0.0` is all of IPv4, `::` is all.',
  },
  port: {
    ...{ value: 'PORT', parse: as.integer(0, 65535), byDefault: '4430' },
    help: 'the port to listen on, 0 for a free one',
  },
  publicHost: {
    ...{ value: 'ADDRESS', parse: as.optional(as.address), byDefault: '', defaultMeans: 'the host' },
    help: 'the address that clients are told to connect to',
    more: 'A name is looked up when the server starts, since clients take digits alone; one that cannot be looked up keeps the server from starting.',
  },
  publicPort: {
    ...{ value: 'PORT', parse: as.optional(as.integer(1, 65535)), byDefault: '', defaultMeans: 'the port' },
    help: 'the port that clients are told to connect to',
  },
  dcId: {
    ...{ value: 'NUMBER', parse: as.optional(as.integer(dcIdRange.min, dcIdRange.max)), byDefault: '' },
    defaultMeans: 'it is alone, and is whichever a client means',
    help: 'the data centre that this server is among several: clients that mean another are refused',
  },
  metricsPort: {
    ...{ value: 'PORT', parse: as.orOff(as.integer(0, 65535)), byDefault: 'off' },
    help: 'serve /metrics, /health and /ready on this port of 127.0.0.1',
  },
  botApiPort: {
    ...{ value: 'PORT', parse: as.orWordOff(as.optional(as.integer(0, 65535))), byDefault: '' },
    defaultMeans: `${defaultBotApiPort}, or off where another program has that`,
    help: 'serve the HTTP Bot API on this port of 127.0.0.1; off for none',
    more: 'Programs of bots take `http://127.0.0.1:PORT` as the root of the API. 0 is any free port; the line `listening` of the log names it as `botApiPort`.',
  },
  botApiLocal: {
    ...{ value: '', parse: as.boolean, byDefault: 'off' },
    help: 'let bots name files of this machine by their paths, of any size, and lead webhooks anywhere',
    more: 'The local mode of the public Bot API server: `file:///PATH` uploads a file, `getFile` answers with a path in `DIR/bot-api-files`, where files stay for a day. Whoever has the token of a bot can then read every file that the server can read, also its keys: only for bots that are trusted so far.',
  },
  logFormat: {
    ...{ value: 'FORM', parse: as.oneOf('pretty', 'json'), byDefault: 'pretty' },
    help: 'pretty or json',
    more: 'The one is for people, the other for programs.',
  },
  logLevel: {
    ...{ value: 'LEVEL', parse: as.oneOf('debug', 'info', 'warn', 'error'), byDefault: 'info' },
    help: 'debug, info, warn or error',
  },
  testAccounts: {
    ...{ value: '', parse: as.optional(as.boolean), byDefault: '' },
    help: 'let 99966XYYYY sign in with XXXXX; only on a loopback address, and on there unless others are to reach the server',
    more: 'That others are to reach it is said by `publicHost`, `publicPort` or a way to send codes. A line at the start says that they are on.',
  },
  loginNotices: {
    ...{ value: '', parse: as.boolean, byDefault: 'on' },
    help: "tell an account's devices of login codes and new devices by service messages",
  },
  loginEmail: {
    ...{ value: '', parse: as.boolean, byDefault: 'off' },
    help: 'ask whoever signs in for an e-mail address, to which codes then go',
    more: 'It has to be verified; then codes go there instead of to the phone.',
  },
  linkPreviews: {
    ...{ value: '', parse: as.boolean, byDefault: 'off' },
    help: 'fetch the pages that messages link to, to show what they are',
    more: 'See [Link previews](#link-previews).',
  },
  welcomeText: {
    ...{ value: 'TEXT', parse: as.welcomeText, byDefault: 'on', defaultMeans: 'a short welcome' },
    help: 'what a new account finds as its first message, **bold** between stars; off for none',
    more: 'It comes from the service account.',
  },
  support: {
    ...{ value: 'PHONE', parse: as.optional(as.phoneNumber), byDefault: '', defaultMeans: 'nobody' },
    help: 'whose account answers what people ask from the help of their apps',
    more: 'Apps open a chat with it where somebody asks for help. It is an account as any other, so sign up with it.',
  },
  rateLimits: {
    ...{ value: '', parse: as.boolean, byDefault: 'on' },
    help: 'slow down whoever asks too often; can only be off on a loopback address',
    more: 'Off is for tests, and only where nobody else is led to the server. Limits of codes for each number stay.',
  },
  botLimits: {
    ...{ value: '', parse: as.optional(as.boolean), byDefault: '', defaultMeans: 'on, unless there are test accounts' },
    help: 'have bots send no more than 30 messages a second, 20 a minute in a group and one a second in a chat',
    more: 'As on the public server; see [Bots](bots.md#limits). Without rate limits there are none of these either.',
  },
  registration: {
    ...{ value: 'WHO', parse: as.oneOf('open', 'invited', 'closed'), byDefault: 'open' },
    help: 'who may sign up: open (anyone), invited (see invite) or closed',
    more: 'See [Who gets in](#who-gets-in-codes-and-registration).',
  },
  codeCommand: {
    ...{ value: 'COMMAND', parse: as.optional(as.text), byDefault: '' },
    help: 'run this for each login code, which is in its environment',
    more: 'See [Who gets in](#who-gets-in-codes-and-registration).',
  },
  codeWebhook: {
    ...{ value: 'URL', parse: as.optional(as.text), byDefault: '' },
    help: 'post each login code there as JSON, signed',
    more: 'See [Who gets in](#who-gets-in-codes-and-registration).',
  },
  codeWebhookSecretFile: {
    ...{ value: 'FILE', parse: as.optional(as.text), byDefault: '' },
    help: 'holds the secret that these are signed with',
    more: 'It must have at least 16 characters.',
  },
  codeWebhookSecret: {
    ...{ value: 'TEXT', parse: as.optional(as.text), byDefault: '', isSecret: true },
    help: 'the same secret itself',
  },
  smtp: {
    ...{ value: 'URL', parse: as.optional(as.text), byDefault: '' },
    help: 'send e-mails by this server: smtp://USER@HOST:PORT, or smtps://',
    more: 'The first begins with STARTTLS.',
  },
  smtpPasswordFile: {
    ...{ value: 'FILE', parse: as.optional(as.text), byDefault: '' },
    help: 'holds the password of USER',
  },
  smtpPassword: {
    ...{ value: 'TEXT', parse: as.optional(as.text), byDefault: '', isSecret: true },
    help: 'the same password itself',
  },
  mailFrom: {
    ...{ value: 'ADDRESS', parse: as.optional(as.text), byDefault: '' },
    help: 'whom these e-mails are from',
  },
  addressBook: {
    ...{ value: 'FILE', parse: as.optional(as.text), byDefault: '' },
    help: 'JSON of e-mail addresses by phone numbers: login codes go there instead of by SMS',
    more: 'See [Who gets in](#who-gets-in-codes-and-registration).',
  },
  files: {
    ...{ value: 'PLACE', parse: as.optional(as.text), byDefault: '', defaultMeans: 'files in the data folder' },
    help: 'where the bytes of files lie: a folder, or s3://BUCKET/PREFIX',
    more: 'See [Files](#files).',
  },
  filesEndpoint: {
    ...{ value: 'URL', parse: as.optional(as.text), byDefault: '', defaultMeans: 'that of AWS' },
    help: 'the S3 service that has the bucket',
  },
  filesKeyFile: {
    ...{ value: 'FILE', parse: as.optional(as.text), byDefault: '', defaultMeans: 'keys/files.key in the data folder' },
    help: 'holds the master keys of files, 64 hexadecimal digits each, the one in force first',
    more: 'See [Files](#files).',
  },
  filesKey: {
    ...{ value: 'TEXT', parse: as.optional(as.text), byDefault: '', isSecret: true },
    help: 'the same master keys themselves',
  },
  fileQuota: {
    ...{ value: 'MIB', parse: as.orOff(as.integer(1, 1_000_000_000)), byDefault: '51200' },
    help: 'what the files that an account has sent may take, in MiB; off for any amount',
  },
  maxFileParts: {
    ...{ value: 'N', parse: as.integer(maxFileParts, mostFileParts), byDefault: String(maxFileParts) },
    help: 'how many parts of 512 KiB a file may have; 8000 for files of 4 GB',
  },
}

/** How a setting is called wherever it can be written; in the configuration file it is `name`. */
export interface NamedSetting extends Setting<unknown> {
  readonly name: SettingKey
  /** On the command line, without the dashes; missing for secrets. */
  readonly flag: string | undefined
  /** In the environment. */
  readonly variable: string
}

/** All settings, in the order of the table. */
export function listSettings(): readonly NamedSetting[] {
  return keysOf(settings).map((name) => {
    const words = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    const variable = `CHAPPE_${words.replaceAll('-', '_').toUpperCase()}`
    const setting: Setting<unknown> = settings[name]
    return { ...setting, name, flag: setting.isSecret ? undefined : words, variable }
  })
}

/** Reads what was written of one setting, or its default. Throws `ConfigError`. */
export function readSetting<Name extends SettingKey>(name: Name, written: as.Written | undefined): Settings[Name] {
  const { parse, byDefault } = settings[name]
  return parse(written ?? { text: byDefault, where: 'the default' })
}

export function keysOf<Key extends string>(object: { readonly [Name in Key]: unknown }): Key[] {
  const keys: Key[] = []
  for (const key in object) keys.push(key)
  return keys
}
