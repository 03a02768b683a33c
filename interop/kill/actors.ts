import type { Client, ClientOptions } from '@chappe/client'
import { createSeededRandom, type SeededRandom } from '../../packages/transport/src/simulator/random.ts'
import { createChappe } from '../support/chappe-user.ts'
import type { ServerProcess } from '../support/server-process.ts'
import type { BotRoom } from './bots/bot-room.ts'
import type { Ledger } from './ledger.ts'
import { isReceiver, isWriter, type Person } from './people.ts'
import type { Actor, Opening } from './traffic.ts'
import { drawByWeight } from './weighted-plans.ts'
import { accountPlans } from './writes/account.ts'
import { createRoomActors } from './writes/bots/room-actors.ts'
import { type Chat, openChat } from './writes/chat.ts'
import { chatSettingPlans, unblock } from './writes/chat-settings.ts'
import { deleteChatPlans } from './writes/delete-chat.ts'
import { guestPlans } from './writes/guests.ts'
import { loginEmailPlans } from './writes/login-email.ts'
import { markPlans, quietPinPlans } from './writes/marks.ts'
import { messagePlans, send } from './writes/messages.ts'
import { scheduledPlans } from './writes/scheduled.ts'
import { type Security, securityPlans } from './writes/security.ts'
import type { SoloAccount } from './writes/solo-account.ts'
import { soloAccountOpenings, soloAccountPlans } from './writes/solo-account-plans.ts'

export interface ActorOptions {
  readonly seed: number
  readonly server: ServerProcess
  readonly people: readonly Person[]
  readonly room: BotRoom
  readonly ledger: Ledger
  /** `reader` has read the chat with `other` up to a message. */
  noteRead(reader: Person, other: Person, id: number): void
}

/** All that go on at a time, each writing what no other one writes; and the first message of each chat. */
export interface Actors {
  readonly actors: readonly Actor[]
  readonly openings: readonly Opening[]
  /** The further devices that the actors opened, those among them that were closed again, too. */
  readonly clients: readonly Client[]
}

export function createActors(options: ActorOptions): Actors {
  const { seed, server, people, room, ledger } = options
  const random = createSeededRandom(String(seed))
  const ids = random.branch('random ids')
  let names = 0
  const newName = (start: string): string => `${start}${++names}`
  const newRandomId = (): bigint => new DataView(ids.bytes(8).buffer).getBigInt64(0, true)
  const actors: Actor[] = []
  const openings: Opening[] = []
  const clients: Client[] = []

  const chatOf = (me: Person, other: Person, forwardTo: readonly number[], source: SeededRandom): Chat =>
    openChat({
      ...{ me, other, ledger, forwardTo, newName, newRandomId },
      random: source,
      noteRead: (id) => options.noteRead(me, other, id),
    })

  const openClient = (deviceModel: string, more: Partial<ClientOptions> = {}): Client => {
    const client = createChappe(server, { deviceModel, ...more })
    clients.push(client)
    return client
  }

  for (const me of people.filter(isWriter)) {
    for (const other of people.filter((one) => isWriter(one) && one !== me)) {
      const name = `${me.index} to ${other.index}`
      const others = people.filter((one) => isWriter(one) && one !== me).map(({ index }) => index)
      const chat = chatOf(me, other, others, random.branch(name))
      // Nothing deletes it, so the chat is never empty and stays in the list.
      const first = send(chatOf(me, other, [], random.branch(`${name}, first`)))
      openings.push({ name, writes: 1, next: once(first) })
      const plans = [messagePlans(chat), markPlans(chat), chatSettingPlans(chat), scheduledPlans(chat)]
      const draw = drawByWeight(chat.random, plans.flat())
      actors.push({ name, next: () => unblock(chat) ?? draw() })
    }
    const account = { me, ledger, newName, random: random.branch(`account of ${me.index}`) }
    actors.push({ name: `account of ${me.index}`, next: drawByWeight(account.random, accountPlans(account)) })

    const security: Security = {
      ...account,
      random: random.branch(`security of ${me.index}`),
      sessions: new Map(),
      phone: () => me.phone,
      openClient,
    }
    actors.push({ name: `security of ${me.index}`, next: drawByWeight(security.random, securityPlans(security)) })

    const source = random.branch(`notes of ${me.index}`)
    const receivers = people.filter((one) => one === me || isReceiver(one))
    const notes = receivers.map((other) =>
      chatOf(
        me,
        other,
        receivers.map(({ index }) => index),
        source,
      ),
    )
    const plans = notes.flatMap((chat) => [...messagePlans(chat), ...quietPinPlans(chat), ...deleteChatPlans(chat)])
    actors.push({ name: `notes of ${me.index}`, next: drawByWeight(source, plans) })
  }
  for (const host of people.filter(isReceiver)) {
    const guests = { host, ledger, openClient, random: random.branch('guests') }
    actors.push({ name: 'guests', next: drawByWeight(guests.random, guestPlans(guests)) })
  }
  const emails = { server, openClient, random: random.branch('login e-mails') }
  actors.push({ name: 'login e-mails', next: drawByWeight(emails.random, loginEmailPlans(emails)) })
  const [receiver] = people.filter(isReceiver)
  for (const me of people) {
    const { alone } = me
    if (alone === undefined || receiver === undefined) continue
    const source = random.branch('solo account')
    const solo: SoloAccount = {
      ...{ me, ledger, newName, random: source, server, receiver, alone, openClient },
      sessions: new Map(),
      phone: () => ledger.value(me.index, 'phone') ?? me.phone,
      toReceiver: chatOf(me, receiver, [me.index], source),
      fromReceiver: chatOf(receiver, me, [], source),
      toSelf: chatOf(me, me, [], source),
    }
    actors.push({ name: 'solo account', next: drawByWeight(source, soloAccountPlans(solo)) })
    const writes = [...soloAccountOpenings(solo)]
    openings.push({ name: 'solo account', writes: writes.length, next: () => writes.shift()?.() })
  }
  const bots = createRoomActors({ room, seed, ledger, newName, newRandomId, openClient })
  actors.push(...bots.actors)
  openings.push(bots.opening)
  return { actors, openings, clients }
}

function once<T>(value: T): () => T | undefined {
  let next: T | undefined = value
  return () => {
    const given = next
    next = undefined
    return given
  }
}
