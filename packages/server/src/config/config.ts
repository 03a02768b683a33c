import { readFileSync } from 'node:fs'
import { parseMasterKeys } from '../blobs/key-file.ts'
import { parseS3 } from '../blobs/open-blobs.ts'
import { ConfigError } from './config-error.ts'
import { checkDelivery, type Delivery, deliversCodes } from './delivery.ts'
import { isLoopback, isReachable } from './loopback.ts'
import type { Written } from './parse.ts'
import { keysOf, readSetting, type SettingKey, type Settings, settings } from './settings.ts'

/** The settings as they are in force: secrets are read from their files, and test accounts are on or off. */
export interface Config
  extends Omit<Settings, 'testAccounts' | 'codeWebhookSecretFile' | 'smtpPasswordFile' | 'filesKeyFile'> {
  readonly testAccounts: boolean
}

/** What was written of the settings, the strongest source of each. */
export type RawConfig = { readonly [Name in SettingKey]?: Written | undefined }

type Parsed = { -readonly [Name in SettingKey]?: Settings[Name] }

/**
 * Checks all settings, and names every wrong one at once.
 *
 * @param problems what was already found wrong while the sources were read
 */
export function parseConfig(raw: RawConfig, problems: readonly string[] = []): Config {
  const wrong = [...problems]
  const parsed: Parsed = {}
  const attempt = <T>(act: () => T): T | undefined => {
    try {
      return act()
    } catch (error) {
      wrong.push(error instanceof ConfigError ? error.message : String(error))
      return undefined
    }
  }
  const parse = <Name extends SettingKey>(name: Name): void => {
    parsed[name] = readSetting(name, raw[name])
  }
  for (const name of keysOf(settings)) attempt(() => parse(name))

  const delivery: Delivery = {
    ...{ codeCommand: parsed.codeCommand, codeWebhook: parsed.codeWebhook, addressBook: parsed.addressBook },
    ...{ smtp: parsed.smtp, mailFrom: parsed.mailFrom },
    codeWebhookSecret: attempt(() => secret(raw.codeWebhookSecret, raw.codeWebhookSecretFile)),
    smtpPassword: attempt(() => secret(raw.smtpPassword, raw.smtpPasswordFile)),
  }
  const filesKey = attempt(() => secret(raw.filesKey, raw.filesKeyFile))
  if (filesKey !== undefined) attempt(() => parseMasterKeys(filesKey, 'the key of files'))
  if (parsed.files?.startsWith('s3://') === true) attempt(() => parseS3(parsed.files ?? ''))
  wrong.push(...checkDelivery(delivery))
  const { host = '', publicHost, publicPort, port, metricsPort, botApiPort, rateLimits } = parsed
  const reachable = isReachable({ host, publicHost, publicPort })
  const testAccounts = attempt(() =>
    decideTestAccounts(parsed.testAccounts, host, reachable || deliversCodes(delivery)),
  )
  if (rateLimits === false && reachable) {
    // Without limits, whoever connects can keep the server from all else.
    wrong.push('rate limits can only be switched off on a loopback address that nobody else is led to')
  }
  const ports = [
    ['clients', port],
    ['metrics', metricsPort],
    ['the Bot API', botApiPort],
  ] as const
  for (const [at, [one, taken]] of ports.entries()) {
    if (typeof taken !== 'number' || taken === 0) continue
    const same = ports.slice(at + 1).find(([, other]) => other === taken)
    if (same !== undefined) wrong.push(`${one} and ${same[0]} cannot share port ${taken}`)
  }
  if (wrong.length > 0 || !isWhole(parsed) || testAccounts === undefined) throw new ConfigError(wrong.join('; '))
  const { codeWebhookSecretFile: _, smtpPasswordFile: __, filesKeyFile: ___, ...rest } = parsed
  return { ...rest, ...delivery, filesKey, testAccounts }
}

function isWhole(parsed: Parsed): parsed is Settings {
  return keysOf(settings).every((name) => name in parsed)
}

/** What was written, or what the file holds that was named instead; nothing of it is ever in a message. */
function secret(given: Written | undefined, file: Written | undefined): string | undefined {
  if (file === undefined || file.text === '') return given?.text || undefined
  if (given !== undefined && given.text !== '') {
    throw new ConfigError(`${given.where} and ${file.where} give the same secret: leave one out`)
  }
  try {
    const content = readFileSync(file.text, 'utf8').trim()
    if (content !== '') return content
  } catch (error) {
    throw new ConfigError(`${file.where}: ${error instanceof Error ? error.message : String(error)}`)
  }
  throw new ConfigError(`${file.where}: ${file.text} is empty`)
}

/**
 * Unless said otherwise: on where only this machine can connect, and nothing says that others are to. Never on where
 * others connect without help, since anyone knows their codes.
 */
function decideTestAccounts(wanted: boolean | undefined, host: string, forOthers: boolean): boolean {
  const loopback = isLoopback(host)
  if (wanted === undefined) return loopback && !forOthers
  if (!wanted || loopback) return wanted
  throw new ConfigError(`test accounts need a loopback address, and the host is "${host}": anyone knows their codes`)
}
