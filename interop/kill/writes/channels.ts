import type { api } from '@chappe/tl-codec/api'
import type { OwnChannel } from '../asked.ts'
import type { Change } from '../ledger.ts'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import { sentId } from './chat.ts'
import { numbered } from './own-photos.ts'
import type { SoloAccount } from './solo-account.ts'

/** So many with a name are made at once: there is a limit to them ("channels_public_limit_default"). */
const MOST_PUBLIC = 4

/** What there is to be switched in a supergroup. */
const switches = [
  'hidden members',
  'hidden history',
  'slow mode',
  'requests by name',
  'joining to send',
  'forum',
] as const

type Switch = (typeof switches)[number] | 'signatures'

function requestOf(what: Switch, place: { readonly channel: api.inputChannel }, enabled: boolean): api.Method {
  switch (what) {
    case 'signatures':
      return { _: 'channels.toggleSignatures', ...place, signaturesEnabled: enabled }
    case 'hidden members':
      return { _: 'channels.toggleParticipantsHidden', ...place, enabled }
    case 'hidden history':
      return { _: 'channels.togglePreHistoryHidden', ...place, enabled }
    case 'forum':
      return { _: 'channels.toggleForum', ...place, enabled, tabs: false }
    case 'slow mode':
      return { _: 'channels.toggleSlowMode', ...place, seconds: enabled ? 10 : 0 }
    case 'requests by name':
      return { _: 'channels.toggleJoinRequest', ...place, enabled }
    case 'joining to send':
      return { _: 'channels.toggleJoinToSend', ...place, enabled }
  }
}

