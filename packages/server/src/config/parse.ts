/** From the text of a setting to its value. Each throws `ConfigError`. */
import { isIP } from 'node:net'
import { normalizePhoneNumber } from '../rules/phone-number.ts'
import { ConfigError } from './config-error.ts'

/** A setting as it was written, and where: `--port`, `CHAPPE_PORT`, `"port" in chappe.json`. */
export interface Written {
  readonly text: string
  readonly where: string
}

export type Parse<Value> = (written: Written) => Value

/** Nothing is no value. */
export function optional<Value>(parse: Parse<Value>): Parse<Value | undefined> {
  return (written) => (written.text === '' ? undefined : parse(written))
}

/** Nothing, and the word `off`, are no value. */
export function orOff<Value>(parse: Parse<Value>): Parse<Value | undefined> {
  return (written) => (isOff(written.text) ? undefined : parse(written))
}

/** The word `off` stands for itself: nothing means something else there. */
export function orWordOff<Value>(parse: Parse<Value>): Parse<Value | 'off'> {
  return (written) => (written.text !== '' && isOff(written.text) ? 'off' : parse(written))
}

export function text(written: Written): string {
  return written.text
}

export function nonEmpty({ text, where }: Written): string {
  if (text.trim() === '') throw new ConfigError(`${where} must not be empty`)
  return text
}

export function integer(min: number, max: number): Parse<number> {
  return ({ text, where }) => {
    const value = Number(text)
    if (/^[0-9]+$/.test(text) && value >= min && value <= max) return value
    throw new ConfigError(`${where} must be a whole number from ${min} to ${max}, not "${text}"`)
  }
}

export function oneOf<const Choice extends string>(...choices: readonly Choice[]): Parse<Choice> {
  return ({ text, where }) => {
    const found = choices.find((choice) => choice === text)
    if (found !== undefined) return found
    const names = choices.map((choice) => `"${choice}"`)
    throw new ConfigError(`${where} must be ${names.slice(0, -1).join(', ')} or ${names.at(-1)}, not "${text}"`)
  }
}

/** An address or a name; whether there is such a one on this machine is found out when the server listens. */
export function address({ text, where }: Written): string {
  if (isIP(text) !== 0 || /^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\.?$/u.test(text)) return text
  throw new ConfigError(`${where} must be an address or a name, without a port, not "${text}"`)
}

/** Clients show no longer message. */
const maxWelcomeLength = 4096

/** Undefined for the server's own, empty for none. */
export function welcomeText({ text, where }: Written): string | undefined {
  if (text.toLowerCase() === 'on') return undefined
  if (isOff(text)) return ''
  if (text.trim() === '') throw new ConfigError(`${where} must be a text, "on" or "off"`)
  if (text.length > maxWelcomeLength) {
    throw new ConfigError(`${where} must have at most ${maxWelcomeLength} characters, not ${text.length}`)
  }
  return text
}

/** In digits. */
export function phoneNumber({ text, where }: Written): string {
  const phone = normalizePhoneNumber(text)
  if (phone !== undefined) return phone
  throw new ConfigError(`${where} must be a phone number with the code of its country, not "${text}"`)
}

export function boolean({ text, where }: Written): boolean {
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

function isOff(text: string): boolean {
  return text === '' || text.toLowerCase() === 'off'
}
