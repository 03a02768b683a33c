import type { Client } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import { createChappe } from '../support/chappe-user.ts'
import { codeOf } from '../support/code-of.ts'
import type { ServerProcess } from '../support/server-process.ts'
import type { Alone } from './asked.ts'
import { Device } from './device.ts'
import type { Facts, PlaceOf } from './facts.ts'
import { RECEIVER, SOLO_ACCOUNT, WRITERS } from './places.ts'
import { PushListener } from './push-listener.ts'
import { type ServerState, serverState } from './server-facts.ts'

export interface Person {
  readonly place: number
  readonly phone: string
  readonly id: bigint
  /** The device that writes. */
  readonly client: Client
  /** How this person names each of the people, itself among them. */
  readonly names: readonly api.inputPeerUser[]
  /** One that is there all the time, and one that is away all the time; none for who only receives. */
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
    PHONES.map(async (phone, place) => {
      const client = createChappe(server, { deviceModel: `writer ${place}` })
      opened.push(client)
      const { id } = await client.start({ phone, code: codeOf(phone), name: `Person ${place}` })
      return { place, phone, id, client }
    }),
  )
  const ids = signedUp.map(({ id }) => id)
  const placeOf = (id: bigint): number => ids.indexOf(id)
  return Promise.all(
    signedUp.map(async (one): Promise<Person> => {
      const names = await nameAll(one.client)
      const guests = one.place === RECEIVER ? GUEST_PHONES : []
      const alone: Alone | undefined =
        one.place === SOLO_ACCOUNT
          ? { phones: PHONES, ownPhones: HERMIT_PHONES, takeoutId: undefined, reports: [], ratedAfter: [0] }
          : undefined
      const state = (): Promise<ServerState> => serverState(one.client, { names, placeOf, guests, alone })
      const { facts } = await state()
      const devices = one.place < WRITERS ? await openDevices(server, one, placeOf, facts) : []
      opened.push(...devices)
      const key = await devices[0]?.storedKey()
      const pushListener = key && new PushListener(server, `the push listener of ${one.place}`, key)
      if (pushListener !== undefined) opened.push(pushListener)
      return { ...one, names, devices, pushListener, alone, state }
    }),
  )
}

export function isWriter({ place }: Person): boolean {
  return place < WRITERS
}

/** Writers leave it notes; it also sees the guests come and go. */
export function isReceiver({ place }: Person): boolean {
  return place === RECEIVER
}

async function openDevices(
  server: ServerProcess,
  { place, phone }: { readonly place: number; readonly phone: string },
  placeOf: PlaceOf,
  known: Facts,
): Promise<Device[]> {
  const [online, offline] = await Promise.all(
    ['online', 'offline'].map((name) =>
      Device.signIn(server, { name: `${name} device of ${place}`, phone, placeOf, known }),
    ),
  )
  if (online === undefined || offline === undefined) throw new TypeError('there are two')
  await offline.goOffline()
  return [online, offline]
}

async function nameAll(client: Client): Promise<api.inputPeerUser[]> {
  const contacts = PHONES.map((phone, place): api.inputPhoneContact => {
    return { _: 'inputPhoneContact', clientId: BigInt(place), phone, firstName: `Contact ${place}`, lastName: '' }
  })
  const { imported, users } = await client.call({ _: 'contacts.importContacts', contacts })
  return PHONES.map((phone, place) => {
    const userId = imported.find(({ clientId }) => clientId === BigInt(place))?.userId
    const user = users.find(({ id }) => id === userId)
    if (user?._ !== 'user' || user.accessHash === undefined) throw new TypeError(`${phone} was not found`)
    return { _: 'inputPeerUser', userId: user.id, accessHash: user.accessHash }
  })
}
