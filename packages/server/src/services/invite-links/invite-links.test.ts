import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isChatId } from '../../ids.ts'
import { addUser } from '../../store/contract/fixtures.ts'
import { type GroupFixture, openGroup, said, updatesIn } from '../../testing/group.ts'
import { asUser } from '../../testing/ids.ts'
import { signUp, type TestClient } from '../../testing/test-server.ts'

let fixture: GroupFixture
beforeEach(async () => {
  fixture = await openGroup({ rateLimits: {} })
})
afterEach(() => fixture.server.close())

const day = 86_400
const chatId = (): bigint => fixture.group.chatId

async function refusal(client: TestClient, request: api.Method): Promise<string> {
  try {
    await client.call(request)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'none'
}

const asked = (more: Partial<api.messages.exportChatInvite> = {}): api.messages.exportChatInvite => ({
  ...{ _: 'messages.exportChatInvite', peer: fixture.group },
  ...more,
})

async function link(
  client: TestClient,
  more: Partial<api.messages.exportChatInvite> = {},
): Promise<api.chatInviteExported> {
  return exported(await client.call(asked(more)))
}

function exported(invite: api.ExportedChatInvite | undefined): api.chatInviteExported {
  if (invite?._ !== 'chatInviteExported') throw new TypeError('that is no link')
  return invite
}

const hashOf = ({ link }: api.chatInviteExported): string => link.slice(link.indexOf('+') + 1)
const join = (invite: api.chatInviteExported): api.messages.importChatInvite => ({
  ...{ _: 'messages.importChatInvite', hash: hashOf(invite) },
})
const check = (invite: api.chatInviteExported): api.messages.checkChatInvite => ({
  ...{ _: 'messages.checkChatInvite', hash: hashOf(invite) },
})
const listed = async (
  client: TestClient,
  more: Partial<api.messages.getExportedChatInvites> = {},
): Promise<api.chatInviteExported[]> => {
  const all = { peer: fixture.group, adminId: { _: 'inputUserSelf' }, limit: 100 } as const
  const { invites } = await client.call({ _: 'messages.getExportedChatInvites', ...all, ...more })
  return invites.map(exported)
}
const edit = (
  { link }: api.chatInviteExported,
  more: Partial<api.messages.editExportedChatInvite>,
): api.messages.editExportedChatInvite => ({
  ...{ _: 'messages.editExportedChatInvite', peer: fixture.group, link },
  ...more,
})
const importers = (more: Partial<api.messages.getChatInviteImporters>): api.messages.getChatInviteImporters => ({
  ...{ _: 'messages.getChatInviteImporters', peer: fixture.group, offsetDate: 0, limit: 100 },
  ...{ offsetUser: { _: 'inputUserEmpty' } },
  ...more,
})
const promote = async (name: 'bob' | 'carol', isAdmin = true): Promise<void> => {
  const userId = await fixture.user(fixture.alice, name)
  await fixture.alice.call({ _: 'messages.editChatAdmin', chatId: chatId(), userId, isAdmin })
}

describe('an invite link', () => {
  it('brings whoever has it into the group, which all are told', async () => {
    const { alice, bob, dave, group, text } = fixture
    const invite = await link(alice)
    expect(invite.link).toMatch(/^https:\/\/t\.me\/\+[A-Za-z0-9_-]{16}$/)
    expect(await dave.call(check(invite))).toMatchObject({
      ...{ _: 'chatInvite', title: 'Gardeners', participantsCount: 3, requestNeeded: undefined },
    })
    for (const client of [alice, bob]) client.pushed.length = 0
    const joined = await dave.call(join(invite))
    if (joined._ !== 'messages.chatInviteJoinResultOk') throw new TypeError('dave is not in')
    expect(joined.updates).toMatchObject({ chats: [{ _: 'chat', id: chatId(), title: 'Gardeners' }] })
    const action = { _: 'messageActionChatJoinedByLink', inviterId: fixture.id(alice) }
    for (const client of [alice, bob, dave]) {
      const [message] = await fixture.history(client, group)
      expect(message).toMatchObject({ _: 'messageService', fromId: { userId: fixture.id(dave) }, action })
    }
    expect(await fixture.participants(bob)).toContain(fixture.id(dave))
    const told = fixture.news(bob).map(({ _ }) => _)
    expect(told).toEqual(expect.arrayContaining(['updateNewMessage', 'updateChatParticipantAdd']))
    await dave.call(text(group, 'hello'))
    expect(said((await fixture.history(bob, group))[0])).toBe('hello')
    expect(await refusal(dave, join(invite))).toBe('USER_ALREADY_PARTICIPANT')
    expect(await dave.call(check(invite))).toMatchObject({ _: 'chatInviteAlready', chat: { id: chatId() } })
    const [counted] = (await listed(alice)).filter((one) => one.link === invite.link)
    expect(counted).toMatchObject({ usage: 1 })
    const came = await alice.call(importers({ link: invite.link }))
    expect(came).toMatchObject({ count: 1, importers: [{ userId: fixture.id(dave), requested: undefined }] })
    expect(came.users).toMatchObject([{ id: fixture.id(dave) }])
  })

  it('shows no stranger who is in the group', async () => {
    const { alice, dave } = fixture
    const invite = await link(alice)
    expect(await dave.call(check(invite))).toMatchObject({ participants: undefined })
    const contact = { firstName: 'Bob', lastName: '', phone: '' }
    await dave.call({ _: 'contacts.addContact', id: await fixture.user(dave, 'bob'), ...contact })
    const shown = await dave.call(check(invite))
    const participants = shown._ === 'chatInvite' ? shown.participants : []
    expect(participants?.map(({ id }) => id)).toEqual([fixture.id(fixture.bob)])
  })

  it('lets in as many as it says, as long as it says', async () => {
    const { alice, bob, dave, server } = fixture
    await bob.call({
      ...{ _: 'messages.deleteChatUser', chatId: chatId(), userId: { _: 'inputUserSelf' } },
    })
    const single = await link(alice, { usageLimit: 1 })
    await dave.call(join(single))
    expect(await refusal(bob, join(single))).toBe('INVITE_HASH_EXPIRED')
    expect(await refusal(bob, check(single))).toBe('INVITE_HASH_EXPIRED')
    const brief = await link(alice, { expireDate: fixture.now() + day })
    expect(await bob.call(check(brief))).toMatchObject({ _: 'chatInvite' })
    server.clock.now += day * 1000
    expect(await refusal(bob, join(brief))).toBe('INVITE_HASH_EXPIRED')
    expect(await refusal(alice, asked({ expireDate: fixture.now() }))).toBe('EXPIRE_DATE_INVALID')
    expect(await refusal(alice, asked({ usageLimit: 5, requestNeeded: true }))).toBe('USAGE_LIMIT_INVALID')
    await alice.call(edit(single, { usageLimit: 2 }))
    await bob.call(join(single))
    expect(await fixture.participants(alice)).toContain(fixture.id(bob))
  })

  it('takes in nobody who was thrown out, and nobody any more once its admin may not', async () => {
    const { alice, bob, dave } = fixture
    await promote('bob')
    const [ofAlice, ofBob] = [await link(alice), await link(bob)]
    await alice.call({
      ...{ _: 'messages.deleteChatUser', chatId: chatId(), userId: await fixture.user(alice, 'carol') },
    })
    for (const request of [join(ofAlice), check(ofAlice)]) {
      expect(await refusal(fixture.carol, request)).toBe('INVITE_HASH_EXPIRED')
    }
    await promote('bob', false)
    expect(await refusal(dave, join(ofBob))).toBe('INVITE_HASH_EXPIRED')
    await dave.call(join(ofAlice))
  })

  it('is no longer one when the group is full, or is gone', async () => {
    const { alice, dave, server } = fixture
    const invite = await link(alice)
    const id = asUser(fixture.id(alice))
    const chat = -Number(chatId())
    if (!isChatId(chat)) throw new TypeError('that is no group')
    const others = await Promise.all(Array.from({ length: 197 }, (_, at) => addUser(server.store, `49151${1000 + at}`)))
    await server.store.transaction(async (tx) => {
      for (const userId of others) {
        await tx.groups.putMember({ chat, userId, inviter: id, date: 1, admin: false, standing: 'in' })
      }
    })
    expect(await refusal(dave, join(invite))).toBe('USERS_TOO_MUCH')
    await alice.call({ _: 'messages.deleteChat', chatId: chatId() })
    expect(await refusal(dave, join(invite))).toBe('INVITE_HASH_EXPIRED')
  })

  it('says of what it is not nothing but that', async () => {
    const { alice, dave } = fixture
    const invite = await link(alice)
    const { hash } = join(invite)
    const other = `${hash.slice(0, -1)}${hash.endsWith('A') ? 'E' : 'A'}`
    for (const method of ['messages.checkChatInvite', 'messages.importChatInvite'] as const) {
      expect(await refusal(dave, { _: method, hash: other })).toBe('INVITE_HASH_EXPIRED')
      expect(await refusal(dave, { _: method, hash: '' })).toBe('INVITE_HASH_EMPTY')
      expect(await refusal(dave, { _: method, hash: 'AAAA' })).toBe('INVITE_HASH_INVALID')
    }
  })
})

describe('the links of an admin', () => {
  it('are one that is always there, then the others, the newest first, a page at a time', async () => {
    const { alice, server } = fixture
    const [permanent] = await listed(alice)
    expect(permanent).toMatchObject({ permanent: true, adminId: fixture.id(alice) })
    const made: string[] = []
    for (const title of ['one', 'two', 'three']) {
      server.clock.now += 1000
      made.unshift((await link(alice, { title })).link)
    }
    for (const limit of [100, 0]) {
      expect((await listed(alice, { limit })).map((one) => one.link)).toEqual([permanent?.link, ...made])
    }
    const seen: string[] = []
    let last: api.chatInviteExported | undefined
    for (;;) {
      const offset = last && { offsetDate: last.date, offsetLink: last.link }
      const page = await listed(alice, { limit: 2, ...offset })
      if (page.length === 0) break
      seen.push(...page.map((one) => one.link))
      last = page.at(-1)
    }
    expect(seen).toEqual([permanent?.link, ...made])
    expect((await listed(alice))[0]?.link).toBe(permanent?.link)
  })

  it('are revoked, the one that is always there for another, and deleted', async () => {
    const { alice, dave } = fixture
    const [permanent] = await listed(alice)
    if (permanent === undefined) throw new TypeError('there is always one')
    expect(await refusal(alice, edit(permanent, { usageLimit: 1 }))).toBe('CHAT_INVITE_PERMANENT')
    const replaced = await alice.call(edit(permanent, { revoked: true }))
    if (replaced._ !== 'messages.exportedChatInviteReplaced') throw new TypeError('another takes its place')
    expect(replaced).toMatchObject({ invite: { revoked: true }, newInvite: { permanent: true } })
    expect((await listed(alice)).map((one) => one.link)).toEqual([exported(replaced.newInvite).link])
    expect(await refusal(dave, join(permanent))).toBe('INVITE_HASH_EXPIRED')
    expect(await refusal(alice, edit(permanent, { revoked: true }))).toBe('INVITE_HASH_EXPIRED')
    const other = await link(alice)
    const remove = { _: 'messages.deleteExportedChatInvite', peer: fixture.group, link: other.link } as const
    expect(await refusal(alice, remove)).toBe('INVITE_REVOKED_MISSING')
    expect(await alice.call(edit(other, { revoked: true }))).toMatchObject({ _: 'messages.exportedChatInvite' })
    expect(await listed(alice, { revoked: true })).toHaveLength(2)
    await alice.call(remove)
    expect(await listed(alice, { revoked: true })).toHaveLength(1)
    const adminId: api.inputUserSelf = { _: 'inputUserSelf' }
    await alice.call({ _: 'messages.deleteRevokedExportedChatInvites', peer: fixture.group, adminId })
    expect(await listed(alice, { revoked: true })).toEqual([])
    const legacy = await link(alice, { legacyRevokePermanent: true })
    expect(legacy.permanent).toBe(true)
    expect((await listed(alice)).map((one) => one.link)).toEqual([legacy.link])
  })

  it('are seen by that admin and the creator, and by nobody else in any way', async () => {
    const { alice, bob, carol, dave } = fixture
    await promote('bob')
    const [ofAlice, ofBob] = [await link(alice), await link(bob)]
    const peer = fixture.group
    const adminId = await fixture.user(alice, 'bob')
    expect((await listed(alice, { adminId })).map((one) => one.link)).toEqual([ofBob.link])
    const admins = await alice.call({ _: 'messages.getAdminsWithInvites', peer })
    expect(admins.admins).toMatchObject([{ adminId: fixture.id(alice) }, { adminId: fixture.id(bob), invitesCount: 1 }])
    const ways = (named: api.chatInviteExported, admin: api.InputUser): api.Method[] => [
      { _: 'messages.getExportedChatInvite', peer, link: named.link },
      edit(named, { revoked: true }),
      { _: 'messages.deleteExportedChatInvite', peer, link: named.link },
      importers({ link: named.link }),
      { _: 'messages.getExportedChatInvites', peer, adminId: admin, limit: 9 },
      { _: 'messages.deleteRevokedExportedChatInvites', peer, adminId: admin },
      { _: 'messages.getAdminsWithInvites', peer },
    ]
    for (const request of ways(ofAlice, await fixture.user(bob, 'alice'))) {
      expect(await refusal(bob, request), request._).toBe('CHAT_ADMIN_REQUIRED')
    }
    const own: api.inputUserSelf = { _: 'inputUserSelf' }
    const forAdmins: api.Method[] = [
      asked(),
      importers({ requested: true }),
      { _: 'messages.hideChatJoinRequest', peer, approved: true, userId: own },
      { _: 'messages.hideAllChatJoinRequests', peer, approved: true },
    ]
    for (const request of [...ways(ofAlice, own), ...forAdmins]) {
      expect(await refusal(carol, request), request._).toBe('CHAT_ADMIN_REQUIRED')
      expect(await refusal(dave, request), request._).toBe('PEER_ID_INVALID')
    }
  })
})

describe('a link that asks for a request', () => {
  it('has admins decide who comes in', async () => {
    const { alice, bob, carol, dave, group } = fixture
    await promote('bob')
    for (const client of [alice, bob, carol]) client.pushed.length = 0
    const invite = await link(alice, { requestNeeded: true })
    expect(await dave.call(check(invite))).toMatchObject({ requestNeeded: true })
    expect(await refusal(dave, join(invite))).toBe('INVITE_REQUEST_SENT')
    expect(await refusal(dave, join(invite))).toBe('INVITE_REQUEST_SENT')
    const pending = {
      ...{ _: 'updatePendingJoinRequests', peer: { _: 'peerChat', chatId: chatId() } },
      ...{ requestsPending: 1, recentRequesters: [fixture.id(dave)] },
    }
    for (const client of [alice, bob]) {
      const pushed = client.pushed.find((one) => updatesIn(one)[0]?._ === 'updatePendingJoinRequests')
      expect(pushed).toMatchObject({ updates: [pending] })
      const users = pushed !== undefined && 'users' in pushed ? pushed.users.map(({ id }) => id) : []
      expect(users).toContain(fixture.id(dave))
    }
    expect(fixture.news(carol)).toEqual([])
    expect(await fixture.participants(alice)).not.toContain(fixture.id(dave))
    const asking = await bob.call(importers({ requested: true }))
    expect(asking).toMatchObject({ count: 1, importers: [{ requested: true, userId: fixture.id(dave), about: '' }] })
    expect((await bob.call(importers({ requested: true, q: 'dav' }))).count).toBe(1)
    expect((await bob.call(importers({ requested: true, q: 'zzz' }))).count).toBe(0)
    const [counted] = (await listed(alice)).filter((one) => one.link === invite.link)
    expect(counted).toMatchObject({ requested: 1, usage: undefined })

    const userId = await fixture.user(bob, 'dave')
    const decision = { _: 'messages.hideChatJoinRequest', peer: group, approved: true, userId } as const
    const answer = await bob.call(decision)
    expect(updatesIn(answer)).toMatchObject([{ requestsPending: 0, recentRequesters: [] }])
    expect(await fixture.participants(carol)).toContain(fixture.id(dave))
    const [message] = await fixture.history(dave, group)
    expect(message).toMatchObject({
      ...{ fromId: { userId: fixture.id(dave) }, action: { _: 'messageActionChatJoinedByRequest' } },
    })
    expect(await alice.call(importers({ link: invite.link }))).toMatchObject({
      importers: [{ userId: fixture.id(dave), approvedBy: fixture.id(bob) }],
    })
    expect(await refusal(bob, decision)).toBe('HIDE_REQUESTER_MISSING')
  })

  it('lets admins refuse, also all at once, and tells nobody else', async () => {
    const { alice, carol, dave, group, server } = fixture
    const erin = await signUp(server, '9996650005', 'Erin')
    const invite = await link(alice, { requestNeeded: true })
    for (const client of [dave, erin]) expect(await refusal(client, join(invite))).toBe('INVITE_REQUEST_SENT')
    const userId = await fixture.user(alice, 'dave')
    for (const client of [carol, dave]) client.pushed.length = 0
    await alice.call({ _: 'messages.hideChatJoinRequest', peer: group, userId })
    expect((await alice.call(importers({ requested: true }))).count).toBe(1)
    expect(await refusal(dave, join(invite))).toBe('INVITE_REQUEST_SENT')
    await alice.call({ _: 'messages.hideAllChatJoinRequests', peer: group, link: invite.link })
    expect((await alice.call(importers({ requested: true }))).count).toBe(0)
    expect([fixture.news(carol), fixture.news(dave)]).toEqual([[], []])
    for (const client of [dave, erin]) expect(await refusal(client, join(invite))).toBe('INVITE_REQUEST_SENT')
    await alice.call({ _: 'messages.hideAllChatJoinRequests', peer: group, approved: true })
    expect(await fixture.participants(carol)).toEqual(expect.arrayContaining([fixture.id(dave), fixture.id(erin)]))
  })

  it('is shown with the group to whoever may decide', async () => {
    const { alice, carol, dave } = fixture
    const full = async (client: TestClient): Promise<api.chatFull> => {
      const { fullChat } = await client.call({ _: 'messages.getFullChat', chatId: chatId() })
      if (fullChat._ !== 'chatFull') throw new TypeError('a group is no channel')
      return fullChat
    }
    expect(await full(alice)).toMatchObject({ exportedInvite: undefined, requestsPending: undefined })
    const [permanent] = await listed(alice)
    const invite = await link(alice, { requestNeeded: true })
    expect(await refusal(dave, join(invite))).toBe('INVITE_REQUEST_SENT')
    expect(await full(alice)).toMatchObject({
      ...{ exportedInvite: { link: permanent?.link }, requestsPending: 1, recentRequesters: [fixture.id(dave)] },
    })
    const { exportedInvite, requestsPending, recentRequesters } = await full(carol)
    expect([exportedInvite, requestsPending, recentRequesters]).toEqual([undefined, undefined, undefined])
  })

  it('is told to admins who were away', async () => {
    const { alice, dave } = fixture
    const { pts, qts, date } = await alice.call({ _: 'updates.getState' })
    const invite = await link(alice, { requestNeeded: true })
    expect(await refusal(dave, join(invite))).toBe('INVITE_REQUEST_SENT')
    const difference = await alice.call({ _: 'updates.getDifference', pts, qts, date: date - 1 })
    const others = 'otherUpdates' in difference ? difference.otherUpdates : []
    expect(others).toContainEqual(expect.objectContaining({ _: 'updatePendingJoinRequests', requestsPending: 1 }))
  })
})
