import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GroupFixture, openGroup } from '../../testing/group.ts'
import type { TestClient } from '../../testing/test-server.ts'

let fixture: GroupFixture
beforeEach(async () => {
  fixture = await openGroup({ rateLimits: {} })
})
afterEach(() => fixture.server.close())

const chatId = (): bigint => fixture.group.chatId

async function refusal(client: TestClient, request: api.Method): Promise<string> {
  try {
    await client.call(request)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'none'
}

const taking = (...names: readonly (keyof api.chatBannedRights)[]): api.messages.editChatDefaultBannedRights => ({
  ...{ _: 'messages.editChatDefaultBannedRights', peer: fixture.group },
  bannedRights: { _: 'chatBannedRights', untilDate: 0, ...Object.fromEntries(names.map((name) => [name, true])) },
})

async function makeAdmin(name: 'bob' | 'carol', isAdmin = true): Promise<api.messages.editChatAdmin> {
  const userId = await fixture.user(fixture.alice, name)
  return { _: 'messages.editChatAdmin', chatId: chatId(), userId, isAdmin }
}

describe('an admin of a group', () => {
  it('is made by the creator alone, and all are told, also who was away', async () => {
    const { alice, bob, carol } = fixture
    expect(await refusal(bob, { ...(await makeAdmin('carol')), userId: await fixture.user(bob, 'carol') })).toBe(
      'CHAT_ADMIN_REQUIRED',
    )
    const state = await carol.call({ _: 'updates.getState' })
    bob.pushed.length = 0
    await alice.call(await makeAdmin('bob'))
    const told = { _: 'updateChatParticipantAdmin', chatId: chatId(), userId: fixture.id(bob), isAdmin: true }
    expect(JSON.stringify(bob.pushed, bigints)).toContain(JSON.stringify(told, bigints).slice(1, -1))
    expect(await fixture.shown(bob)).toMatchObject({ adminRights: { banUsers: true, changeInfo: true } })
    expect(await fixture.shown(carol)).toMatchObject({ adminRights: undefined })
    const { pts, qts, date } = state
    const difference = await carol.call({ _: 'updates.getDifference', pts, qts, date: date - 1 })
    expect(JSON.stringify(difference, bigints)).toContain('chatParticipantAdmin')
    // Whoever is an admin makes no further ones, but takes in and throws out.
    expect(await refusal(bob, { ...(await makeAdmin('carol')), userId: await fixture.user(bob, 'carol') })).toBe(
      'CHAT_ADMIN_REQUIRED',
    )
    await alice.call(await makeAdmin('bob', false))
    expect(await fixture.shown(bob)).toMatchObject({ adminRights: undefined })
  })

  it('is somebody who is in it, and nobody is told of what was so before', async () => {
    const { alice, bob } = fixture
    const dave = { ...(await makeAdmin('bob')), userId: await fixture.user(alice, 'dave') }
    expect(await refusal(alice, dave)).toBe('USER_NOT_PARTICIPANT')
    expect(await refusal(alice, { ...dave, userId: { _: 'inputUserSelf' } })).toBe('USER_CREATOR')
    await alice.call(await makeAdmin('bob'))
    bob.pushed.length = 0
    await alice.call(await makeAdmin('bob'))
    expect(bob.pushed).toEqual([])
  })
})

describe('what is taken from the members of a group', () => {
  it('is told to all, comes with the group, and is changed by admins alone', async () => {
    const { alice, bob, carol } = fixture
    expect(await refusal(bob, taking('sendPolls'))).toBe('CHAT_ADMIN_REQUIRED')
    expect(await refusal(alice, taking('viewMessages'))).toBe('BANNED_RIGHTS_INVALID')
    expect(await refusal(alice, taking())).toBe('CHAT_NOT_MODIFIED')
    bob.pushed.length = 0
    const answer = await alice.call(taking('sendPolls', 'sendMedia'))
    const update = answer._ === 'updates' ? answer.updates[0] : undefined
    expect(update).toMatchObject({
      ...{ _: 'updateChatDefaultBannedRights', peer: { _: 'peerChat', chatId: chatId() } },
      defaultBannedRights: { sendPolls: true, sendMedia: true, sendPhotos: true, untilDate: 2 ** 31 - 1 },
    })
    expect(JSON.stringify(bob.pushed, bigints)).toContain('updateChatDefaultBannedRights')
    expect(await fixture.shown(carol)).toMatchObject({ defaultBannedRights: { sendPolls: true, sendPlain: undefined } })
    await alice.call(await makeAdmin('bob'))
    await bob.call(taking())
    expect(await fixture.shown(carol)).toMatchObject({ defaultBannedRights: { sendPolls: undefined } })
  })

  it('is refused to members, by the error of its kind, and to nobody else', async () => {
    const { alice, bob, carol, group, text, media } = fixture
    await alice.call(await makeAdmin('bob'))
    const place: api.inputMediaGeoPoint = {
      _: 'inputMediaGeoPoint',
      geoPoint: { _: 'inputGeoPoint', lat: 52, long: 13 },
    }
    const dice: api.inputMediaDice = { _: 'inputMediaDice', emoticon: '🎲' }
    const question = { _: 'textWithEntities', text: 'Well?', entities: [] } as const
    const answers = ['yes', 'no'].map(
      (answer): api.PollAnswer => ({ _: 'inputPollAnswer', text: { ...question, text: answer, entities: [] } }),
    )
    const poll: api.inputMediaPoll = {
      _: 'inputMediaPoll',
      poll: { _: 'poll', id: 0n, question: { ...question, entities: [] }, answers, hash: 0n },
    }
    const tried = [
      ['sendPlain', () => text(group, 'hello'), 'CHAT_SEND_PLAIN_FORBIDDEN'],
      ['sendPlain', () => media(group, place), 'CHAT_SEND_PLAIN_FORBIDDEN'],
      ['sendStickers', () => media(group, dice), 'CHAT_SEND_STICKERS_FORBIDDEN'],
      ['sendPolls', () => media(group, poll), 'CHAT_SEND_POLL_FORBIDDEN'],
      ['sendMessages', () => text(group, 'hello'), 'CHAT_WRITE_FORBIDDEN'],
      ['changeInfo', () => ({ _: 'messages.editChatTitle', chatId: chatId(), title: 'x' }), 'CHAT_ADMIN_REQUIRED'],
    ] as const satisfies readonly (readonly [keyof api.chatBannedRights, () => api.Method, string])[]
    for (const [right, request, error] of tried) {
      await alice.call(taking(right))
      expect(await refusal(carol, request()), right).toBe(error)
      if (right !== 'changeInfo') expect(await refusal(bob, request()), right).toBe('none')
      await alice.call(taking())
      expect(await refusal(carol, request()), right).toBe('none')
    }
    await alice.call(taking('inviteUsers'))
    const invite = { _: 'messages.addChatUser', chatId: chatId(), fwdLimit: 0 } as const
    const userId = await fixture.user(carol, 'dave')
    expect(await refusal(carol, { ...invite, userId })).toBe('CHAT_ADMIN_REQUIRED')
    await alice.call(taking('pinMessages'))
    const [message] = await fixture.history(carol, group)
    const said = (await fixture.history(carol, group)).find(({ _ }) => _ === 'message')
    const pin: api.messages.updatePinnedMessage = {
      ...{ _: 'messages.updatePinnedMessage', peer: group, id: said?.id ?? message?.id ?? 0 },
    }
    expect(await refusal(carol, pin)).toBe('CHAT_ADMIN_REQUIRED')
    await alice.call(taking('sendReactions'))
    const reaction: api.messages.sendReaction = {
      ...{ _: 'messages.sendReaction', peer: group, msgId: pin.id },
      reaction: [{ _: 'reactionEmoji', emoticon: '🔥' }],
    }
    expect(await refusal(carol, reaction)).toBe('CHAT_WRITE_FORBIDDEN')
  })

  it('leaves what somebody says without a page below it who may show none', async () => {
    await fixture.server.close()
    const preview = { url: 'https://example.com/a', title: 'A title' }
    const linkPreviews = {
      canonical: (url: string) => url,
      known: () => preview,
      of: async () => preview,
      file: async () => undefined,
    }
    fixture = await openGroup({ rateLimits: {}, linkPreviews })
    const { alice, carol, group, text } = fixture
    const pageOf = async (id: number): Promise<string | undefined> => {
      const found = (await fixture.history(carol, group)).find((message) => message.id === id)
      return found?._ === 'message' ? found.media?._ : undefined
    }
    const newest = async (): Promise<number> => (await fixture.history(carol, group))[0]?.id ?? 0
    await carol.call(text(group, `see ${preview.url}`))
    expect(await pageOf(await newest())).toBe('messageMediaWebPage')
    await carol.call(text(group, 'no page yet'))
    const plain = await newest()
    await alice.call(taking('embedLinks'))
    await carol.call(text(group, `look at ${preview.url}`))
    expect(await pageOf(await newest())).toBeUndefined()
    const edit = { _: 'messages.editMessage', peer: group, id: plain, message: `now ${preview.url}` } as const
    await carol.call(edit)
    expect(await pageOf(plain)).toBeUndefined()
    await alice.call(text(group, `and ${preview.url}`))
    expect(await pageOf(await newest())).toBe('messageMediaWebPage')
  })

  it('is never what a client’s layer has no word for', async () => {
    await fixture.server.close()
    fixture = await openGroup({ rateLimits: {}, layer: 199 })
    expect(await refusal(fixture.alice, taking('sendReactions'))).toBe('CHAT_NOT_MODIFIED')
    await fixture.alice.call(taking('sendReactions', 'sendPolls'))
    expect(await fixture.shown(fixture.bob)).toMatchObject({
      defaultBannedRights: { sendPolls: true, sendReactions: undefined },
    })
  })
})

function bigints(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
