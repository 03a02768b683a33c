import { type Client, createClient } from '@chappe/client'
import { createServer, type Server } from '@chappe/server'
import type { api } from '@chappe/tl-codec/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

type Params = Readonly<Record<string, unknown>>

/** Libraries and bots switch on these sentences: each is as the public server says it, word for word. */
describe('what the Bot API says of what is refused', { timeout: 30_000 }, () => {
  let server: Server
  const people: Client[] = []
  let ann: Client
  let bob: Client
  let token: string
  let other: string
  let self: api.inputUser
  let botId: number

  const person = async (name: string): Promise<Client> => {
    const client = createClient({ apiId: 1, apiHash: name, inProcess: server, log: false })
    people.push(client)
    await client.start({ phone: `99966100${people.length + 30}`, code: '11111', name })
    return client
  }

  const ask = async (method: string, params: Params = {}): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${server.botApiPort}/bot${token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
    })
    const answer = JSON.parse(await response.text())
    expect(response.status).toBe(answer.ok ? 200 : answer.error_code)
    return answer.ok ? answer.result : `${answer.error_code} ${answer.description}`
  }

  beforeAll(async () => {
    server = await createServer({ botApi: { port: 0 } })
    const made = await server.createBot({ username: 'refused_bot', name: 'Refused' })
    token = made.token
    botId = made.id
    other = (await server.createBot({ username: 'another_bot', name: 'Another' })).token
    ann = await person('Ann')
    bob = await person('Bob')
    await ann.sendMessage('@refused_bot', '/start')
    const peer = await ann.resolve('@refused_bot')
    if (peer._ !== 'inputPeerUser') throw new TypeError(peer._)
    self = { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash }
    await ask('getMe')
  }, 60_000)

  afterAll(async () => {
    for (const client of people) await client.close()
    await server?.close()
  })

  const inputUser = async (of: Client, name: string): Promise<api.inputUser> => {
    const peer = await of.resolve(name)
    if (peer._ !== 'inputPeerUser') throw new TypeError(peer._)
    return { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash }
  }

  /** A supergroup or channel of Ann's. */
  const channel = async (kind: 'megagroup' | 'broadcast', title: string) => {
    const made = await ann.call({ _: 'channels.createChannel', [kind]: true, title, about: '' })
    const chat = 'chats' in made ? made.chats[0] : undefined
    if (chat?._ !== 'channel') throw new TypeError('no channel')
    return {
      input: { _: 'inputChannel', channelId: chat.id, accessHash: chat.accessHash ?? 0n } as const,
      peer: { _: 'inputPeerChannel', channelId: chat.id, accessHash: chat.accessHash ?? 0n } as const,
      id: Number(-1_000_000_000_000n - chat.id),
    }
  }

  const group = async (title: string) => {
    const made = await ann.call({ _: 'messages.createChat', users: [self], title })
    const updates = 'updates' in made ? made.updates : made
    const chat = 'chats' in updates ? updates.chats[0] : undefined
    if (chat?._ !== 'chat') throw new TypeError('no group')
    return { chatId: chat.id, id: -Number(chat.id) }
  }

  test('people whom a bot may not write to', async () => {
    const shy = await person('Shy')
    const blocking = await person('Blocking')
    const gone = await person('Gone')
    const room = await channel('megagroup', 'Hall')
    for (const client of [blocking, gone]) await client.sendMessage('@refused_bot', '/start')
    await blocking.call({ _: 'contacts.block', id: await blocking.resolve('@refused_bot') })
    await ann.call({ _: 'channels.inviteToChannel', channel: room.input, users: [self] })
    const ids = await Promise.all([shy, blocking, gone].map(async (client) => Number(client.userId)))
    await shy.call({ _: 'account.updateUsername', username: 'shy_person' })
    for (const chat_id of ['@shy_person', '@another_bot']) await ask('getChat', { chat_id })
    await gone.call({ _: 'account.deleteAccount', reason: '' })
    const [shyId, blockingId, goneId] = ids
    const text = { text: 'hello' }
    expect({
      unknown: await ask('sendMessage', { chat_id: 123_456, ...text }),
      nothing: await ask('sendMessage', text),
      empty: await ask('sendMessage', { chat_id: '', ...text }),
      nobody: await ask('sendMessage', { chat_id: '@nobody_at_all', ...text }),
      neverWrote: await ask('sendMessage', { chat_id: shyId, ...text }),
      typing: await ask('sendChatAction', { chat_id: shyId, action: 'typing' }),
      blocked: await ask('sendMessage', { chat_id: blockingId, ...text }),
      deleted: await ask('sendMessage', { chat_id: goneId, ...text }),
      bot: await ask('sendMessage', { chat_id: Number(other.split(':')[0]), ...text }),
      itself: await ask('sendMessage', { chat_id: botId, ...text }),
    }).toEqual({
      unknown: '400 Bad Request: chat not found',
      nothing: '400 Bad Request: chat_id is empty',
      empty: '400 Bad Request: chat_id is empty',
      nobody: '400 Bad Request: chat not found',
      neverWrote: "403 Forbidden: bot can't initiate conversation with a user",
      typing: "403 Forbidden: bot can't initiate conversation with a user",
      blocked: '403 Forbidden: bot was blocked by the user',
      deleted: '403 Forbidden: user is deactivated',
      bot: "403 Forbidden: bot can't send messages to bots",
      itself: "403 Forbidden: the bot can't send messages to the bot",
    })
  })

  test('groups that a bot is no longer in', async () => {
    const kicked = await group('Kicked')
    const left = await group('Left')
    const deleted = await group('Deleted')
    const upgraded = await group('Upgraded')
    const never = await channel('megagroup', 'Never')
    await ask('sendMessage', { chat_id: kicked.id, text: 'here' })
    await ann.call({ _: 'messages.deleteChatUser', chatId: kicked.chatId, userId: self })
    await ask('leaveChat', { chat_id: left.id })
    await ann.call({ _: 'messages.deleteChat', chatId: deleted.chatId })
    const migrated = await ann.call({ _: 'messages.migrateChat', chatId: upgraded.chatId })
    const supergroup = 'chats' in migrated ? migrated.chats.find((chat) => chat._ === 'channel') : undefined
    const migrateTo = Number(-1_000_000_000_000n - (supergroup?.id ?? 0n))
    const say = (id: number) => ask('sendMessage', { chat_id: id, text: 'hello' })
    expect({
      kicked: await say(kicked.id),
      left: await say(left.id),
      deleted: await say(deleted.id),
      upgraded: await say(upgraded.id),
      never: await say(never.id),
      unknown: await say(-77),
    }).toEqual({
      kicked: '403 Forbidden: bot was kicked from the group chat',
      left: '403 Forbidden: bot is not a member of the group chat',
      // A group that was deleted is one that threw everybody out.
      deleted: '403 Forbidden: bot was kicked from the group chat',
      upgraded: '400 Bad Request: group chat was upgraded to a supergroup chat',
      never: '400 Bad Request: chat not found',
      unknown: '400 Bad Request: chat not found',
    })
    const answer = await fetch(
      `http://127.0.0.1:${server.botApiPort}/bot${token}/sendMessage?text=x&chat_id=${upgraded.id}`,
    )
    expect(JSON.parse(await answer.text())).toMatchObject({ parameters: { migrate_to_chat_id: migrateTo } })
  })

  test('supergroups and channels that a bot is no longer in, or may not write to', async () => {
    const said: Record<string, unknown> = {}
    for (const kind of ['megagroup', 'broadcast'] as const) {
      const kicked = await channel(kind, 'Kicked')
      const left = await channel(kind, 'Left')
      const open = await channel(kind, 'Open')
      const invite =
        kind === 'megagroup'
          ? (input: api.inputChannel) => ann.call({ _: 'channels.inviteToChannel', channel: input, users: [self] })
          : (input: api.inputChannel) =>
              ann.call({
                ...{ _: 'channels.editAdmin', channel: input, userId: self },
                adminRights: { _: 'chatAdminRights', postMessages: true, editMessages: true },
              })
      for (const { input } of [kicked, left]) await invite(input)
      await ask('sendMessage', { chat_id: kicked.id, text: 'here' })
      await ann.call({
        ...{ _: 'channels.editBanned', channel: kicked.input },
        participant: { _: 'inputPeerUser', userId: self.userId, accessHash: self.accessHash },
        bannedRights: { _: 'chatBannedRights', viewMessages: true, untilDate: 0 },
      })
      await ask('leaveChat', { chat_id: left.id })
      const username = `open_${kind}`
      await ann.call({ _: 'channels.updateUsername', channel: open.input, username })
      const say = (id: number | string) => ask('sendMessage', { chat_id: id, text: 'hello' })
      said[`${kind} kicked`] = await say(kicked.id)
      said[`${kind} left`] = await say(left.id)
      said[`${kind} open`] = await say(`@${username}`)
      said[`${kind} member of open`] = await ask('getChatMember', {
        chat_id: `@${username}`,
        user_id: Number(bob.userId),
      })
    }
    const chat = (kind: string) => (kind === 'megagroup' ? 'supergroup chat' : 'channel chat')
    const expected: Record<string, unknown> = {}
    for (const kind of ['megagroup', 'broadcast']) {
      expected[`${kind} kicked`] = `403 Forbidden: bot was kicked from the ${chat(kind)}`
      expected[`${kind} left`] = `403 Forbidden: bot is not a member of the ${chat(kind)}`
      expected[`${kind} open`] = `403 Forbidden: bot is not a member of the ${chat(kind)}`
    }
    expected['megagroup member of open'] = '400 Bad Request: user not found'
    expected['broadcast member of open'] = '400 Bad Request: user not found'
    expect(said).toEqual(expected)
  })

  test('messages that are not there, or are not to be changed', async () => {
    const chat = Number(ann.userId)
    const sent = (await ask('sendMessage', { chat_id: chat, text: 'mine' })) as { message_id: number }
    const place = (await ask('sendLocation', { chat_id: chat, latitude: 1, longitude: 2 })) as { message_id: number }
    const hall = await channel('megagroup', 'Board')
    await ann.call({ _: 'channels.inviteToChannel', channel: hall.input, users: [self] })
    const hers = await ann.sendMessage(hall.peer, '@refused_bot hers')
    const theirs = { chat_id: hall.id, message_id: hers.id }
    const none = { chat_id: chat, message_id: 77_777 }
    const mine = { chat_id: chat, message_id: sent.message_id }
    expect({
      edit: await ask('editMessageText', { ...none, text: 'x' }),
      editNone: await ask('editMessageText', { chat_id: chat, text: 'x' }),
      editHers: await ask('editMessageText', { ...theirs, text: 'x' }),
      editSame: await ask('editMessageText', { ...mine, text: 'mine' }),
      editPlaceText: await ask('editMessageText', { chat_id: chat, message_id: place.message_id, text: 'x' }),
      editCaption: await ask('editMessageCaption', { ...mine, caption: 'x' }),
      editMarkup: await ask('editMessageReplyMarkup', none),
      delete: await ask('deleteMessage', none),
      deleteHers: await ask('deleteMessage', theirs),
      forward: await ask('forwardMessage', { ...none, from_chat_id: chat }),
      copy: await ask('copyMessage', { ...none, from_chat_id: chat }),
      reply: await ask('sendMessage', { chat_id: chat, text: 'x', reply_parameters: { message_id: 77_777 } }),
      pin: await ask('pinChatMessage', none),
      unpin: await ask('unpinChatMessage', none),
      react: await ask('setMessageReaction', { ...none, reaction: [{ type: 'emoji', emoji: '👍' }] }),
      reactWrong: await ask('setMessageReaction', { ...mine, reaction: [{ type: 'emoji', emoji: 'x' }] }),
      poll: await ask('stopPoll', mine),
      callback: await ask('answerCallbackQuery', { callback_query_id: '12345' }),
      inline: await ask('answerInlineQuery', { inline_query_id: '12345', results: [] }),
      text: await ask('sendMessage', { chat_id: chat, text: ' ' }),
      noText: await ask('sendMessage', { chat_id: chat }),
      long: await ask('sendMessage', { chat_id: chat, text: 'x'.repeat(4097) }),
      entities: await ask('sendMessage', { chat_id: chat, text: '<b>x', parse_mode: 'HTML' }),
      file: await ask('sendPhoto', { chat_id: chat, photo: 'AgADnothing' }),
      noPhoto: await ask('sendPhoto', { chat_id: chat }),
      getFile: await ask('getFile', { file_id: 'nothing' }),
    }).toEqual({
      edit: '400 Bad Request: message to edit not found',
      editNone: '400 Bad Request: message identifier is not specified',
      editHers: "400 Bad Request: message can't be edited",
      editSame:
        '400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same ' +
        'as a current content and reply markup of the message',
      editPlaceText: '400 Bad Request: there is no text in the message to edit',
      editCaption: '400 Bad Request: there is no caption in the message to edit',
      editMarkup: '400 Bad Request: message to edit not found',
      delete: '400 Bad Request: message to delete not found',
      deleteHers: "400 Bad Request: message can't be deleted",
      forward: '400 Bad Request: message to forward not found',
      copy: '400 Bad Request: message to copy not found',
      reply: '400 Bad Request: message to be replied not found',
      pin: '400 Bad Request: message to pin not found',
      unpin: '400 Bad Request: message to unpin not found',
      react: '400 Bad Request: message to react not found',
      reactWrong: '400 Bad Request: REACTION_INVALID',
      poll: '400 Bad Request: message with poll to stop not found',
      callback: '400 Bad Request: query is too old and response timeout expired or query ID is invalid',
      inline: '400 Bad Request: query is too old and response timeout expired or query ID is invalid',
      text: '400 Bad Request: message text is empty',
      noText: '400 Bad Request: message text is empty',
      long: '400 Bad Request: message is too long',
      entities: '400 Bad Request: can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
      file: '400 Bad Request: wrong file identifier/HTTP URL specified',
      noPhoto: '400 Bad Request: there is no photo in the request',
      getFile: '400 Bad Request: invalid file_id',
    })
  })

  test('methods by the names of former years, which old libraries use', async () => {
    const chat = { chat_id: Number(ann.userId) }
    expect(await ask('getChatMembersCount', chat)).toBe(2)
    expect(await ask('KICKCHATMEMBER', chat)).toBe('400 Bad Request: invalid user_id specified')
    expect(await ask('noSuchMethod', chat)).toBe('404 Not Found: method not found')
  })

  test('members, and rights that a bot does not have', async () => {
    const hall = await channel('megagroup', 'Council')
    const guarded = await channel('megagroup', 'Guarded')
    await bob.call({ _: 'account.updateUsername', username: 'bob_the_member' })
    await bob.sendMessage('@refused_bot', '/start')
    const annId = Number(ann.userId)
    const bobId = Number(bob.userId)
    const small = await group('Small')
    for (const { input } of [hall, guarded]) {
      await ann.call({ _: 'channels.inviteToChannel', channel: input, users: [self] })
    }
    await ann.call({
      ...{ _: 'channels.editAdmin', channel: guarded.input, userId: self },
      adminRights: { _: 'chatAdminRights', banUsers: true },
    })
    const admin = await person('Admin')
    await admin.call({ _: 'account.updateUsername', username: 'an_admin' })
    await admin.sendMessage('@refused_bot', '/start')
    const userId = await inputUser(ann, '@an_admin')
    await ann.call({ _: 'channels.inviteToChannel', channel: guarded.input, users: [userId] })
    await ann.call({
      ...{ _: 'channels.editAdmin', channel: guarded.input, userId },
      adminRights: { _: 'chatAdminRights', banUsers: true },
    })
    const bannedRights = { _: 'chatBannedRights', changeInfo: true, pinMessages: true, untilDate: 2 ** 31 - 1 } as const
    await ann.call({ _: 'messages.editChatDefaultBannedRights', peer: hall.peer, bannedRights })
    const hers = await ann.sendMessage(hall.peer, '@refused_bot pin this')
    const here = { chat_id: hall.id }
    const there = { chat_id: guarded.id }
    expect({
      memberLeft: await ask('getChatMember', { ...here, user_id: bobId }),
      memberUnknown: await ask('getChatMember', { ...here, user_id: 123_456 }),
      memberOfSmall: await ask('getChatMember', { chat_id: small.id, user_id: bobId }),
      noUser: await ask('getChatMember', here),
      ban: await ask('banChatMember', { ...here, user_id: bobId }),
      banOwner: await ask('banChatMember', { ...there, user_id: annId }),
      banAdmin: await ask('banChatMember', { ...there, user_id: Number(admin.userId) }),
      banItself: await ask('banChatMember', { ...there, user_id: botId }),
      unban: await ask('unbanChatMember', { ...there, user_id: bobId, only_if_banned: true }),
      restrictSmall: await ask('restrictChatMember', { chat_id: small.id, user_id: annId, permissions: {} }),
      promote: await ask('promoteChatMember', { ...there, user_id: bobId, can_change_info: true }),
      title: await ask('setChatTitle', { ...here, title: 'x' }),
      description: await ask('setChatDescription', { ...here, description: 'x' }),
      permissions: await ask('setChatPermissions', { ...here, permissions: {} }),
      pin: await ask('pinChatMessage', { ...here, message_id: hers.id }),
      link: await ask('createChatInviteLink', here),
      exportLink: await ask('exportChatInviteLink', here),
      approve: await ask('approveChatJoinRequest', { ...here, user_id: bobId }),
      leavePrivate: await ask('leaveChat', { chat_id: annId }),
      adminsPrivate: await ask('getChatAdministrators', { chat_id: annId }),
      titlePrivate: await ask('setChatTitle', { chat_id: annId, title: 'x' }),
      topic: await ask('createForumTopic', { ...here, name: 'x' }),
    }).toEqual({
      memberLeft: expect.objectContaining({ status: 'left' }),
      memberUnknown: '400 Bad Request: user not found',
      memberOfSmall: expect.objectContaining({ status: 'left' }),
      noUser: '400 Bad Request: invalid user_id specified',
      ban: '400 Bad Request: not enough rights to restrict/unrestrict chat member',
      banOwner: "400 Bad Request: can't remove chat owner",
      banAdmin: '400 Bad Request: user is an administrator of the chat',
      banItself: "400 Bad Request: can't restrict self",
      unban: true,
      restrictSmall: '400 Bad Request: method is available only for supergroups',
      promote: '400 Bad Request: not enough rights',
      title: '400 Bad Request: not enough rights to change chat title',
      description: '400 Bad Request: not enough rights to set chat description',
      permissions: '400 Bad Request: not enough rights to change chat permissions',
      pin: '400 Bad Request: not enough rights to manage pinned messages in the chat',
      link: '400 Bad Request: not enough rights to manage chat invite link',
      exportLink: '400 Bad Request: not enough rights to manage chat invite link',
      approve: '400 Bad Request: not enough rights',
      leavePrivate: "400 Bad Request: chat member status can't be changed in private chats",
      adminsPrivate: '400 Bad Request: there are no administrators in the private chat',
      titlePrivate: "400 Bad Request: can't change private chat title",
      topic: '400 Bad Request: the chat is not a forum',
    })
  })
})
