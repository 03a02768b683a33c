import type { api } from '@chappe/tl-codec/api'
import { type Duration, toMs } from '../duration.ts'
import { LabError } from '../errors.ts'
import { chatIdOf } from '../people/messages.ts'
import type { Person } from '../people/person.ts'
import type { ChatHandle, ChatLike } from './chat-like.ts'

export type ChatKind = 'group' | 'supergroup' | 'channel'

/** What admins may do by default: everything there but making others admins, and staying unseen. */
const adminRights: Readonly<Record<ChatKind, api.chatAdminRights>> = {
  group: { _: 'chatAdminRights' },
  supergroup: {
    _: 'chatAdminRights',
    ...{
      changeInfo: true,
      deleteMessages: true,
      banUsers: true,
      inviteUsers: true,
      pinMessages: true,
      manageCall: true,
    },
  },
  channel: {
    _: 'chatAdminRights',
    ...{
      changeInfo: true,
      postMessages: true,
      editMessages: true,
      deleteMessages: true,
      inviteUsers: true,
      manageCall: true,
    },
  },
}

/** A group, supergroup or channel of the lab, and what its owner does with it. */
export interface LabChat extends ChatHandle {
  readonly kind: ChatKind
  readonly title: string
  /** Who made it. */
  readonly owner: Person
  /** Brings people and bots in; into channels, bots as admins. */
  add(...members: readonly ChatHandle[]): Promise<void>
  /** Throws somebody out; they may come back. */
  remove(member: ChatHandle): Promise<void>
  /** Makes somebody an admin, with all rights but those to make admins, or with those that are given. */
  promote(member: ChatHandle, rights?: Omit<api.chatAdminRights, '_'>): Promise<void>
  /** A link by which people come in; with `approval` admins have to let them. */
  link(options?: { readonly approval?: boolean | undefined }): Promise<string>
  /** Gives a supergroup or channel a public name. */
  makePublic(username: string): Promise<void>
  /** Of a supergroup: members wait so long between messages: 0, `10 s`, `30 s`, `1 min`, `5 min`, `15 min` or `1 h`. */
  slowMode(pause: Duration): Promise<void>
  /** Of a supergroup: somebody may not write for so long, or for good. */
  mute(member: ChatHandle, time?: Duration): Promise<void>
}

export interface ChatsOptions {
  /** Somebody who makes chats of which no person is a member. */
  readonly owner: () => Promise<Person>
  readonly now: () => number
}

export interface Chats {
  group(title: string, ...members: readonly ChatHandle[]): Promise<LabChat>
  supergroup(title: string, ...members: readonly ChatHandle[]): Promise<LabChat>
  channel(title: string, ...members: readonly ChatHandle[]): Promise<LabChat>
}

export function createChats({ owner: anyOwner, now }: ChatsOptions): Chats {
  const make = async (kind: ChatKind, title: string, members: readonly ChatHandle[]): Promise<LabChat> => {
    const owner = members.find(isPerson) ?? (await anyOwner())
    const others = members.filter((member) => member !== owner)
    const made =
      kind === 'group' ? await makeGroup(owner, title, others) : await makeChannel(owner, title, kind === 'channel')
    const chat = createChat({ owner, kind, title, peer: made, now })
    if (kind !== 'group' && others.length > 0) await chat.add(...others)
    return chat
  }
  return {
    group: (title, ...members) => make('group', title, members),
    supergroup: (title, ...members) => make('supergroup', title, members),
    channel: (title, ...members) => make('channel', title, members),
  }
}

function isPerson(member: ChatHandle): member is Person {
  return 'client' in member
}

async function makeGroup(owner: Person, title: string, others: readonly ChatHandle[]): Promise<api.Peer> {
  const users = await Promise.all(others.map((other) => userOf(owner, other)))
  const { updates, missingInvitees } = await owner.client.call({ _: 'messages.createChat', users, title })
  refuseMissing(missingInvitees)
  return peerIn(updates)
}

async function makeChannel(owner: Person, title: string, isBroadcast: boolean): Promise<api.Peer> {
  const kind = isBroadcast ? ({ broadcast: true } as const) : ({ megagroup: true } as const)
  return peerIn(await owner.client.call({ _: 'channels.createChannel', title, about: '', ...kind }))
}

interface Made {
  readonly owner: Person
  readonly kind: ChatKind
  readonly title: string
  readonly peer: api.Peer
  readonly now: () => number
}

