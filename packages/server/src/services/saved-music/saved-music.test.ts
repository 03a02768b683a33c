import type { api } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listHash } from '../../rules/list-hash.ts'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { documentOf, downloadDocument, inputDocument, uploadContent } from '../../testing/files.ts'
import type { TestClient } from '../../testing/test-server.ts'

let chat: ChatFixture
beforeEach(async () => {
  chat = await openChat({ rateLimits: {} })
})
afterEach(() => chat.server.close())

async function song(client: TestClient, content: string, voice = false): Promise<api.document> {
  const attributes: api.DocumentAttribute[] = [{ _: 'documentAttributeAudio', duration: 1, title: content, voice }]
  const file = await uploadContent(client, Buffer.from(content))
  const media: api.InputMedia = { _: 'inputMediaUploadedDocument', file, mimeType: 'audio/mpeg', attributes }
  return documentOf(await client.call({ _: 'messages.uploadMedia', peer: { _: 'inputPeerSelf' }, media }))
}

const save = (client: TestClient, one: api.document, after?: api.document): Promise<boolean> =>
  client.call({ _: 'account.saveMusic', id: inputDocument(one), afterId: after && inputDocument(after) })

const inputUser = ({ userId, accessHash }: api.inputPeerUser): api.inputUser => ({ _: 'inputUser', userId, accessHash })

async function shownToBob(more: Partial<api.users.getSavedMusic> = {}): Promise<api.users.SavedMusic> {
  const page = { id: inputUser(chat.toAlice), offset: 0, limit: 10, hash: 0n }
  return chat.bob.call({ _: 'users.getSavedMusic', ...page, ...more })
}

const titles = (answer: api.users.SavedMusic): unknown =>
  answer._ === 'users.savedMusic'
    ? answer.documents
        .flatMap((one) => (one._ === 'document' ? one.attributes : []))
        .map((one) => 'title' in one && one.title)
    : answer._

describe('music on a profile', () => {
  it('is in the order that its owner gives it, whatever is saved, moved and taken away', async () => {
    const { alice } = chat
    const songs: api.document[] = []
    for (const title of ['a', 'b', 'c', 'd']) songs.push(await song(alice, title))
    let expected: api.document[] = []
    const step = fc.record({
      at: fc.nat(3),
      after: fc.nat(3),
      act: fc.constantFrom('save', 'behind', 'behind', 'remove'),
    })
    for (const { at, after, act } of fc.sample(step, { numRuns: 30, seed: 35 })) {
      const [one, other] = [songs[at], songs[after]]
      if (one === undefined || other === undefined) continue
      if (act === 'remove') {
        await alice.call({ _: 'account.saveMusic', unsave: true, id: inputDocument(one) })
        expected = expected.filter((each) => each !== one)
        continue
      }
      if (act === 'behind' && (one === other || !expected.includes(other))) {
        await expect(save(alice, one, other)).rejects.toThrow('DOCUMENT_INVALID')
        continue
      }
      await save(alice, one, act === 'behind' ? other : undefined)
      const rest = expected.filter((each) => each !== one)
      expected = rest.toSpliced(act === 'behind' ? rest.indexOf(other) + 1 : 0, 0, one)
      const saved = await alice.call({ _: 'account.getSavedMusicIds', hash: 0n })
      expect(saved).toEqual({ _: 'account.savedMusicIds', ids: expected.map(({ id }) => id) })
    }
    const ids = expected.map(({ id }) => id)
    expect(await alice.call({ _: 'account.getSavedMusicIds', hash: listHash(ids) })).toEqual({
      _: 'account.savedMusicIdsNotModified',
    })
  })

  it('is shown to others by pages, first of all in what is told of its owner, and can be downloaded', async () => {
    const { alice, bob, toAlice } = chat
    for (const title of ['a', 'b', 'c']) await save(alice, await song(alice, title))
    expect(titles(await shownToBob())).toEqual(['c', 'b', 'a'])
    const page = await shownToBob({ offset: 1, limit: 1 })
    expect([page.count, titles(page)]).toEqual([3, ['b']])
    const [second] = page._ === 'users.savedMusic' ? page.documents : []
    if (second?._ !== 'document') throw new TypeError('a song was expected')
    expect((await downloadDocument(bob, second)).toString()).toBe('b')
    expect(await shownToBob({ offset: 1, limit: 1, hash: listHash([second.id]) })).toEqual({
      ...{ _: 'users.savedMusicNotModified', count: 3 },
    })
    const { fullUser } = await bob.call({ _: 'users.getFullUser', id: inputUser(toAlice) })
    const first = fullUser.savedMusic
    if (first?._ !== 'document') throw new TypeError('a song was expected')
    expect((await downloadDocument(bob, first)).toString()).toBe('c')
    const guessed = { ...inputDocument(first), accessHash: 1n }
    const again = { id: inputUser(toAlice), documents: [inputDocument(first), inputDocument(second), guessed] }
    expect(titles(await bob.call({ _: 'users.getSavedMusicByID', ...again }))).toEqual(['c', 'b'])
  })

  it('is for those whom the rules of its owner let', async () => {
    const { alice, bob, toAlice } = chat
    await save(alice, await song(alice, 'a'))
    const shown = await shownToBob()
    const [one] = shown._ === 'users.savedMusic' ? shown.documents : []
    if (one?._ !== 'document') throw new TypeError('a song was expected')
    const rules: api.InputPrivacyRule[] = [{ _: 'inputPrivacyValueDisallowAll' }]
    await alice.call({ _: 'account.setPrivacy', key: { _: 'inputPrivacyKeySavedMusic' }, rules })
    expect(await shownToBob()).toEqual({ _: 'users.savedMusic', count: 0, documents: [] })
    const again = { id: inputUser(toAlice), documents: [inputDocument(one)] }
    expect(await bob.call({ _: 'users.getSavedMusicByID', ...again })).toMatchObject({ documents: [] })
    expect((await bob.call({ _: 'users.getFullUser', id: inputUser(toAlice) })).fullUser.savedMusic).toBeUndefined()
    await expect(downloadDocument(bob, one)).rejects.toThrow('FILE_REFERENCE_INVALID')
  })

  it('is music, stays as long as it is shown, and may be taken over from another’s profile', async () => {
    const { alice, bob, server } = chat
    await expect(save(alice, await song(alice, 'said', true))).rejects.toThrow('DOCUMENT_INVALID')
    const one = await song(alice, 'a')
    await save(alice, one)
    for (let day = 0; day < 3; day++) {
      server.clock.now += 90_000_000
      await server.upkeep()
    }
    const shown = await shownToBob()
    const [kept] = shown._ === 'users.savedMusic' ? shown.documents : []
    if (kept?._ !== 'document') throw new TypeError('the song is gone')
    await save(bob, kept)
    await alice.call({ _: 'account.saveMusic', unsave: true, id: inputDocument(kept) })
    const mine = await bob.call({ _: 'account.getSavedMusicIds', hash: 0n })
    expect(mine).toEqual({ _: 'account.savedMusicIds', ids: [one.id] })
    const unknown = { _: 'inputDocument', id: 5n, accessHash: 1n, fileReference: new Uint8Array(30) } as const
    await expect(alice.call({ _: 'account.saveMusic', id: unknown })).rejects.toThrow('DOCUMENT_INVALID')
  })
})
