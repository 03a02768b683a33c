import type { Client } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import type { Note } from '../asked.ts'
import type { Facts } from '../facts.ts'
import type { ServerState } from '../server-facts.ts'
import { type BotRoom, POLLED_NAME } from './bot-room.ts'
import type { FileContents } from './file-contents.ts'
import { toUser } from './room-names.ts'

/** What the server says of the bots and of those who have to do with them; `pts` and `qts` are the bot's. */
export async function botRoomState(room: BotRoom): Promise<ServerState> {
  const { bot, visitor } = room
  const facts: Facts = new Map()
  const note = (fact: string, value: string | undefined): void => {
    if (value !== undefined) facts.set(fact, facts.has(fact) ? `${facts.get(fact)} TWICE ${value}` : value)
  }
  const chats = {
    bot: bot.toVisitor,
    polled: room.polled.toVisitor,
    hooked: room.hooked.toVisitor,
    owner: room.ownerForVisitor,
  }
  const [state] = await Promise.all([
    bot.client.call({ _: 'updates.getState' }),
    ...Object.entries(chats).map(([name, peer]) => noteChat(visitor.client, peer, name, room.contents, note)),
    noteSettings(room, note),
    noteProfiles(room, note),
    noteManagedBots(room, note),
    noteScores(room, note),
    notePrepared(room, note),
    noteGroup(room, note),
    noteAllowed(room, note),
  ])
  return { facts, incoming: new Map(), pts: state.pts, qts: state.qts }
}

/** Each message by its first two words, which nothing else begins with. */
async function noteChat(
  client: Client,
  peer: api.inputPeerUser,
  chat: string,
  contents: FileContents,
  note: Note,
): Promise<void> {
  const notices = new Set<string>()
  for await (const message of client.history(peer)) {
    if (message._ === 'messageService') noteService(message.action, chat, note, notices)
    if (message._ !== 'message') continue
    const { media, reactions } = message
    const isPoll = media?._ === 'messageMediaPoll'
    const words = isPoll ? media.poll.question.text : message.message
    const [first = '', second = ''] = words.split(' ')
    const name = `${chat} chat / ${first} ${second}`
    // The scores below a game are looked at as such.
    if (media?._ === 'messageMediaGame') continue
    const file = media && (await fileIn(media, client, contents))
    note(name, file === undefined ? words : `${words}, ${file}`)
    if (isPoll && media.results.results?.some(({ chosen }) => chosen)) note(`${name} / voted`, 'yes')
    if (reactions?.results.some(({ chosenOrder }) => chosenOrder !== undefined)) note(`${name} / reacted`, 'yes')
  }
}

/** What is in a document, or how large a picture is. */
async function fileIn(media: api.MessageMedia, client: Client, contents: FileContents): Promise<string | undefined> {
  if (media._ === 'messageMediaDocument' && media.document?._ === 'document') {
    return contents.of(client, media.document)
  }
  if (media._ !== 'messageMediaPhoto' || media.photo?._ !== 'photo') return undefined
  const sides = media.photo.sizes.flatMap((size) => ('w' in size ? [size] : []))
  const largest = sides.reduce((one, other) => (other.w > one.w ? other : one))
  return `${largest.w}x${largest.h}`
}

/** What is said by a message of its own. Some of it has no random id, so that a kill may double it: it is noted once. */
function noteService(action: api.MessageAction, chat: string, note: Note, notices: Set<string>): void {
  const once = (what: string): void => {
    if (!notices.has(what)) note(`${chat} chat / ${what}`, 'yes')
    notices.add(what)
  }
  switch (action._) {
    case 'messageActionGameScore':
      return note(`${chat} chat / score ${action.score}`, 'yes')
    case 'messageActionWebViewDataSent':
      return note(`${chat} chat / ${action.text}`, 'yes')
    case 'messageActionBotAllowed':
      return once('allowed')
    case 'messageActionRequestedPeer':
      return once(`shared ${action.buttonId}`)
    default:
      return
  }
}

