import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MtcuteUser, signUpMtcute } from './support/mtcute-user.ts'
import { notServed } from './support/not-served.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

const ALICE = '9996610036'
const BOB = '9996620036'

/** Lists over all of one's chats by the methods that mtcute offers for them. */
describe('folders, search and dialogs of channels with unmodified mtcute', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let alice: MtcuteUser
  let bob: MtcuteUser

  beforeAll(async () => {
    server = await ServerProcess.start()
    alice = await signUpMtcute(server, ALICE, 'Alice')
    bob = await signUpMtcute(server, BOB, 'Bob')
  }, 60_000)

  afterAll(async () => {
    await alice?.client.call({ _: 'phone.getCallConfig' }, { maxRetryCount: 0 }).catch(() => {})
    const unserved = server === undefined ? [] : await notServed(server, 'phone.getCallConfig')
    for (const user of [alice, bob]) await user?.client.destroy()
    await server?.dispose()
    expect(unserved).toEqual([])
  })

  test('a folder is shared by a link, looked at and joined; what comes in its chats is seen and found', async () => {
    const group = await alice.client.createSupergroup({ title: 'Our group' })
    const news = await alice.client.createChannel({ title: 'News', description: '' })
    const inputs = await Promise.all([group.id, news.id].map((id) => alice.client.resolvePeer(id)))
    const folder = await alice.client.createFolder({
      title: { _: 'textWithEntities', text: 'To share', entities: [] },
      includePeers: inputs,
    })
    const chatlist = { _: 'inputChatlistDialogFilter', filterId: folder.id } as const
    const exported = await alice.client.call({
      ...{ _: 'chatlists.exportChatlistInvite', chatlist, title: '', peers: inputs },
    })
    const link = exported.invite.url
    const preview = await bob.client.getChatlistPreview(link)
    expect(preview.chats.map(({ displayName }) => displayName)).toEqual(['Our group', 'News'])
    const joined = await bob.client.joinChatlist(link)
    expect(joined).toMatchObject({ _: 'dialogFilterChatlist', includePeers: { length: 2 } })
    const titles: string[] = []
    for await (const dialog of bob.client.iterDialogs({ folder: joined.id })) titles.push(dialog.peer.displayName)
    expect(titles.sort()).toEqual(['News', 'Our group'])

    await alice.client.sendText(group.id, 'a needle in the group')
    await alice.client.sendText(news.id, 'a needle in the news')
    for (const text of ['a needle in the group', 'a needle in the news']) {
      await until(
        () => bob.seen.includes(text),
        () => `it saw ${bob.seen.join()}`,
      )
    }
    const found: string[] = []
    for await (const message of bob.client.iterSearchGlobal({ query: 'needle', chunkSize: 1 })) found.push(message.text)
    expect(found.sort()).toEqual(['a needle in the group', 'a needle in the news'])
  })
})
