import type { Client } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import { createChappe } from '../support/chappe-user.ts'
import { codeOf } from '../support/code-of.ts'
import type { ServerProcess } from '../support/server-process.ts'
import type { Alone } from './asked.ts'
import { Device } from './device.ts'
import type { Facts, IndexOf } from './facts.ts'
import { PushListener } from './push-listener.ts'
import { RECEIVER, SOLO_ACCOUNT, WRITERS } from './roles.ts'
import { type ServerState, serverState } from './server-facts.ts'

export interface Person {
  readonly index: number
  readonly phone: string
  readonly id: bigint
  /** The device that writes. */
  readonly client: Client
  /** How this person names each of the people, itself among them. */
  readonly names: readonly api.inputPeerUser[]
  /** One that is always connected and one that is always away, in this order; none for the person who only receives. */
  readonly devices: readonly Device[]
  /** What is pushed to whoever writes, as it comes. */
  readonly pushListener: PushListener | undefined
  /** Of the solo account. */
  readonly alone: Alone | undefined
  state(): Promise<ServerState>
}

export interface Closable {
  close(): Promise<unknown>
}

export async function closeAll(opened: readonly Closable[]): Promise<void> {
  await Promise.all(opened.map((one) => one.close()))
}

const PHONES = ['9996610009', '9996620009', '9996630009', '9996640009', '9996660009']
const HERMIT_PHONES = ['9996660009', '9996660010']
/** Accounts that come and go. */
export const GUEST_PHONES: readonly string[] = ['9996650009', '9996650010', '9996650011']

/** Three people who write, one who is written to, and a solo account; each of the three has two more devices. */
export async function signUpPeople(server: ServerProcess, opened: Closable[]): Promise<Person[]> {
  const signedUp = await Promise.all(
    PHONES.map(async (phone, index) => {
      const client = createChappe(server, { deviceModel: `writer ${index}` })
      opened.push(client)
      const { id } = await client.start({ phone, code: codeOf(phone), name: `Person ${index}` })
      return { index, phone, id, client }
    }),
  )
  const ids = signedUp.map(({ id }) => id)
  const indexOf = (id: bigint): number => ids.indexOf(id)
  return Promise.all(
    signedUp.map(async (one): Promise<Person> => {
      const names = await nameAll(one.client)
      const guests = one.index === RECEIVER ? GUEST_PHONES : []
      const alone: Alone | undefined =
        one.index === SOLO_ACCOUNT
          ? { phones: PHONES, ownPhones: HERMIT_PHONES, takeoutId: undefined, reports: [], ratedAfter: [0], groups: [] }
          : undefined
      const state = (): Promise<ServerState> => serverState(one.client, { names, indexOf, guests, alone })
      const { facts } = await state()
      const devices = one.index < WRITERS ? await openDevices(server, one, indexOf, facts) : []
      opened.push(...devices)
      const key = await devices[0]?.storedKey()
      const pushListener = key && new PushListener(server, `the push listener of ${one.index}`, key)
      if (pushListener !== undefined) opened.push(pushListener)
      return { ...one, names, devices, pushListener, alone, state }
    }),
  )
}

export function isWriter({ index }: Person): boolean {
  return index < WRITERS
}

/** Writers leave it notes; it also sees the guests come and go. */
export function isReceiver({ index }: Person): boolean {
  return index === RECEIVER
}

async function openDevices(
  server: ServerProcess,
  { index, phone }: { readonly index: number; readonly phone: string },
  indexOf: IndexOf,
  known: Facts,
): Promise<Device[]> {
  const [online, offline] = await Promise.all(
    ['online', 'offline'].map((name) =>
      Device.signIn(server, { name: `${name} device of ${index}`, phone, indexOf, known }),
    ),
  )
  if (online === undefined || offline === undefined) throw new TypeError('there are two')
  await offline.goOffline()
  return [online, offline]
}

async function nameAll(client: Client): Promise<api.inputPeerUser[]> {
  const contacts = PHONES.map((phone, index): api.inputPhoneContact => {
    return { _: 'inputPhoneContact', clientId: BigInt(index), phone, firstName: `Contact ${index}`, lastName: '' }
  })
  const { imported, users } = await client.call({ _: 'contacts.importContacts', contacts })
  return PHONES.map((phone, index) => {
    const userId = imported.find(({ clientId }) => clientId === BigInt(index))?.userId
    const user = users.find(({ id }) => id === userId)
    if (user?._ !== 'user' || user.accessHash === undefined) throw new TypeError(`${phone} was not found`)
    return { _: 'inputPeerUser', userId: user.id, accessHash: user.accessHash }
  })
}