async function noteSettings({ bot, visitorForBots }: BotRoom, note: Note): Promise<void> {
  const scope: api.botCommandScopeDefault = { _: 'botCommandScopeDefault' }
  const commands = await bot.client.call({ _: 'bots.getBotCommands', scope, langCode: '' })
  note('commands', commands.length === 0 ? undefined : commands.map(({ command }) => command).join())
  const info = await bot.client.call({ _: 'bots.getBotInfo', langCode: '' })
  note('bot info', info.name === 'Bot' ? undefined : `${info.name}, ${info.about}, ${info.description}`)
  const button = await bot.client.call({ _: 'bots.getBotMenuButton', userId: toUser(visitorForBots) })
  note('menu button', button._ === 'botMenuButton' ? button.text : undefined)
}

async function noteProfiles({ visitor, bot }: BotRoom, note: Note): Promise<void> {
  const yes = (is: boolean | undefined): string | undefined => (is === true ? 'yes' : undefined)
  const { fullUser } = await visitor.client.call({ _: 'users.getFullUser', id: toUser(bot.toVisitor) })
  note('rights in groups', yes(fullUser.botGroupAdminRights?.deleteMessages))
  note('rights in channels', yes(fullUser.botBroadcastAdminRights?.postMessages))
  note('may set the status', yes(fullUser.botCanManageEmojiStatus))
  const own = await visitor.client.call({ _: 'users.getFullUser', id: { _: 'inputUserSelf' } })
  note('verified', own.fullUser.botVerification?.description)
  const me = own.users.find((user) => user._ === 'user' && user.self)
  const status = me?._ === 'user' ? me.emojiStatus : undefined
  note('status', status?._ === 'emojiStatus' ? String(status.documentId) : undefined)
}

async function noteManagedBots({ visitor, bot }: BotRoom, note: Note): Promise<void> {
  for (const made of await visitor.client.call({ _: 'bots.getAdminedBots' })) {
    if (made._ !== 'user') continue
    note(`managed ${made.username}`, 'there')
    const named: api.inputUser = { _: 'inputUser', userId: made.id, accessHash: 0n }
    const { restricted } = await bot.client.call({ _: 'bots.getAccessSettings', bot: named })
    note(`access of ${made.username}`, restricted ? 'restricted' : undefined)
  }
}

/** Of the visitor, in the chat with the bot and in that with the owner. */
async function noteScores({ bot, visitor, visitorForBots, notes, games }: BotRoom, note: Note): Promise<void> {
  const userId = toUser(visitorForBots)
  const own = ({ scores }: api.messages.highScores): string | undefined =>
    scores.find((one) => one.userId === visitor.id)?.score.toString()
  if (games.own !== undefined) {
    const game = { peer: visitorForBots, id: games.own, userId }
    note('score', own(await bot.client.call({ _: 'messages.getGameHighScores', ...game })))
  }
  const inline = notes.inline.get('game')
  if (inline !== undefined) {
    note('inline score', own(await bot.client.call({ _: 'messages.getInlineGameHighScores', id: inline, userId })))
  }
}

async function notePrepared({ visitor, bot, prepared }: BotRoom, note: Note): Promise<void> {
  const named = toUser(bot.toVisitor)
  if (prepared.message !== undefined) {
    const asked = { bot: named, id: prepared.message }
    const { result } = await visitor.client.call({ _: 'messages.getPreparedInlineMessage', ...asked })
    note('prepared message', result.title)
  }
  if (prepared.button !== undefined) {
    const asked = { bot: named, webappReqId: prepared.button }
    const button = await visitor.client.call({ _: 'bots.getRequestedWebViewButton', ...asked })
    note('prepared button', button.text)
  }
}

async function noteGroup({ owner, visitor, group }: BotRoom, note: Note): Promise<void> {
  const filter: api.channelParticipantsRecent = { _: 'channelParticipantsRecent' }
  const page = { offset: 0, limit: 10, hash: 0n }
  const found = await owner.client.call({ _: 'channels.getParticipants', channel: group, filter, ...page })
  const users = found._ === 'channels.channelParticipants' ? found.users : []
  note('in the group', users.some(({ id }) => id === visitor.id) ? 'yes' : undefined)
}

/** By the app that the owner opened; once, however often it was. */
async function noteAllowed({ owner }: BotRoom, note: Note): Promise<void> {
  for await (const message of owner.client.history(`@${POLLED_NAME}`)) {
    const isAllowed = message._ === 'messageService' && message.action._ === 'messageActionBotAllowed'
    if (isAllowed) note('the polled bot may write to the owner', 'yes')
  }
}
