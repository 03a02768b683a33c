import type { Config } from '../config/config.ts'
import { ConfigError } from '../config/config-error.ts'
import { inviteResult } from '../operator/invite.ts'
import { normalizePhoneNumber } from '../rules/phone-number.ts'
import { operateFromCommandLine } from './operate-from-command-line.ts'
import { withStore } from './with-store.ts'

const perPage = 1_000

/** Adds, takes back or prints invitations. */
export async function invite(
  config: Config,
  action: string,
  numbers: readonly string[],
  write: (text: string) => Promise<void>,
): Promise<void> {
  const { data, registration } = config
  if (action === 'list') {
    if (numbers.length > 0) throw new ConfigError('invite list takes no numbers')
    return list(data, write)
  }
  if (action !== 'add' && action !== 'revoke') throw new ConfigError(`invite can add, revoke and list, not "${action}"`)
  const phones = numbers.map(parse)
  if (phones.length === 0) throw new ConfigError(`invite ${action} needs phone numbers`)
  const { result } = await operateFromCommandLine(config, { command: 'invite', input: { action, phones } })
  const { stood } = inviteResult(result)
  for (const [at, phone] of phones.entries()) {
    if (action === 'add') await write(`+${phone} may sign up\n`)
    else await write(stood[at] === true ? `+${phone} may not sign up any more\n` : `+${phone} was not invited\n`)
  }
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
