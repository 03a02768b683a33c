import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { asUser } from '../testing/ids.ts'
import { createTestServer } from '../testing/test-server.ts'
import { envelope } from './envelope.ts'
import { renderBox } from './render-box.ts'

const source = fileURLToPath(new URL('..', import.meta.url))

/** The files of the server that say this, tests left out. */
function filesWith(pattern: RegExp): string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll(sep, '/'))
    .filter((file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(file) && !/^testing\//.test(file))
    .filter((file) => pattern.test(readFileSync(join(source, file), 'utf8')))
    .sort()
}

describe('what people are shown', () => {
  it('stands in one envelope, which one place builds', () => {
    expect(filesWith(/_: 'updates(Combined)?'|_: 'updateShort'/)).toEqual(['delivery/envelope.ts'])
  })

  it('names people and chats that one place has found', () => {
    expect(filesWith(/\bchats: \[/)).toEqual(['views/named-peers.ts'])
    // And where an answer has a place for people alone.
    expect(filesWith(/\bcollectPeers\(/)).toEqual(['views/mentioned-peers.ts', 'views/named-peers.ts'])
  })

  it('is made of committed state, and of no unit’s', async () => {
    const server = await createTestServer()
    const { store, rpc } = server
    const box = asUser(777_000)
    try {
      const range = { box, from: 0, to: 1 }
      await store.transaction(async (tx) => {
        // @ts-expect-error a transaction does not pass for the reads that a view takes
        const rendered = () => renderBox(tx, range)
        // @ts-expect-error likewise
        const wrapped = () => envelope(tx, { of: async () => [] }, box, [], { date: 0 })
        expect([rendered, wrapped]).toHaveLength(2)
      })
      expect(await renderBox(store.read, range)).toEqual([])
      expect(await rpc.renderer.user(box, box, 0)).toMatchObject({ updates: [{ _: 'updateUser', userId: 777_000n }] })
    } finally {
      await server.close()
    }
  })
})

describe('a unit', () => {
  it('says what it changed as data in one place', () => {
    // What keys stand for is no change of what anybody has.
    expect(filesWith(/\bbus\.publish\(/)).toEqual(['changes/announce-key.ts', 'changes/announce.ts'])
  })

  it('tells of keys wherever it changes who acts by them', () => {
    const changing = filesWith(/\b(authorizations\.remove|authKeys\.(remove|removeBound|bind))\(/)
    const own = changing.filter((file) => !file.startsWith('store/'))
    expect(own.length).toBeGreaterThan(3)
    expect(own.filter((file) => !filesWith(/\bannounceKey\(/).includes(file))).toEqual([])
    expect(filesWith(/\bkeyChanges\.add\(/).filter((file) => !file.startsWith('store/'))).toEqual([
      'changes/announce-key.ts',
    ])
  })

  it('puts messages into boxes in one place, and into the logs of channels in another', () => {
    expect(filesWith(/\bmessages\.add\(/)).toEqual([
      'chats/channels/store-post.ts',
      'chats/placing/store-copies.ts',
      'store/contract/fixtures.ts',
    ])
  })
})
