import type { api } from '@chappe/tl-codec/api'
import { afterEach, describe, expect, it } from 'vitest'
import { heardSeconds } from '../../rules/unheard.ts'
import { openChannel } from '../../testing/channel.ts'
import { openChat } from '../../testing/chat.ts'
import { uploadContent } from '../../testing/files.ts'
import { openGroup } from '../../testing/group.ts'
import type { TestClient } from '../../testing/test-server.ts'

const closing: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const server of closing.splice(0)) await server.close()
})
async function opened<Fixture extends { readonly server: { close(): Promise<void> } }>(
  opening: Promise<Fixture>,
): Promise<Fixture> {
  const fixture = await opening
  closing.push(fixture.server)
  return fixture
}

const voice: api.documentAttributeAudio = { _: 'documentAttributeAudio', voice: true, duration: 2 }
const round: api.documentAttributeVideo = {
  ...{ _: 'documentAttributeVideo', roundMessage: true, duration: 2, w: 240, h: 240 },
}

async function said(
  client: TestClient,
  attribute: api.DocumentAttribute = voice,
): Promise<api.inputMediaUploadedDocument> {
  const file = await uploadContent(client, Buffer.from('what was said'))
  return { _: 'inputMediaUploadedDocument', file, mimeType: 'audio/ogg', attributes: [attribute] }
}

/** Whether the newest message waits to be opened, for one who reads it. */
function waits([newest]: readonly api.Message[]): boolean | undefined {
  return newest?._ === 'message' ? newest.mediaUnread === true : undefined
}

const numberOf = ([newest]: readonly api.Message[]): number => newest?.id ?? 0

/** The numbers that somebody was told of as opened. */
function told(client: TestClient): number[] {
  const updates = client.pushed.splice(0).flatMap((one) => (one._ === 'updates' ? one.updates : []))
  return updates.flatMap((update) =>
    update._ === 'updateReadMessagesContents' || update._ === 'updateChannelReadMessagesContents'
      ? update.messages
      : [],
  )
}

