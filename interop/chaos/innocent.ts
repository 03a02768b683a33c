import type { api } from '@chappe/tl-layers'
import type { NetworkClient } from '../../packages/server/src/testing/network-client.ts'
import type { SeededRandom } from '../../packages/transport/src/simulator/random.ts'
import type { ServerClock } from './server-clock.ts'

/**
 * A client that does nothing wrong: at the pace of people it writes to the next person and reads what the one before
 * wrote.
 */
export interface Innocent {
  readonly name: string
  readonly client: NetworkClient
  readonly next: api.inputPeerUser
  readonly previous: api.inputPeerUser
  /** Texts that the server has taken. */
  readonly acknowledged: string[]
}

/** How long requests took, in ms of the server's clock. */
export type Times = number[]

/** Between two requests, in ms. */
const SHORTEST_REST = 200
const LONGEST_REST = 1200
/** Whoever waits for longer has given the app up. */
const LONGEST_WAIT = 20_000
const page = { offsetId: 0, offsetDate: 0, addOffset: 0, maxId: 0, minId: 0, hash: 0n }

/** Lives until `until`, and notes what each request took. Any refusal is a failure: nothing that it does is too much. */
export async function live(one: Innocent, random: SeededRandom, clock: ServerClock, until: number): Promise<Times> {
  const times: Times = []
  while (clock.now() < until) {
    await clock.sleep(random.range(SHORTEST_REST, LONGEST_REST))
    const began = clock.now()
    await clock.within(LONGEST_WAIT, `a request of ${one.name}`, act(one, random))
    times.push(Math.max(0, clock.now() - began))
  }
  return times
}

async function act(one: Innocent, random: SeededRandom): Promise<void> {
  const { client } = one
  switch (random.int(4)) {
    case 0:
      await client.call({ _: 'updates.getState' })
      return
    case 1:
      await client.call({ _: 'messages.getHistory', peer: one.previous, ...page, limit: 20 })
      return
    case 2: {
      const offsetPeer = { _: 'inputPeerEmpty' } as const
      await client.call({ _: 'messages.getDialogs', offsetDate: 0, offsetId: 0, offsetPeer, limit: 20, hash: 0n })
      return
    }
    default: {
      const message = `${one.name}, message ${one.acknowledged.length}`
      const randomId = BigInt(random.int(2 ** 31)) * 65_536n + BigInt(one.acknowledged.length)
      await client.call({ _: 'messages.sendMessage', peer: one.next, message, randomId })
      one.acknowledged.push(message)
    }
  }
}

/** All texts of one direction in a chat with somebody, the oldest first. */
export async function textsWith({ client }: Innocent, peer: api.inputPeerUser, isOut: boolean): Promise<string[]> {
  const texts: string[] = []
  for (let offsetId = 0; ; ) {
    const found = await client.call({ _: 'messages.getHistory', peer, ...page, offsetId, limit: 100 })
    if (found._ === 'messages.messagesNotModified') throw new TypeError('nothing was said to be known')
    for (const message of found.messages) {
      if (message._ === 'message' && (message.out === true) === isOut) texts.push(message.message)
      offsetId = message.id
    }
    if (found.messages.length === 0) return texts.reverse()
  }
}
