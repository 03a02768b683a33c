import type { api } from '@chappe/tl-codec/api'
import type { Bot, Context } from 'grammy'
import type { Update } from 'grammy/types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GrammyRoom, type Person, type Way, ways } from './support/grammy-room.ts'
import { until } from './support/until.ts'

type Kind = Exclude<keyof Update, 'update_id'>
const kinds: readonly Kind[] = [
  ...(['message', 'edited_message', 'callback_query', 'my_chat_member', 'chat_member', 'chat_join_request'] as const),
]

/** A bot of unmodified grammY as the admin of a supergroup, told by either way what happens there. */
describe.each(ways)('a supergroup with a bot by grammY, by %s', { timeout: 40_000 }, (way: Way) => {
  let room: GrammyRoom
  let ann: Person
  let bob: Person
  let bot: Bot
  let group: api.inputPeerChannel
  let chat: number
  const told: Context[] = []

  beforeAll(async () => {
    room = await GrammyRoom.open()
    ann = await room.person('9996610094', 'Ann')
    bob = await room.person('9996620094', 'Bob')
    bot = await room.bot('admin_bot', (one) => one.use((ctx) => void told.push(ctx)), way, { allowed_updates: kinds })
    const created = await ann.client.call({
      ...{ _: 'channels.createChannel', megagroup: true, forum: true, title: 'Lab', about: '' },
    })
    const [channel] = 'chats' in created ? created.chats : []
    if (channel?._ !== 'channel' || channel.accessHash === undefined) throw new TypeError('no supergroup')
    group = { _: 'inputPeerChannel', channelId: channel.id, accessHash: channel.accessHash }
    chat = Number(-1_000_000_000_000n - channel.id)
    const peer = await ann.client.resolve('@admin_bot')
    if (peer._ !== 'inputPeerUser') throw new TypeError(peer._)
    const rights = { changeInfo: true, deleteMessages: true, banUsers: true, inviteUsers: true, pinMessages: true }
    await ann.client.call({
      _: 'channels.editAdmin',
      ...{ channel: { ...group, _: 'inputChannel' }, userId: { ...peer, _: 'inputUser' }, rank: 'guard' },
      adminRights: { _: 'chatAdminRights', ...rights, manageTopics: true, addAdmins: true },
    })
  }, 60_000)

  afterAll(() => room?.close())

  const isTold = async (kind: Kind, what: (update: Update) => boolean = () => true): Promise<Update> => {
    const find = () => told.map(({ update }) => update).find((update) => update[kind] !== undefined && what(update))
    await until(
      () => find() !== undefined,
      () => `no ${kind}, but ${told.map(({ update }) => Object.keys(update).at(-1)).join()}`,
    )
    return find() ?? Promise.reject(new Error('it is gone'))
  }

  test('is told that it became an admin', async () => {
    const isAdmin = ({ my_chat_member }: Update) => my_chat_member?.new_chat_member.status === 'administrator'
    const { my_chat_member } = await isTold('my_chat_member', isAdmin)
    expect(my_chat_member).toMatchObject({
      ...{ chat: { id: chat, type: 'supergroup' }, from: { first_name: 'Ann' } },
      new_chat_member: { status: 'administrator', can_restrict_members: true, custom_title: 'guard' },
    })
  })

  test('makes links, and lets in who asks by one that needs it', async () => {
    const link = await bot.api.createChatInviteLink(chat, { creates_join_request: true, name: 'asking' })
    const hash = link.invite_link.replace(/^.*\+/, '')
    await bob.client.call({ _: 'messages.importChatInvite', hash }).catch(() => {})
    const { chat_join_request } = await isTold('chat_join_request')
    expect(chat_join_request).toMatchObject({ from: { id: bob.id }, invite_link: { name: 'asking' } })
    expect(await bot.api.approveChatJoinRequest(chat, bob.id)).toBe(true)
    await isTold('chat_member', ({ chat_member }) => chat_member?.new_chat_member.user.id === bob.id)
    expect(await bot.api.getChatMember(chat, bob.id)).toMatchObject({ status: 'member' })
    const edited = await bot.api.editChatInviteLink(chat, link.invite_link, { name: 'closed' })
    expect(edited).toMatchObject({ name: 'closed' })
    expect(await bot.api.revokeChatInviteLink(chat, link.invite_link)).toMatchObject({ is_revoked: true })
    expect(await bot.api.exportChatInviteLink(chat)).toMatch(/^https:/)
  })

  test('mutes, promotes, bans and forgives members', async () => {
    const until_date = Math.floor(Date.now() / 1000) + 3_600
    expect(await bot.api.restrictChatMember(chat, bob.id, { can_send_messages: false }, { until_date })).toBe(true)
    expect(await bot.api.getChatMember(chat, bob.id)).toMatchObject({ status: 'restricted', until_date })
    expect(await bot.api.promoteChatMember(chat, bob.id, { can_pin_messages: true })).toBe(true)
    expect(await bot.api.setChatAdministratorCustomTitle(chat, bob.id, 'helper')).toBe(true)
    expect(await bot.api.getChatMember(chat, bob.id)).toMatchObject({ status: 'administrator', custom_title: 'helper' })
    expect(await bot.api.promoteChatMember(chat, bob.id, {})).toBe(true)
    expect(await bot.api.banChatMember(chat, bob.id)).toBe(true)
    expect(await bot.api.getChatMember(chat, bob.id)).toMatchObject({ status: 'kicked' })
    expect(await bot.api.unbanChatMember(chat, bob.id, { only_if_banned: true })).toBe(true)
    expect(await bot.api.getChatMember(chat, bob.id)).toMatchObject({ status: 'left' })
    expect(await bot.api.setChatPermissions(chat, { can_send_messages: true, can_send_photos: true })).toBe(true)
  })

  test('makes topics, writes in them, closes and deletes them', async () => {
    const topic = await bot.api.createForumTopic(chat, 'Plants')
    expect(topic).toMatchObject({ name: 'Plants' })
    const thread = topic.message_thread_id
    const said = await bot.api.sendMessage(chat, 'green', { message_thread_id: thread })
    expect(said).toMatchObject({ message_thread_id: thread, is_topic_message: true })
    expect(await bot.api.editForumTopic(chat, thread, { name: 'Trees' })).toBe(true)
    expect(await bot.api.closeForumTopic(chat, thread)).toBe(true)
    expect(await bot.api.reopenForumTopic(chat, thread)).toBe(true)
    expect(await bot.api.deleteForumTopic(chat, thread)).toBe(true)
  })

  test('is told of commands, of what is changed and of presses', async () => {
    const { id } = await ann.client.sendMessage(group, '/rules@admin_bot')
    const { message } = await isTold('message', (update) => update.message?.text === '/rules@admin_bot')
    expect(message).toMatchObject({ message_id: id, entities: [{ type: 'bot_command' }], from: { id: ann.id } })
    await ann.client.call({ _: 'messages.editMessage', peer: group, id, message: '/rules@admin_bot please' })
    expect(await isTold('edited_message')).toMatchObject({ edited_message: { text: '/rules@admin_bot please' } })
    const reply_markup = { inline_keyboard: [[{ text: 'Read', callback_data: 'read' }]] }
    await bot.api.sendMessage(chat, 'be kind', { reply_markup })
    const pressing = ann.client.pressButton(await ann.sees('be kind'), 'Read')
    const { callback_query } = await isTold('callback_query')
    expect(callback_query).toMatchObject({ data: 'read', message: { text: 'be kind', chat: { id: chat } } })
    await bot.api.answerCallbackQuery(callback_query?.id ?? '', { text: 'thanks' })
    expect(await pressing).toMatchObject({ text: 'thanks' })
  })

  test('sets commands for this chat and describes itself', async () => {
    const scope = { type: 'chat', chat_id: chat } as const
    await bot.api.setMyCommands([{ command: 'rules', description: 'what holds here' }], { scope })
    expect(await bot.api.getMyCommands({ scope })).toEqual([{ command: 'rules', description: 'what holds here' }])
    expect(await bot.api.deleteMyCommands({ scope })).toBe(true)
    await bot.api.setMyName('Guardian')
    await bot.api.setMyShortDescription('of the lab')
    expect([await bot.api.getMyName(), await bot.api.getMyShortDescription()]).toEqual([
      { name: 'Guardian' },
      { short_description: 'of the lab' },
    ])
    await bot.api.setMyName('Gardienne', { language_code: 'fr' })
    expect(await bot.api.getMyName({ language_code: 'fr' })).toEqual({ name: 'Gardienne' })
    expect(await bot.api.getMyName({ language_code: 'it' })).toEqual({ name: 'Guardian' })
    expect(await bot.api.getMe()).toMatchObject({ first_name: 'Guardian' })
    await bot.api.setMyName('', { language_code: 'fr' })
    expect(await bot.api.getMyName({ language_code: 'fr' })).toEqual({ name: 'Guardian' })
    await bot.api.setChatMenuButton({ menu_button: { type: 'commands' } })
    expect(await bot.api.getChatMenuButton()).toEqual({ type: 'commands' })
  })
})
