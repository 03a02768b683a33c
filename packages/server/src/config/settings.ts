export type SettingKey =
  | 'data'
  | 'host'
  | 'port'
  | 'publicHost'
  | 'publicPort'
  | 'dcId'
  | 'metricsPort'
  | 'logFormat'
  | 'logLevel'
  | 'testAccounts'
  | 'loginNotices'
  | 'loginEmail'
  | 'linkPreviews'
  | 'welcomeText'
  | 'support'
  | 'rateLimits'
  | 'registration'
  | 'codeCommand'
  | 'codeWebhook'
  | 'codeWebhookSecret'
  | 'codeWebhookSecretFile'
  | 'smtp'
  | 'smtpPassword'
  | 'smtpPasswordFile'
  | 'mailFrom'
  | 'addressBook'

/** One setting: how it is called wherever it can be written. */
export interface SettingName {
  /** In the configuration file, and in `Config`. */
  readonly name: SettingKey
  /** On the command line, without the dashes. Missing for secrets: every user of a machine sees its command lines. */
  readonly flag: string | undefined
  /** In the environment. */
  readonly variable: string
  /** What stands for the value in the help. */
  readonly value: string
  readonly help: string
}

/** Every setting of the server. The same three names always belong together. */
export const settings: readonly SettingName[] = [
  setting('data', 'DIR', 'where the store and the keys live (default: chappe-data)'),
  setting('host', 'ADDRESS', 'the address to listen on (default: 127.0.0.1, this machine only)'),
  setting('port', 'PORT', 'the port to listen on, 0 for a free one (default: 4430)'),
  setting('publicHost', 'ADDRESS', 'the address that clients are told to connect to (default: --host)'),
  setting('publicPort', 'PORT', 'the port that clients are told to connect to (default: --port)'),
  setting(
    'dcId',
    'NUMBER',
    'the data centre that this server is among several: clients that mean another are refused (default: it is alone, and is whichever a client means)',
  ),
  setting('metricsPort', 'PORT', 'serve /metrics, /health and /ready on this port of 127.0.0.1 (default: off)'),
  setting('logFormat', 'FORM', 'pretty or json (default: pretty)'),
  setting('logLevel', 'LEVEL', 'debug, info, warn or error (default: info)'),
  setting(
    'testAccounts',
    '',
    'let 99966XYYYY sign in with XXXXX; only on a loopback address, and on there unless others are to reach the server',
  ),
  setting(
    'loginNotices',
    '',
    "tell an account's devices of login codes and new devices by service messages (default: on)",
  ),
  setting('loginEmail', '', 'ask whoever signs in for an e-mail address, to which codes then go (default: off)'),
  setting('linkPreviews', '', 'fetch the pages that messages link to, to show what they are (default: off)'),
  setting(
    'welcomeText',
    'TEXT',
    'what a new account finds as its first message, **bold** between stars; off for none (default: a short welcome)',
  ),
  setting('support', 'PHONE', 'whose account answers what people ask from the help of their apps (default: nobody)'),
  setting('rateLimits', '', 'slow down whoever asks too often; can only be off on a loopback address (default: on)'),
  setting('registration', 'WHO', 'who may sign up: open (anyone), invited (see invite) or closed (default: open)'),
  setting('codeCommand', 'COMMAND', 'run this for each login code, which is in its environment'),
  setting('codeWebhook', 'URL', 'post each login code there as JSON, signed'),
  setting('codeWebhookSecretFile', 'FILE', 'holds the secret that these are signed with'),
  secret('codeWebhookSecret', 'the same secret itself'),
  setting('smtp', 'URL', 'send e-mails by this server: smtp://USER@HOST:PORT, or smtps://'),
  setting('smtpPasswordFile', 'FILE', 'holds the password of USER'),
  secret('smtpPassword', 'the same password itself'),
  setting('mailFrom', 'ADDRESS', 'whom these e-mails are from'),
  setting('addressBook', 'FILE', 'JSON of e-mail addresses by phone numbers: login codes go there instead of by SMS'),
]

function setting(name: SettingKey, value: string, help: string): SettingName {
  const words = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return { name, flag: words, variable: `CHAPPE_${words.replaceAll('-', '_').toUpperCase()}`, value, help }
}

function secret(name: SettingKey, help: string): SettingName {
  return { ...setting(name, 'TEXT', help), flag: undefined }
}
