import type { api } from '@chappe/tl-layers'
import { findByPhone, signIn, signUp, type TestClient, type TestServer } from '../test-server.ts'

/** Somebody who asks, and whom they may name. */
export interface Person {
  readonly client: TestClient
  readonly friend: api.inputPeerUser
}

const FRIEND_PHONE = '9996622222'

/** The people of a table of costs: one with a chat of long messages, and one who has no account. */
export interface People {
  /** The same device again while it is signed in; else another, of somebody else once requests have ended the account. */
  user(): Promise<Person>
  /** A key that nobody has signed in by. */
  stranger(): Promise<Person>
}

/** @param messages how many messages of the longest kind each user's chat has */
export async function createPeople(server: TestServer, messages: number): Promise<People> {
  await signUp(server, FRIEND_PHONE, 'Friend')
  let users = 0
  let latest: Person | undefined

  const connect = async (): Promise<Person> => {
    if (users > 0) {
      const client = await signIn(server, phoneOf(users)).catch(() => undefined)
      if (client?.key.userId !== undefined) return { client, friend: await findByPhone(client, FRIEND_PHONE) }
    }
    const client = await signUp(server, phoneOf(++users), 'User')
    const friend = await findByPhone(client, FRIEND_PHONE)
    for (let at = 0; at < messages; at++) {
      const message = `message ${at} ${'字'.repeat(4000)}`
      await client.call({ _: 'messages.sendMessage', peer: friend, message, randomId: BigInt(at + 1) })
    }
    return { client, friend }
  }

  return {
    async user() {
      if (latest?.client.key.userId === undefined) latest = await connect()
      return latest
    },
    async stranger() {
      return { client: await server.connect(), friend: { _: 'inputPeerUser', userId: 1n, accessHash: 1n } }
    },
  }
}

function phoneOf(user: number): string {
  return `999664${1000 + user}`
}
