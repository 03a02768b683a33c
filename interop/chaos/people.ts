import { randomBytes } from 'node:crypto'
import type { api } from '@chappe/tl-layers'
import type { StoredClientKey } from '@chappe/transport'
import { connectClient, type NetworkClient } from '../../packages/server/src/testing/network-client.ts'
import { codeOf } from '../support/code-of.ts'
import type { ServerProcess } from '../support/server-process.ts'
import type { Innocent } from './innocent.ts'
import type { Credentials } from './raw-peer.ts'

const settings = { _: 'codeSettings' } as const
/** What an attacker asks for again and again: a page of some 300 KB. */
const LONG_TEXTS = 100
const LONG_TEXT_BYTES = 3000

/** Test numbers (99966XYYYY), whose code is X five times. */
const phoneOf = (digit: number, place: number): string => `99966${digit}${String(place).padStart(4, '0')}`

export async function signUpInnocents(server: ServerProcess, count: number): Promise<Innocent[]> {
  const phones = innocentPhones(count)
  const clients = await Promise.all(phones.map((phone, place) => signUp(connectClient(server), phone, `User ${place}`)))
  return Promise.all(
    clients.map(async (client, place): Promise<Innocent> => {
      const [next, previous] = await nameBoth(client, [
        phones[(place + 1) % count] ?? '',
        phones[(place + count - 1) % count] ?? '',
      ])
      return { name: `User ${place}`, client, next, previous, acknowledged: [] }
    }),
  )
}

export function innocentPhones(count: number): string[] {
  return Array.from({ length: count }, (_, place) => phoneOf(1, place))
}

/** Keys of users who will attack, each with much in its history. */
export function signUpAttackers(server: ServerProcess, count: number): Promise<Credentials[]> {
  return many(count, async (place) => {
    return makeKey(server, async (client) => {
      await signUp(client, phoneOf(5, place), `Attacker ${place}`)
      await Promise.all(Array.from({ length: LONG_TEXTS }, (_, at) => client.call(longText(at))))
    })
  })
}

/** Keys that nobody signs in by. */
export function makeKeys(server: ServerProcess, count: number): Promise<Credentials[]> {
  return many(count, () => makeKey(server, async (client) => void (await client.call({ _: 'help.getNearestDc' }))))
}

export async function signIn(client: NetworkClient, phoneNumber: string): Promise<api.auth.Authorization> {
  const sent = await client.call({ _: 'auth.sendCode', phoneNumber, apiId: 1, apiHash: 'x', settings })
  if (sent._ !== 'auth.sentCode') throw new TypeError(`no code was sent: ${sent._}`)
  const { phoneCodeHash } = sent
  return client.call({ _: 'auth.signIn', phoneNumber, phoneCodeHash, phoneCode: codeOf(phoneNumber) })
}

async function signUp(client: NetworkClient, phoneNumber: string, firstName: string): Promise<NetworkClient> {
  const sent = await client.call({ _: 'auth.sendCode', phoneNumber, apiId: 1, apiHash: 'x', settings })
  if (sent._ !== 'auth.sentCode') throw new TypeError(`no code was sent: ${sent._}`)
  const { phoneCodeHash } = sent
  await client.call({ _: 'auth.signIn', phoneNumber, phoneCodeHash, phoneCode: codeOf(phoneNumber) })
  await client.call({ _: 'auth.signUp', phoneNumber, phoneCodeHash, firstName, lastName: '' })
  return client
}

async function nameBoth(
  client: NetworkClient,
  [next, previous]: readonly [string, string],
): Promise<readonly [api.inputPeerUser, api.inputPeerUser]> {
  const contacts = [next, previous].map((phone, at): api.inputPhoneContact => {
    return { _: 'inputPhoneContact', clientId: BigInt(at), phone, firstName: `Contact ${at}`, lastName: '' }
  })
  const { imported, users } = await client.call({ _: 'contacts.importContacts', contacts })
  const named = (at: bigint): api.inputPeerUser => {
    const userId = imported.find(({ clientId }) => clientId === at)?.userId
    const user = users.find(({ id }) => id === userId)
    if (user?._ !== 'user' || user.accessHash === undefined) throw new TypeError('a neighbour was not found')
    return { _: 'inputPeerUser', userId: user.id, accessHash: user.accessHash }
  }
  return [named(0n), named(1n)]
}

async function makeKey(server: ServerProcess, use: (client: NetworkClient) => Promise<void>): Promise<Credentials> {
  let made: StoredClientKey | undefined
  const client = connectClient(server, {
    saveKey: async (key) => {
      made = key
    },
  })
  try {
    await use(client)
  } finally {
    await client.close()
  }
  if (made === undefined) throw new TypeError('whoever was answered has a key')
  return { key: Buffer.from(made.key).toString('hex'), salt: String(made.salt), timeOffset: made.timeOffset }
}

function longText(at: number): api.messages.sendMessage {
  const message = randomBytes(LONG_TEXT_BYTES).toString('base64')
  return { _: 'messages.sendMessage', peer: { _: 'inputPeerSelf' }, message, randomId: BigInt(at + 1) }
}

function many<T>(count: number, make: (place: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, place) => make(place)))
}
