import { randomBytes } from 'node:crypto'
import { type api, decode, encode } from '@chappe/tl-codec/api'
import type { ServerHandle } from '../server/server-handle.ts'
import type { User } from '../server/user.ts'
import type { Ejabberd } from './ejabberd.ts'
import type { Poster, PostingOptions } from './posting.ts'
import type { Occupant } from './xmpp-room.ts'

/** People who are told what is said in a group, some of whom say it. */
export type Room = Pick<PostingOptions, 'cpu' | 'posters' | 'listen'>

/** A supergroup. A member who is told to ask for what happened counts as not told. */
export async function supergroupRoom(
  server: ServerHandle,
  online: readonly User[],
  posters: number,
  peerOf: (user: User) => Promise<api.inputPeerChannel>,
): Promise<Room> {
  return {
    cpu: async () => (await server.usage()).cpuMicroseconds,
    posters: await Promise.all(online.slice(0, posters).map(async (user) => posterOf(user, await peerOf(user)))),
    listen(receive) {
      for (const user of online) user.onUpdate = (body) => textsOf(decode('Updates', body)).forEach(receive)
    },
  }
}

function posterOf({ endpoint }: User, peer: api.inputPeerChannel): Poster {
  return async (message) => {
    const randomId = randomBytes(8).readBigInt64LE(0)
    await endpoint.request(encode({ _: 'messages.sendMessage', peer, message, randomId }))
  }
}

function textsOf(updates: api.Updates): string[] {
  if (updates._ !== 'updates') return []
  return updates.updates.flatMap((update) =>
    update._ === 'updateNewChannelMessage' && update.message._ === 'message' ? [update.message.message] : [],
  )
}

/** A room of an XMPP server, whose answer to who says something is that it comes back. */
export function xmppRoom(server: Ejabberd, occupants: readonly Occupant[], posters: number): Room {
  const waiting = new Map<string, () => void>()
  return {
    cpu: async () => server.cpuMicroseconds(),
    posters: occupants.slice(0, posters).map((occupant) => (text) => {
      occupant.say(text)
      return new Promise((resolve) => waiting.set(text, resolve))
    }),
    listen(receive) {
      for (const [at, occupant] of occupants.entries()) {
        occupant.onText = (text) => {
          receive(text)
          if (at >= posters) return
          waiting.get(text)?.()
          waiting.delete(text)
        }
      }
    },
  }
}