describe('what is to be heard', () => {
  it.each([
    ['a voice message', voice],
    ['a round video', round],
  ])('%s: both see whether it was, and the author is told', async (_, attribute) => {
    const chat = await opened(openChat())
    const { alice, bob, toAlice, toBob } = chat
    await chat.note(bob)
    await alice.call(chat.media(toBob, await said(alice, attribute)))
    expect(waits(await chat.history(alice, toBob))).toBe(true)
    const received = await chat.history(bob, toAlice)
    expect(waits(received)).toBe(true)
    for (const one of [alice, bob]) one.pushed.length = 0
    const opening: api.Method = { _: 'messages.readMessageContents', id: [numberOf(received)] }
    expect(await bob.call(opening)).toMatchObject({ ptsCount: 1 })
    expect(await bob.call(opening)).toMatchObject({ ptsCount: 0 })
    expect(told(alice)).toEqual([numberOf(await chat.history(alice, toBob))])
    expect(waits(await chat.history(alice, toBob))).toBe(false)
    expect(waits(await chat.history(bob, toAlice))).toBe(false)
  })

  it('is neither what one keeps for oneself, nor music, nor what the author opens', async () => {
    const chat = await opened(openChat())
    const { alice, bob, toAlice, toBob } = chat
    const self: api.inputPeerSelf = { _: 'inputPeerSelf' }
    await alice.call(chat.media(self, await said(alice)))
    expect(waits(await chat.history(alice, self))).toBe(false)
    await alice.call(chat.media(toBob, await said(alice, { ...voice, voice: undefined })))
    expect(waits(await chat.history(bob, toAlice))).toBe(false)
    await alice.call(chat.media(toBob, await said(alice)))
    const own = numberOf(await chat.history(alice, toBob))
    expect(await alice.call({ _: 'messages.readMessageContents', id: [own] })).toMatchObject({ ptsCount: 0 })
    expect(waits(await chat.history(bob, toAlice))).toBe(true)
  })

  it('waits anew for whoever it is passed on to', async () => {
    const chat = await opened(openChat())
    const { alice, bob, toAlice, toBob } = chat
    await alice.call(chat.media(toBob, await said(alice)))
    const id = numberOf(await chat.history(bob, toAlice))
    await bob.call({ _: 'messages.readMessageContents', id: [id] })
    const randomId = [chat.randomId()]
    await bob.call({ _: 'messages.forwardMessages', fromPeer: toAlice, toPeer: toAlice, id: [id], randomId })
    expect(waits(await chat.history(alice, toBob))).toBe(true)
  })

  it('in a group is heard by each for himself, and for its author by the first', async () => {
    const chat = await opened(openGroup())
    const { alice, bob, carol, group } = chat
    await alice.call(chat.media(group, await said(alice)))
    for (const one of [alice, bob, carol]) expect(waits(await chat.history(one, group))).toBe(true)
    const open = async (client: TestClient): Promise<void> => {
      await client.call({ _: 'messages.readMessageContents', id: [numberOf(await chat.history(client, group))] })
    }
    for (const one of [alice, bob, carol]) one.pushed.length = 0
    await open(bob)
    expect(told(alice)).toEqual([numberOf(await chat.history(alice, group))])
    const state = async (): Promise<unknown[]> =>
      Promise.all([alice, bob, carol].map(async (one) => waits(await chat.history(one, group))))
    expect(await state()).toEqual([false, false, true])
    await open(carol)
    expect(told(alice)).toEqual([])
    expect(await state()).toEqual([false, false, false])
  })

  it('in a supergroup likewise, for a week', async () => {
    const chat = await opened(openChannel('megagroup'))
    const { alice, bob, carol, server } = chat
    await alice.call({
      ...{ _: 'channels.inviteToChannel', channel: chat.named(alice) },
      users: [{ ...chat.toCarol, _: 'inputUser' }],
    })
    const peer = chat.peer(alice)
    const randomId = chat.randomId()
    await alice.call({ _: 'messages.sendMedia', peer, media: await said(alice), message: 'hear', randomId })
    const state = async (): Promise<unknown[]> =>
      Promise.all([alice, bob, carol].map(async (one) => waits((await chat.history(one)).messages)))
    expect(await state()).toEqual([true, true, true])
    const id = [numberOf((await chat.history(bob)).messages)]
    const open = (client: TestClient): Promise<boolean> =>
      client.call({ _: 'channels.readMessageContents', channel: chat.named(client), id })
    await open(alice)
    expect(await state()).toEqual([true, true, true])
    for (const one of [alice, bob, carol]) one.pushed.length = 0
    await open(bob)
    expect(told(alice)).toEqual(id)
    expect(await state()).toEqual([false, false, true])
    await open(carol)
    expect(told(alice)).toEqual([])
    expect(await state()).toEqual([false, false, false])
    server.clock.now += (heardSeconds + 2 * 86_400) * 1_000
    await server.upkeep()
    // Nothing is kept of it any more.
    expect(await server.store.transaction((tx) => tx.heardPosts.forgetBefore(2 ** 40, 9))).toBe(0)
    expect(await state()).toEqual([false, false, false])
  })

  it('of a channel is for nobody in particular', async () => {
    const chat = await opened(openChannel('broadcast'))
    const { alice, bob } = chat
    const randomId = chat.randomId()
    const media = await said(alice)
    await alice.call({ _: 'messages.sendMedia', peer: chat.peer(alice), media, message: '', randomId })
    expect(waits((await chat.history(bob)).messages)).toBe(false)
  })
})

describe('a file', () => {
  it('is found by its name, and music by its title and performer', async () => {
    const chat = await opened(openChat())
    const { alice, bob, toAlice, toBob } = chat
    const send = async (attributes: api.DocumentAttribute[], message: string): Promise<void> => {
      await alice.call(chat.media(toBob, { ...(await said(alice)), attributes }, { message }))
    }
    await send([{ _: 'documentAttributeFilename', fileName: 'Annual_report-2026.pdf' }], 'one')
    await send([{ _: 'documentAttributeAudio', duration: 3, title: 'Frühling', performer: 'Antonio Vivaldi' }], 'two')
    const find = (q: string, filter: api.MessagesFilter = { _: 'inputMessagesFilterEmpty' }): Promise<string[]> =>
      chat.found(bob, toAlice, filter, q)
    expect(await find('report')).toEqual(['one'])
    expect(await find('annual_report')).toEqual(['one'])
    expect(await find('vival')).toEqual(['two'])
    expect(await find('fruhling', { _: 'inputMessagesFilterMusic' })).toEqual(['two'])
    expect(await find('fruhling', { _: 'inputMessagesFilterDocument' })).toEqual([])
  })
})
