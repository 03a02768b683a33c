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

/** One setting: how it is called wherever it can be written. */
export interface SettingName {
  /** In the configuration file, and in `Config`. */
  readonly name: SettingKey
  /** On the command line, without the dashes. */
  readonly flag: string
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
    'let 99966XYYYY sign in with the code XXXXX; on by default, and only possible, on a loopback address',
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
]

function setting(name: SettingKey, value: string, help: string): SettingName {
  const words = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return { name, flag: words, variable: `CHAPPE_${words.replaceAll('-', '_').toUpperCase()}`, value, help }
}
