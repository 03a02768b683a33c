import type { api } from '@chappe/tl-codec/api'
import { apiArbitraries } from '@chappe/tl-codec/arbitrary'
import { schemaOfToday } from '@chappe/tl-layers'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MethodName } from '../../rpc/handlers.ts'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import { findByPhone, signUp, type TestClient } from '../../testing/test-server.ts'

const secrets = ['Secret title', 'secret text', 'secret about', 'Secret member', 'secret question']

let group: ChannelFixture

/** A private group of Alice's, with what nobody outside may learn, which Bob has left before any of it was so. */
beforeAll(async () => {
  group = await openChannel('megagroup')
  const { alice, bob } = group
  const channel = group.named(alice)
  group.named(bob)
  await bob.call({ _: 'channels.leaveChannel', channel: group.named(bob) })
  await alice.call({ _: 'channels.editTitle', channel, title: 'Secret title' })
  await alice.call({ _: 'messages.sendMessage', peer: group.peer(alice), message: 'secret text', randomId: 1_000n })
  await alice.call({ _: 'messages.updatePinnedMessage', peer: group.peer(alice), id: 5 })
  await alice.call({ _: 'messages.editChatAbout', peer: group.peer(alice), about: 'secret about' })
  const member = await signUp(group.server, '9996650005', 'Secret member')
  await member.call({ _: 'updates.getState' })
  const users: api.inputUser[] = [{ ...(await findByPhone(alice, '9996650005')), _: 'inputUser' }]
  await alice.call({ _: 'channels.inviteToChannel', channel, users })
  await group.server.told()
  const plain = (text: string): api.textWithEntities => ({ _: 'textWithEntities', text, entities: [] })
  const answers = ['yes', 'no'].map((text): api.PollAnswer => ({ _: 'inputPollAnswer', text: plain(text) }))
  const poll: api.poll = { _: 'poll', id: 0n, question: plain('secret question'), answers, hash: 0n }
  const media: api.inputMediaPoll = { _: 'inputMediaPoll', poll }
  await member.call({ _: 'messages.sendMedia', peer: group.peer(member), media, message: '', randomId: 1_001n })
})
afterAll(() => group.server.close())

const { definitions } = schemaOfToday()

/** Types of whose constructors some name a channel or a peer, however deep: also a user may be named by a message there. */
const naming = new Set(['InputChannel', 'InputPeer'])
for (let size = 0; size < naming.size; ) {
  size = naming.size
  for (const [name, { result }] of definitions)
    if (result.text.startsWith('Input') && namesChannels(name)) naming.add(result.text)
}

function namesChannels(name: string): boolean {
  return (
    definitions.get(name)?.fields.some(({ type }) => {
      const inner = type.kind === 'vector' ? type.item : type
      return naming.has(inner.text)
    }) === true
  )
}

/** Served methods that take a channel, directly or in something else. */
function methodsWithChannels(): MethodName[] {
  const isMethod = (name: string): name is MethodName => namesChannels(name)
  return [...group.server.rpc.served].filter(isMethod)
}

/** Has a request be about the secret channel: wherever it names a peer, a channel or a message, it is that one. */
function pointAt(value: unknown, named: { readonly channelId: bigint; readonly accessHash: bigint }): void {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return
  const name = '_' in value && typeof value._ === 'string' ? value._ : ''
  if (/^input(Peer|Channel)([A-Z]|$)/.test(name)) {
    for (const field of Object.keys(value)) Reflect.deleteProperty(value, field)
    Object.assign(value, { _: /^inputPeer/.test(name) ? 'inputPeerChannel' : 'inputChannel', ...named })
    return
  }
  for (const [key, field] of Object.entries(value)) {
    if (key === 'id' && Array.isArray(field) && typeof field[0] === 'number') field.splice(0, 100, 1, 2, 3, 4, 5, 6)
    else if (typeof field !== 'number') pointAt(field, named)
    else if (key === 'id' || key === 'msgId') Object.assign(value, { [key]: 5 })
    else if (key === 'pts') Object.assign(value, { pts: 1 })
    else if (key === 'limit') Object.assign(value, { limit: 50 })
    else if (/^(offset|max|min|add)/.test(key)) Object.assign(value, { [key]: 0 })
  }
}

/** Requests about the secret channel, some to each method. */
function requests(names: readonly MethodName[], named: { readonly channelId: bigint; readonly accessHash: bigint }) {
  const api = apiArbitraries({ depth: 2 })
  return names.flatMap((name) => {
    const samples = fc.sample(api.named(name), { numRuns: 4, seed: 7 })
    for (const sample of samples) pointAt(sample, { channelId: named.channelId, accessHash: named.accessHash })
    return samples.map((request) => ({ name, request }))
  })
}

async function answerTo(client: TestClient, request: api.Method): Promise<string> {
  try {
    return shown(await client.call(request))
  } catch (error) {
    return String(error)
  }
}

function shown(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) => (typeof field === 'bigint' ? `${field}` : field))
}

describe('who is not in a private channel', () => {
  it.each([
    ['has never met it and guesses', 'carol'],
    ['has left it', 'bob'],
  ] as const)('and %s learns nothing of it by any method', { timeout: 120_000 }, async (_, who) => {
    const { server } = group
    const client: TestClient = group[who]
    const names = methodsWithChannels()
    expect(names.length).toBeGreaterThan(100)
    const answered = new Set<string>()
    for (const { name, request } of requests(names, group.named(who === 'bob' ? client : group.alice))) {
      const answer = await answerTo(client, request)
      expect(answer, name).not.toContain('INTERNAL')
      for (const secret of secrets) expect(answer, name).not.toContain(secret)
      if (answer.startsWith('{') || answer.startsWith('[')) answered.add(name)
    }
    await server.told()
    for (const secret of secrets) expect(shown(client.pushed)).not.toContain(secret)
    expect(answered.size, 'methods that answer something').toBeGreaterThan(5)
  })

  it('as opposed to who is: the same requests tell all of it', async () => {
    const looks = methodsWithChannels().filter((name) => /\.(get|search)/.test(name))
    const telling = new Map<string, Set<string>>(secrets.map((secret) => [secret, new Set()]))
    for (const { name, request } of requests(looks, group.named(group.alice))) {
      const answer = await answerTo(group.alice, request)
      for (const secret of secrets) if (answer.includes(secret)) telling.get(secret)?.add(name)
    }
    for (const [secret, methods] of telling) expect(methods.size, secret).toBeGreaterThan(0)
    expect(telling.get('Secret title')?.size).toBeGreaterThan(5)
  })
})
