import { isLoopback } from './loopback.ts'

export interface Config {
  /** The data folder. */
  readonly data: string
  readonly host: string
  readonly port: number
  readonly dcId: number
  readonly logFormat: 'pretty' | 'json'
  readonly testAccounts: boolean
}

/** A wrong option: one line that says what is wrong and what would be right. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code = 'INVALID_OPTION'
}

/** Options as they were written, by their long names; `undefined` where nothing was written. */
export type RawConfig = { readonly [Name in keyof Config]?: string | undefined }

const defaults: { readonly [Name in keyof Config]: string } = {
  data: 'chappe-data',
  host: '127.0.0.1',
  port: '4430',
  dcId: '2',
  logFormat: 'pretty',
  testAccounts: '',
}

/** Checks all options, and names every wrong one at once. */
export function parseConfig(raw: RawConfig): Config {
  const problems: string[] = []
  const take = <T>(name: keyof Config, parse: (text: string) => T): T | undefined => {
    const text = raw[name] ?? defaults[name]
    try {
      return parse(text)
    } catch (error) {
      problems.push(error instanceof ConfigError ? error.message : String(error))
      return undefined
    }
  }
  const data = take('data', (text) => nonEmpty('data', text))
  const host = take('host', (text) => nonEmpty('host', text))
  const port = take('port', (text) => integer('port', text, 0, 65535))
  const dcId = take('dcId', (text) => integer('dc-id', text, 1, 1000))
  const logFormat = take('logFormat', parseLogFormat)
  const testAccounts = take('testAccounts', (text) => parseTestAccounts(text, host))
  if (
    data === undefined ||
    host === undefined ||
    port === undefined ||
    dcId === undefined ||
    logFormat === undefined ||
    testAccounts === undefined
  ) {
    throw new ConfigError(problems.join('; '))
  }
  return { data, host, port, dcId, logFormat, testAccounts }
}

function nonEmpty(name: string, text: string): string {
  if (text.trim() === '') throw new ConfigError(`--${name} must not be empty`)
  return text
}

function integer(name: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (/^[0-9]+$/.test(text) && value >= min && value <= max) return value
  throw new ConfigError(`--${name} must be a whole number from ${min} to ${max}, not "${text}"`)
}

function parseLogFormat(text: string): 'pretty' | 'json' {
  if (text === 'pretty' || text === 'json') return text
  throw new ConfigError(`--log-format must be "pretty" or "json", not "${text}"`)
}

/** Unless said otherwise: on where only this machine can connect. Never on elsewhere, since anyone knows their codes. */
function parseTestAccounts(text: string, host: string | undefined): boolean {
  const loopback = host === undefined || isLoopback(host)
  switch (text.toLowerCase()) {
    case '':
      return loopback
    case '0':
    case 'false':
    case 'no':
    case 'off':
      return false
    case '1':
    case 'true':
    case 'yes':
    case 'on':
      if (loopback) return true
      throw new ConfigError(`test accounts need a loopback address, and --host is "${host}": anyone knows their codes`)
    default:
      throw new ConfigError(`CHAPPE_TEST_ACCOUNTS must be "true" or "false", not "${text}"`)
  }
}
