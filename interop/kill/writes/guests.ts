import { type Client, RpcError } from '@chappe/client'
import type { SeededRandom } from '../../../packages/transport/src/simulator/random.ts'
import { codeOf } from '../../support/code-of.ts'
import type { Ledger } from '../ledger.ts'
import { GUEST_PHONES, type Person } from '../people.ts'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'

export interface Guests {
  /** Who looks whether they are there. */
  readonly host: Person
  readonly ledger: Ledger
  readonly random: SeededRandom
  openClient(deviceModel: string): Client
}

/** Accounts that come and go. */
export function guestPlans(guests: Guests): Plans {
  const clients = new Map<string, Client>()
  return [
    [1, () => signUp(guests, clients)],
    [1, () => deleteAccount(guests, clients)],
  ]
}

function pick({ host, ledger, random }: Guests, isThere: boolean): string | undefined {
  const phones = GUEST_PHONES.filter((phone) => (ledger.value(host.index, `guest ${phone}`) !== undefined) === isThere)
  return phones[random.int(phones.length)]
}

function signUp(guests: Guests, clients: Map<string, Client>): Write | undefined {
  const phone = pick(guests, false)
  if (phone === undefined) return undefined
  return {
    kind: 'sign up',
    changes: [{ person: guests.host.index, fact: `guest ${phone}`, value: 'here' }],
    async perform() {
      const client = guests.openClient(`guest ${phone}`)
      clients.set(phone, client)
      try {
        await client.start({ phone, code: codeOf(phone), name: 'Guest' })
      } catch (error) {
        // Over a kill it may be there without having been told so.
        if (!(error instanceof RpcError)) throw error
        await client.getMe().catch(() => Promise.reject(error))
      }
    },
    refusals: ['PHONE_CODE_EXPIRED'],
  }
}

function deleteAccount(guests: Guests, clients: Map<string, Client>): Write | undefined {
  const phone = pick(guests, true)
  const client = clients.get(phone ?? '')
  if (phone === undefined || client === undefined) return undefined
  return {
    kind: 'delete account',
    changes: [{ person: guests.host.index, fact: `guest ${phone}`, value: undefined }],
    // Nobody is signed in any more who could be refused.
    doneBefore: ['AUTH_KEY_UNREGISTERED'],
    async perform() {
      await client.call({ _: 'account.deleteAccount', reason: 'the visit is over' })
      await client.close()
    },
  }
}