function createChat({ owner, kind, title, peer, now }: Made): LabChat {
  const id = chatIdOf(peer)
  let username: string | undefined

  const channel = async (): Promise<api.inputChannel> => {
    const found = await owner.peer(id)
    if (found._ !== 'inputPeerChannel') {
      throw new LabError('OPTION_INVALID', `${title} is a basic group: make a supergroup for that`)
    }
    return { ...found, _: 'inputChannel' }
  }

  const promote = async (
    member: ChatHandle,
    rights: Omit<api.chatAdminRights, '_'> = adminRights[kind],
  ): Promise<void> => {
    const userId = await userOf(owner, member)
    if (peer._ === 'peerChat') {
      await owner.client.call({ _: 'messages.editChatAdmin', chatId: peer.chatId, userId, isAdmin: true })
      return
    }
    const given: api.chatAdminRights = { ...rights, _: 'chatAdminRights' }
    await owner.client.call({ _: 'channels.editAdmin', channel: await channel(), userId, adminRights: given, rank: '' })
  }

  const restrict = async (member: ChatHandle, rights: Omit<api.chatBannedRights, '_'>): Promise<void> => {
    const participant = await owner.peer(member)
    const bannedRights: api.chatBannedRights = { _: 'chatBannedRights', ...rights }
    await owner.client.call({ _: 'channels.editBanned', channel: await channel(), participant, bannedRights })
  }

  return {
    ...{ id, kind, title, owner, promote },
    get username() {
      return username
    },
    async add(...members) {
      if (peer._ === 'peerChat') {
        for (const member of members) {
          const userId = await userOf(owner, member)
          const added = await owner.client.call({
            _: 'messages.addChatUser',
            chatId: peer.chatId,
            userId,
            fwdLimit: 100,
          })
          refuseMissing(added.missingInvitees)
        }
        return
      }
      const admins = kind === 'channel' ? members.filter(isBot) : []
      const users = await Promise.all(
        members.filter((member) => !admins.includes(member)).map((member) => userOf(owner, member)),
      )
      if (users.length > 0) {
        const request = { _: 'channels.inviteToChannel', channel: await channel(), users } as const
        refuseMissing((await owner.client.call(request)).missingInvitees)
      }
      // Bots are admins of channels or nothing.
      for (const bot of admins) await promote(bot)
    },
    async remove(member) {
      if (peer._ === 'peerChat') {
        const userId = await userOf(owner, member)
        await owner.client.call({ _: 'messages.deleteChatUser', chatId: peer.chatId, userId })
        return
      }
      await restrict(member, { viewMessages: true, untilDate: 0 })
      await restrict(member, { untilDate: 0 })
    },
    async link({ approval = false } = {}) {
      const made = await owner.client.call({
        ...{ _: 'messages.exportChatInvite', peer: await owner.peer(id), requestNeeded: approval },
      })
      if (made._ !== 'chatInviteExported') throw new LabError('REFUSED', `${title} has no link of its own`)
      return made.link
    },
    async makePublic(name) {
      await owner.client.call({ _: 'channels.updateUsername', channel: await channel(), username: name })
      username = name
    },
    async slowMode(pause) {
      const seconds = Math.round(toMs(pause) / 1000)
      await owner.client.call({ _: 'channels.toggleSlowMode', channel: await channel(), seconds })
    },
    async mute(member, time) {
      const untilDate = time === undefined ? 0 : Math.ceil((now() + toMs(time)) / 1000)
      await restrict(member, { sendMessages: true, sendMedia: true, sendPlain: true, untilDate })
    },
  }
}

function isBot(member: ChatHandle): boolean {
  return 'token' in member
}

async function userOf(owner: Person, member: ChatLike): Promise<api.InputUser> {
  const peer = await owner.peer(member)
  if (peer._ === 'inputPeerSelf') return { _: 'inputUserSelf' }
  if (peer._ === 'inputPeerUser') return { ...peer, _: 'inputUser' }
  throw new LabError('OPTION_INVALID', 'members are people and bots')
}

function refuseMissing(missing: readonly api.missingInvitee[]): void {
  const [first] = missing
  if (first === undefined) return
  throw new LabError('REFUSED', `${first.userId} cannot be brought in: their privacy does not let the owner do that`)
}

function peerIn(updates: api.Updates): api.Peer {
  const [chat] = 'chats' in updates ? updates.chats : []
  if (chat?._ === 'chat') return { _: 'peerChat', chatId: chat.id }
  if (chat?._ === 'channel') return { _: 'peerChannel', channelId: chat.id }
  throw new LabError('REFUSED', 'the server made no chat')
}
