import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import { ConfigError } from '../config/config-error.ts'
import { systemClock, unixSeconds } from '../ports/clock.ts'
import { normalizePhoneNumber } from '../rules/phone-number.ts'
import { editSqliteStore } from '../store/sqlite/sqlite-store.ts'
import { withStore } from './with-store.ts'

const perPage = 1_000

/** Adds, takes back or prints invitations. */
export async function invite(
  { data, registration }: Pick<Config, 'data' | 'registration'>,
  action: string,
  numbers: readonly string[],
  write: (text: string) => Promise<void>,
): Promise<void> {
  if (action === 'list') {
    if (numbers.length > 0) throw new ConfigError('invite list takes no numbers')
    return list(data, write)
  }
  if (action !== 'add' && action !== 'revoke') throw new ConfigError(`invite can add, revoke and list, not "${action}"`)
  const phones = numbers.map(parse)
  if (phones.length === 0) throw new ConfigError(`invite ${action} needs phone numbers`)
  const path = join(data, 'chappe.db')
  if (!existsSync(path)) throw new ConfigError(`${data} holds no store: start the server once first`)
  const createdAt = unixSeconds(systemClock)
  const lines = await editSqliteStore(path, async ({ invitations }) => {
    const lines: string[] = []
    for (const phone of phones) {
      if (action === 'add') {
        await invitations.add({ phone, createdAt })
        lines.push(`+${phone} may sign up`)
      } else
        lines.push(
          (await invitations.remove(phone)) ? `+${phone} may not sign up any more` : `+${phone} was not invited`,
        )
    }
    return lines
  })
  for (const line of lines) await write(`${line}\n`)
  if (action === 'add' && registration !== 'invited') {
    await write(`Registration is "${registration}" by this configuration: invitations count where it is "invited".\n`)
  }
}

function parse(number: string): string {
  const phone = number.startsWith('+') ? normalizePhoneNumber(number) : undefined
  if (phone === undefined)
    throw new ConfigError(`"${number}" is no number in international form, such as +491701234567`)
  return phone
}

async function list(data: string, write: (text: string) => Promise<void>): Promise<void> {
  await withStore(data, async ({ read }) => {
    let after: string | undefined
    for (;;) {
      const page = await read.invitations.page(perPage, after)
      for (const { phone, createdAt } of page) {
        await write(`+${phone}  since ${new Date(createdAt * 1000).toISOString()}\n`)
      }
      after = page.at(-1)?.phone
      if (page.length < perPage) break
    }
  })
}
