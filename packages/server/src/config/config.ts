import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import type { Registration } from '../core-ports.ts'
import { dcIdRange } from '../rpc/data-centre.ts'
import { normalizePhoneNumber } from '../rules/phone-number.ts'
import { checkDelivery, type Delivery, deliversCodes } from './delivery.ts'
import { isLoopback, isReachable } from './loopback.ts'
import type { SettingKey } from './settings.ts'

export interface Config {
  /** The data folder. */
  readonly data: string
  readonly host: string
  readonly port: number
  /** Where clients are told to connect to, if that is somewhere else. */
  readonly publicHost: string | undefined
  readonly publicPort: number | undefined
  /** The number of this server among several; `undefined` if it is alone. */
  readonly dcId: number | undefined
  /** Of the loopback interface; `undefined` serves no metrics. */
  readonly metricsPort: number | undefined
  readonly logFormat: LogFormat
  readonly logLevel: LogLevel
  readonly testAccounts: boolean
  readonly loginNotices: boolean
  readonly loginEmail: boolean
  readonly linkPreviews: boolean
  /** The first message of a new account; `undefined` for the server's own, empty for none. */
  readonly welcomeText: string | undefined
  /** The number of the account that answers questions, in digits. */
  readonly support: string | undefined
  readonly rateLimits: boolean
  readonly registration: Registration
  /** How codes reach people; where nothing is given, the log has them. */
  readonly codeCommand: string | undefined
  readonly codeWebhook: string | undefined
  readonly codeWebhookSecret: string | undefined
  readonly smtp: string | undefined
  readonly smtpPassword: string | undefined
  readonly mailFrom: string | undefined
  /** A file. */
  readonly addressBook: string | undefined
}

export type LogFormat = 'pretty' | 'json'
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** A wrong setting or command line: one line that says what is wrong and what would be right. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code = 'INVALID_OPTION'
}

/** A setting as it was written, and where: `--port`, `CHAPPE_PORT`, `"port" in chappe.json`. */
export interface Written {
  readonly text: string
  readonly where: string
}

/** What was written of the settings, the strongest source of each. */
export type RawConfig = { readonly [Name in SettingKey]?: Written | undefined }

const defaults: { readonly [Name in SettingKey]: string } = {
  data: 'chappe-data',
  host: '127.0.0.1',
  port: '4430',
  publicHost: '',
  publicPort: '',
  dcId: '',
  metricsPort: 'off',
  logFormat: 'pretty',
  logLevel: 'info',
  testAccounts: '',
  loginNotices: 'true',
  loginEmail: 'false',
  linkPreviews: 'false',
  welcomeText: 'on',
  support: '',
  rateLimits: 'true',
  registration: 'open',
  codeCommand: '',
  codeWebhook: '',
  codeWebhookSecret: '',
  codeWebhookSecretFile: '',
  smtp: '',
  smtpPassword: '',
  smtpPasswordFile: '',
  mailFrom: '',
  addressBook: '',
}

/**
 * Checks all settings, and names every wrong one at once.
 *
 * @param problems what was already found wrong while the sources were read
 */
export function parseConfig(raw: RawConfig, problems: readonly string[] = []): Config {
  const wrong = [...problems]
  const take = <T>(name: SettingKey, fallback: T, parse: (written: Written) => T): T => {
    try {
      return parse(raw[name] ?? { text: defaults[name], where: 'the default' })
    } catch (error) {
      wrong.push(error instanceof ConfigError ? error.message : String(error))
      return fallback
    }
  }
  const host = take('host', '', address)
  const optional = (name: SettingKey): string | undefined => take(name, undefined, ({ text }) => text || undefined)
  const publicHost = take('publicHost', undefined, (written) => (written.text === '' ? undefined : address(written)))
  const publicPort = take('publicPort', undefined, (written) =>
    written.text === '' ? undefined : integer(written, 1, 65535),
  )
  const delivery: Delivery = {
    codeCommand: optional('codeCommand'),
    codeWebhook: optional('codeWebhook'),
    codeWebhookSecret: take('codeWebhookSecret', undefined, (written) => secret(written, raw.codeWebhookSecretFile)),
    smtp: optional('smtp'),
    smtpPassword: take('smtpPassword', undefined, (written) => secret(written, raw.smtpPasswordFile)),
    mailFrom: optional('mailFrom'),
    addressBook: optional('addressBook'),
  }
  wrong.push(...checkDelivery(delivery))
  const reachable = isReachable({ host, publicHost, publicPort })
  const config: Config = {
    ...delivery,
    data: take('data', '', nonEmpty),
    host,
    port: take('port', 0, (written) => integer(written, 0, 65535)),
    dcId: take('dcId', undefined, (written) =>
      written.text === '' ? undefined : integer(written, dcIdRange.min, dcIdRange.max),
    ),
    publicHost,
    publicPort,
    metricsPort: take('metricsPort', undefined, (written) =>
      isOff(written.text) ? undefined : integer(written, 0, 65535),
    ),
    logFormat: take('logFormat', 'json', (written) => oneOf(written, ['pretty', 'json'])),
    logLevel: take('logLevel', 'info', (written) => oneOf(written, ['debug', 'info', 'warn', 'error'])),
    testAccounts: take('testAccounts', false, (written) =>
      parseTestAccounts(written, host, reachable || deliversCodes(delivery)),
    ),
    loginNotices: take('loginNotices', true, boolean),
    loginEmail: take('loginEmail', false, boolean),
    linkPreviews: take('linkPreviews', false, boolean),
    welcomeText: take('welcomeText', undefined, parseWelcomeText),
    support: take('support', undefined, parseSupport),
    rateLimits: take('rateLimits', true, (written) => parseRateLimits(written, reachable)),
    registration: take('registration', 'closed', (written) => oneOf(written, ['open', 'invited', 'closed'])),
  }
  const { port, metricsPort } = config
  if (metricsPort !== undefined && metricsPort !== 0 && metricsPort === port) {
    wrong.push(`clients and metrics cannot share port ${port}`)
  }
  if (wrong.length > 0) throw new ConfigError(wrong.join('; '))
  return config
}

