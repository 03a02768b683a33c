import { readFileSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { ConfigError } from '../config/config-error.ts'
import type { AddressBook } from '../ports/address-book.ts'
import type { Log } from '../ports/log.ts'
import { parseEmail } from '../rules/email.ts'
import { normalizePhoneNumber } from '../rules/phone-number.ts'

/** Reads a JSON object of addresses by numbers: `{ "+491701234567": "person@example.org" }`. */
export function parseAddressBook(text: string): ReadonlyMap<string, string> {
  const content: unknown = JSON.parse(text)
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new ConfigError('it must hold one JSON object')
  }
  const book = new Map<string, string>()
  for (const [number, address] of Object.entries(content)) {
    const phone = normalizePhoneNumber(number)
    if (phone === undefined) throw new ConfigError(`entry ${book.size + 1} has no number with a country code`)
    if (book.has(phone)) throw new ConfigError(`entry ${book.size + 1} repeats a number`)
    book.set(phone, parseEmail(typeof address === 'string' ? address : ''))
  }
  return book
}

/** Whether the file can be used; for the check of the configuration. */
export function readAddressBook(path: string): ReadonlyMap<string, string> {
  try {
    return parseAddressBook(readFileSync(path, 'utf8'))
  } catch (error) {
    throw unusable(path, error)
  }
}

/** The file may change while the server runs; one that is broken then leaves the last good one in force. */
export function createAddressBook(path: string, log: Log): AddressBook {
  let book = readAddressBook(path)
  let read = ''
  return {
    async emailOf(phone) {
      try {
        const { mtimeMs, size, ino } = await stat(path)
        const state = `${mtimeMs} ${size} ${ino}`
        if (state !== read) {
          read = state
          book = parseAddressBook(await readFile(path, 'utf8'))
        }
      } catch (error) {
        log.error({ reason: unusable(path, error).message }, 'the address book cannot be read; the last one stays')
      }
      return book.get(phone)
    },
  }
}

/** What is wrong with it, without what it holds. */
function unusable(path: string, error: unknown): ConfigError {
  if (error instanceof ConfigError) return new ConfigError(`the address book ${path}: ${error.message}`)
  if (error instanceof SyntaxError) return new ConfigError(`the address book ${path} is not JSON`)
  const reason = error instanceof Error ? error.message : String(error)
  return new ConfigError(`the address book ${path}: ${reason}`)
}