/** Channels and supergroups that the solo account makes, with nobody else in them but the receiver at times. */
export function channelPlans(solo: SoloAccount): Plans {
  const { me, receiver, random, ledger, alone } = solo
  const { channels } = alone
  const nameOf = ({ tag }: Pick<OwnChannel, 'tag'>, what: string): string => `channel ${tag} / ${what}`
  const value = (channel: OwnChannel, what: string): string | undefined => ledger.value(me.index, nameOf(channel, what))
  const change = (channel: Pick<OwnChannel, 'tag'>, what: string, to: string | undefined): Change => ({
    ...{ person: me.index, fact: nameOf(channel, what), value: to },
  })
  const pick = (accept: (channel: OwnChannel) => boolean = () => true): OwnChannel | undefined => {
    const accepted = channels.filter(accept)
    return accepted[random.int(accepted.length)]
  }
  const isIn = (channel: OwnChannel): boolean => value(channel, 'members') === 'both'
  /** The group in which the posts of a channel are discussed. */
  const groupOf = (channel: OwnChannel): OwnChannel | undefined =>
    channels.find(({ tag }) => tag === value(channel, 'linked'))
  const isLinked = (channel: OwnChannel): boolean =>
    channels.some((one) => (one === channel ? groupOf(one) !== undefined : groupOf(one) === channel))
  const perform = (request: api.Method) => async (): Promise<void> => {
    await me.client.call(request)
  }
  const theReceiver = (): api.inputPeerUser => {
    const peer = me.names[receiver.index]
    if (peer === undefined) throw new TypeError('everybody names everybody')
    return peer
  }

  /** A kill may have swallowed the first answer: then there are two, of which the later one is used. */
  const create = (): Write => {
    const tag = solo.newName('c')
    const isBroadcast = random.chance(0.4)
    return {
      kind: 'make a channel',
      changes: [change({ tag }, 'title', tag), change({ tag }, 'members', 'alone')],
      async perform() {
        const kind = isBroadcast ? { broadcast: true } : { megagroup: true }
        const updates = await me.client.call({ _: 'channels.createChannel', title: tag, about: '', ...kind })
        const [chat] = 'chats' in updates ? updates.chats : []
        if (chat?._ !== 'channel') throw new TypeError('a channel that was made is shown')
        channels.push({ tag, id: chat.id, accessHash: chat.accessHash ?? 0n, isBroadcast })
      },
    }
  }

  const rename = (): Write | undefined => {
    const channel = pick()
    if (channel === undefined) return undefined
    const title = `${channel.tag} ${solo.newName('title ')}`
    return {
      kind: 'rename a channel',
      changes: [change(channel, 'title', title)],
      doneBefore: ['CHAT_NOT_MODIFIED'],
      perform: perform({ _: 'channels.editTitle', channel: input(channel), title }),
    }
  }

  const photograph = (): Write | undefined => {
    const channel = pick()
    if (channel === undefined) return undefined
    const isRemoved = value(channel, 'photo') !== undefined && random.chance(0.4)
    const { value: number, markup: videoEmojiMarkup } = numbered(1 + random.int(1_000_000_000))
    const photo: api.InputChatPhoto = isRemoved
      ? { _: 'inputChatPhotoEmpty' }
      : { _: 'inputChatUploadedPhoto', videoEmojiMarkup }
    return {
      kind: 'give a channel a photo',
      changes: [change(channel, 'photo', isRemoved ? undefined : number)],
      doneBefore: ['CHAT_NOT_MODIFIED'],
      perform: perform({ _: 'channels.editPhoto', channel: input(channel), photo }),
    }
  }

  const publish = (): Write | undefined => {
    const named = channels.filter((channel) => value(channel, 'username') !== undefined)
    const channel = pick((one) => named.includes(one) || named.length < MOST_PUBLIC)
    if (channel === undefined || value(channel, 'hidden history') !== undefined) return undefined
    const username = named.includes(channel) ? '' : `name_${channel.tag}_${solo.newName('n')}`
    return {
      kind: 'name a channel',
      changes: [change(channel, 'username', username === '' ? undefined : username)],
      doneBefore: ['USERNAME_NOT_MODIFIED'],
      perform: perform({ _: 'channels.updateUsername', channel: input(channel), username }),
    }
  }

  const toggle = (): Write | undefined => {
    const channel = pick()
    if (channel === undefined) return undefined
    const what = channel.isBroadcast ? 'signatures' : (switches[random.int(switches.length)] ?? 'slow mode')
    const isOpen = value(channel, 'username') !== undefined || isLinked(channel)
    if (what === 'hidden history' && isOpen) return undefined
    // Topics are not shown while it is none.
    const hasTopics = ledger.names(me.index, nameOf(channel, 'topic ')).length > 0
    if (what === 'forum' && (isLinked(channel) || hasTopics)) return undefined
    const enabled = value(channel, what) === undefined
    const place = { channel: input(channel) }
    const request = requestOf(what, place, enabled)
    return {
      kind: `switch ${what} of a channel`,
      changes: [change(channel, what, enabled ? 'yes' : undefined)],
      doneBefore: ['CHAT_NOT_MODIFIED'],
      perform: perform(request),
    }
  }

  /** Invited, or come by the name; and gone again. */
  const changeMembers = (): Write | undefined => {
    const channel = pick()
    if (channel === undefined) return undefined
    const username = value(channel, 'username')
    if (isIn(channel)) {
      if (username === undefined) return undefined
      return {
        kind: 'leave a channel',
        changes: [change(channel, 'members', 'alone'), change(channel, 'admin', undefined)],
        doneBefore: ['USER_NOT_PARTICIPANT'],
        async perform() {
          await receiver.client.call({ _: 'channels.leaveChannel', channel: await byName(solo, username) })
        },
      }
    }
    const comes = { changes: [change(channel, 'members', 'both')], doneBefore: ['USER_ALREADY_PARTICIPANT'] }
    const asks = value(channel, 'requests by name') !== undefined
    if (username === undefined || asks || random.chance(0.5)) {
      const users: api.InputUser[] = [{ ...theReceiver(), _: 'inputUser' }]
      const request = { _: 'channels.inviteToChannel', channel: input(channel), users } as const
      return { kind: 'invite to a channel', ...comes, perform: perform(request) }
    }
    return {
      kind: 'join a channel',
      ...comes,
      async perform() {
        await receiver.client.call({ _: 'channels.joinChannel', channel: await byName(solo, username) })
      },
    }
  }

  const promote = (): Write | undefined => {
    const channel = pick(isIn)
    if (channel === undefined) return undefined
    const isAdmin = value(channel, 'admin') !== undefined
    const userId: api.InputUser = { ...theReceiver(), _: 'inputUser' }
    const adminRights: api.chatAdminRights = { _: 'chatAdminRights', inviteUsers: !isAdmin || undefined }
    const taken = isAdmin ? [] : [change(channel, 'restricted', undefined)]
    return {
      kind: 'change an admin of a channel',
      changes: [change(channel, 'admin', isAdmin ? undefined : 'yes'), ...taken],
      perform: perform({ _: 'channels.editAdmin', channel: input(channel), userId, adminRights }),
    }
  }

  const restrict = (): Write | undefined => {
    const channel = pick((one) => !one.isBroadcast && isIn(one))
    if (channel === undefined) return undefined
    const isRestricted = value(channel, 'restricted') !== undefined
    const bannedRights: api.chatBannedRights = {
      ...{ _: 'chatBannedRights', sendMessages: !isRestricted || undefined, untilDate: 0 },
    }
    return {
      kind: 'restrict a member',
      changes: [change(channel, 'restricted', isRestricted ? undefined : 'yes'), change(channel, 'admin', undefined)],
      perform: perform({
        ...{ _: 'channels.editBanned', channel: input(channel), participant: theReceiver(), bannedRights },
      }),
    }
  }

  const post = (): Write | undefined => {
    const channel = pick()
    if (channel === undefined) return undefined
    const message = solo.newName('said ')
    const randomId = solo.toReceiver.newRandomId()
    const group = groupOf(channel)
    return {
      kind: 'post to a channel',
      changes: [channel, ...(group === undefined ? [] : [group])].map((one) => change(one, message, 'once')),
      async perform() {
        const peer = { ...input(channel), _: 'inputPeerChannel' } as const
        sentId(await me.client.call({ _: 'messages.sendMessage', peer, message, randomId }), randomId)
      },
    }
  }

  /** The group of a channel, or none any more. */
  const link = (): Write | undefined => {
    const channel = pick((one) => one.isBroadcast)
    if (channel === undefined) return undefined
    const isFree = (one: OwnChannel): boolean =>
      !one.isBroadcast &&
      !isLinked(one) &&
      value(one, 'hidden history') === undefined &&
      value(one, 'forum') === undefined
    const group = isLinked(channel) ? undefined : pick(isFree)
    if (group === undefined && !isLinked(channel)) return undefined
    return {
      kind: 'link a channel and a group',
      changes: [change(channel, 'linked', group?.tag)],
      doneBefore: ['LINK_NOT_MODIFIED'],
      perform: perform({
        ...{ _: 'channels.setDiscussionGroup', broadcast: input(channel) },
        group: group === undefined ? { _: 'inputChannelEmpty' } : input(group),
      }),
    }
  }

  /** An answer to what was said in a group, and the mark of what was read in its thread. */
  const answer = (): Write | undefined => {
    const channel = pick((one) => !one.isBroadcast)
    if (channel === undefined) return undefined
    const message = solo.newName('said ')
    const randomId = solo.toReceiver.newRandomId()
    return {
      kind: 'answer in a group',
      changes: [change(channel, message, 'once')],
      async perform() {
        const peer = { ...input(channel), _: 'inputPeerChannel' } as const
        const { value: newest } = await me.client.history(peer, { limit: 1 }).next()
        const replyTo = newest && ({ _: 'inputReplyToMessage', replyToMsgId: newest.id } as const)
        const sent = { _: 'messages.sendMessage', peer, message, randomId } as const
        const id = sentId(await me.client.call(replyTo === undefined ? sent : { ...sent, replyTo }), randomId)
        const msgId = value(channel, 'forum') === undefined ? id : generalTopic
        await me.client.call({ _: 'messages.readDiscussion', peer, msgId, readMaxId: 0 })
      },
    }
  }

  /** Everything that was said in one, and the mark of what was read with it. */
  const clear = (): Write | undefined => {
    const channel = pick()
    if (channel === undefined) return undefined
    const said = ledger.names(me.index, nameOf(channel, 'said '))
    if (said.length < 3) return undefined
    // With posts go their copies.
    const copied = channel.isBroadcast ? channels.filter((one) => !one.isBroadcast) : []
    const copies = copied.flatMap((one) =>
      said
        .map((fact) => nameOf(one, fact.slice(nameOf(channel, '').length)))
        .filter((fact) => ledger.value(me.index, fact) !== undefined),
    )
    return {
      kind: 'delete from a channel',
      changes: [...said, ...copies].map((fact) => ({ person: me.index, fact, value: undefined })),
      async perform() {
        const ids: number[] = []
        for await (const message of me.client.history({ ...input(channel), _: 'inputPeerChannel' })) {
          if (message._ === 'message') ids.push(message.id)
        }
        await me.client.call({ _: 'channels.readHistory', channel: input(channel), maxId: 0 })
        await me.client.call({ _: 'channels.deleteMessages', channel: input(channel), id: ids.slice(0, 100) })
      },
    }
  }

  const remove = (): Write | undefined => {
    if (channels.length < 4) return undefined
    const channel = pick((one) => !isLinked(one))
    if (channel === undefined) return undefined
    const facts = ledger.names(me.index, `channel ${channel.tag} / `)
    return {
      kind: 'delete a channel',
      changes: facts.map((fact) => ({ person: me.index, fact, value: undefined })),
      doneBefore: ['CHANNEL_PRIVATE'],
      async perform() {
        // Before it is known: that it was deleted may be all that is heard after a kill.
        channels.splice(channels.indexOf(channel), 1)
        await me.client.call({ _: 'channels.deleteChannel', channel: input(channel) })
      },
    }
  }

  return [
    [2, create],
    [1, rename],
    [1, photograph],
    [2, publish],
    [2, toggle],
    [3, changeMembers],
    [1, promote],
    [1, restrict],
    [4, post],
    [2, answer],
    [1, link],
    [1, clear],
    [1, remove],
  ]
}

const generalTopic = 1

function input({ id, accessHash }: OwnChannel): api.inputChannel {
  return { _: 'inputChannel', channelId: id, accessHash }
}

/** A channel as the receiver may name it. */
async function byName({ receiver }: SoloAccount, username: string): Promise<api.inputChannel> {
  const { chats } = await receiver.client.call({ _: 'contacts.resolveUsername', username })
  const [chat] = chats
  if (chat?._ !== 'channel' || chat.accessHash === undefined) throw new TypeError('a public channel is shown')
  return { _: 'inputChannel', channelId: chat.id, accessHash: chat.accessHash }
}