function nonEmpty({ text, where }: Written): string {
  if (text.trim() === '') throw new ConfigError(`${where} must not be empty`)
  return text
}

function integer({ text, where }: Written, min: number, max: number): number {
  const value = Number(text)
  if (/^[0-9]+$/.test(text) && value >= min && value <= max) return value
  throw new ConfigError(`${where} must be a whole number from ${min} to ${max}, not "${text}"`)
}

function oneOf<const Choice extends string>({ text, where }: Written, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text)
  if (found !== undefined) return found
  const names = choices.map((choice) => `"${choice}"`)
  throw new ConfigError(`${where} must be ${names.slice(0, -1).join(', ')} or ${names.at(-1)}, not "${text}"`)
}

function isOff(text: string): boolean {
  return text === '' || text.toLowerCase() === 'off'
}

/** An address or a name; whether there is such a one on this machine is found out when the server listens. */
function address({ text, where }: Written): string {
  if (isIP(text) !== 0 || /^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\.?$/u.test(text)) return text
  throw new ConfigError(`${where} must be an address or a name, without a port, not "${text}"`)
}

/** What was written, or what the file holds that was named instead; nothing of it is ever in a message. */
function secret({ text, where }: Written, file: Written | undefined): string | undefined {
  if (file === undefined || file.text === '') return text || undefined
  if (text !== '') throw new ConfigError(`${where} and ${file.where} give the same secret: leave one out`)
  try {
    const content = readFileSync(file.text, 'utf8').trim()
    if (content !== '') return content
  } catch (error) {
    throw new ConfigError(`${file.where}: ${error instanceof Error ? error.message : String(error)}`)
  }
  throw new ConfigError(`${file.where}: ${file.text} is empty`)
}

/** Without limits, whoever connects can keep the server from all else. */
function parseRateLimits(written: Written, reachable: boolean): boolean {
  const wanted = boolean(written)
  if (wanted || !reachable) return wanted
  throw new ConfigError('rate limits can only be switched off on a loopback address that nobody else is led to')
}

/**
 * Unless said otherwise: on where only this machine can connect, and nothing says that others are to. Never on where
 * others connect without help, since anyone knows their codes.
 */
function parseTestAccounts(written: Written, host: string, forOthers: boolean): boolean {
  const loopback = isLoopback(host)
  if (written.text === '') return loopback && !forOthers
  const wanted = boolean(written)
  if (!wanted || loopback) return wanted
  throw new ConfigError(`test accounts need a loopback address, and the host is "${host}": anyone knows their codes`)
}

/** Clients show no longer message. */
const maxWelcomeLength = 4096

function parseWelcomeText({ text, where }: Written): string | undefined {
  if (text.toLowerCase() === 'on') return undefined
  if (isOff(text)) return ''
  if (text.trim() === '') throw new ConfigError(`${where} must be a text, "on" or "off"`)
  if (text.length > maxWelcomeLength) {
    throw new ConfigError(`${where} must have at most ${maxWelcomeLength} characters, not ${text.length}`)
  }
  return text
}

function parseSupport({ text, where }: Written): string | undefined {
  if (text === '') return undefined
  const phone = normalizePhoneNumber(text)
  if (phone !== undefined) return phone
  throw new ConfigError(`${where} must be a phone number with the code of its country, not "${text}"`)
}

function boolean({ text, where }: Written): boolean {
  switch (text.toLowerCase()) {
    case '0':
    case 'false':
    case 'no':
    case 'off':
      return false
    case '1':
    case 'true':
    case 'yes':
    case 'on':
      return true
    default:
      throw new ConfigError(`${where} must be "true" or "false", not "${text}"`)
  }
}
