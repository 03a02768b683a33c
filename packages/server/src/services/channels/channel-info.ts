import type { api } from '@chappe/tl-codec/api'
import { noteAdminEvent } from '../../chats/channels/admin-log.ts'
import { answerPosts } from '../../chats/channels/answer-posts.ts'
import { maxPublic } from '../../chats/channels/limits.ts'
import { noteTitle } from '../../chats/channels/note-title.ts'
import { postNote } from '../../chats/channels/post.ts'
import { defaultSendAs } from '../../chats/channels/send-as.ts'
import { allowInChannel, readable } from '../../chats/channels/standing.ts'
import { tellOfLooks } from '../../chats/channels/tell.ts'
import { viewAdmitting } from '../../chats/members/admitting.ts'
import { viewPastGroup } from '../../chats/members/past-group.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import type { ChannelId, UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { badRequest, notImplemented } from '../../rpc/rpc-error.ts'
import { botLangOf } from '../../rules/bot-scopes.ts'
import { isUsername, parseTitle } from '../../rules/names.ts'
import { refusalOf } from '../../rules/rights.ts'
import type { ChannelSwitches } from '../../store/domain/channels/channels.ts'
import { viewAllowed } from '../../views/allowed-view.ts'
import { viewBotInfo } from '../../views/bot-info-view.ts'
import { viewGroupStickers } from '../../views/group-stickers-view.ts'
import { viewNamed, viewPeers } from '../../views/named-peers.ts'
import { notifySettingsOf } from '../../views/notify-view.ts'
import { viewChatPhotoOf } from '../../views/peer-photo-view.ts'
import { channelNumber } from '../../views/post-view.ts'
import { viewVerification } from '../../views/verification-view.ts'

const maxChannels = 100

/** What a channel is: its name, what it says of itself, and what holds in it. */
export function createChannelInfo(ports: ServicePorts): Methods {
  const {
    store,
    clock,
    settings: { dcId },
    inputPeers,
    userViews,
  } = ports
  const { read } = store

  /** What the bots of a supergroup say of themselves there. */
  const botsIn = async (viewer: UserId, channel: ChannelId, isAdmin: boolean, lang: string): Promise<api.BotInfo[]> => {
    const bots = await read.channelMembers.bots(channel)
    const seen = { userId: viewer, peer: channel, isAdmin, lang }
    return Promise.all(bots.map((bot) => viewBotInfo(read, bot.userId, seen)))
  }

  const lookAgain = (userId: UserId, channel: ChannelId, date: number): Promise<api.updates> => {
    const update: api.updateChannel = { _: 'updateChannel', channelId: channelNumber(channel) }
    return envelope(read, userViews, userId, [update], { date })
  }

  const setSwitches = async (
    { userId, caller }: UserContext,
    input: api.InputChannel,
    switches: Partial<ChannelSwitches>,
    kind?: 'broadcast' | 'megagroup',
  ): Promise<api.updates> => {
    const channel = await inputPeers.channel(userId, input)
    const date = unixSeconds(clock)
    await store.transaction(async (tx) => {
      const { record } = await allowInChannel(tx, userId, channel, 'change info', date)
      if (kind !== undefined && record.kind !== kind) throw badRequest('CHANNEL_INVALID')
      // What everybody may read has no hidden part.
      const isOpen = record.username !== undefined || record.linked !== undefined
      if (switches.preHistoryHidden === true && isOpen) throw badRequest('CHAT_LINK_EXISTS')
      const isSame =
        (switches.signatures ?? record.signatures) === record.signatures &&
        (switches.preHistoryHidden ?? record.preHistoryHidden) === record.preHistoryHidden &&
        (switches.participantsHidden ?? record.participantsHidden) === record.participantsHidden
      if (isSame) throw badRequest('CHAT_NOT_MODIFIED')
      await tx.channels.setSwitches(channel, switches)
      const action = switchAction(switches)
      if (action !== undefined) await noteAdminEvent(tx, channel, userId, action, date)
      tellOfLooks(tx, ports, channel, { date, except: caller.session })
    })
    return lookAgain(userId, channel, date)
  }

  return {
    'channels.getChannels': userMethod({ rate: { burst: 300, secondsEach: 0.2 } }, async ({ userId }, request) => {
      if (request.id.length > maxChannels) throw badRequest('LIMIT_INVALID')
      const channels = await Promise.all(request.id.map((input) => inputPeers.channel(userId, input)))
      const { chats } = await viewPeers(read, userViews, userId, channels)
      if (chats.length === 0 && channels.length > 0) throw badRequest('CHANNEL_PRIVATE')
      return { _: 'messages.chats', chats }
    }),

    'channels.getFullChannel': userMethod(
      { rate: { burst: 300, secondsEach: 0.2 } },
      async ({ userId, caller }, request): Promise<api.messages.chatFull> => {
        const channel = await inputPeers.channel(userId, request.channel)
        const lang = botLangOf(caller.key.client?.langCode)
        const now = unixSeconds(clock)
        const { record, member, standing } = await readable(read, userId, channel, now)
        const isAdmin = standing.role === 'creator' || standing.role === 'admin'
        const admitting = await viewAdmitting(read, userId, channel, standing)
        const next = record.slowMode > 0 && !isAdmin ? await read.slowMode.next(channel, userId) : undefined
        const [sendAs, dialog, state, marks, settings, [pinnedMsgId], scheduled] = await Promise.all([
          defaultSendAs(read, { record, userId, member }),
          read.dialogs.get(userId, channel),
          read.boxes.state(channel),
          read.dialogMarks.get(userId, channel),
          notifySettingsOf(read, userId, [channel]),
          read.messageMarks.ids(channel, channel, 'pinned', 1),
          read.scheduledMessages.ofChat(userId, channel).then((waiting) => waiting.length > 0),
        ])
        const fullChat: api.channelFull = {
          _: 'channelFull',
          ...admitting,
          ...(await viewPastGroup(read, userId, record)),
          canViewParticipants: refusalOf(standing, 'see members') === undefined || undefined,
          canSetUsername: refusalOf(standing, 'set username') === undefined || undefined,
          canSetStickers:
            (record.kind === 'megagroup' && refusalOf(standing, 'change info') === undefined) || undefined,
          canDeleteChannel: refusalOf(standing, 'delete chat') === undefined || undefined,
          hiddenPrehistory: record.preHistoryHidden || undefined,
          participantsHidden: record.participantsHidden || undefined,
          antispam: record.antiSpam || undefined,
          guardBotId: record.guardBot === undefined ? undefined : BigInt(record.guardBot),
          mainTab: record.mainTab && { _: `profileTab${record.mainTab}` },
          id: channelNumber(channel),
          about: record.about,
          stickerset: await viewGroupStickers(read, record.stickers, userId, dcId),
          participantsCount: record.members,
          adminsCount: isAdmin ? record.admins : undefined,
          kickedCount: isAdmin ? record.banned + (await read.sendAs.countBanned(channel)) : undefined,
          bannedCount: isAdmin ? record.restricted : undefined,
          readInboxMaxId: dialog?.readInboxMaxId ?? 0,
          readOutboxMaxId: dialog?.readOutboxMaxId ?? 0,
          unreadCount: dialog?.unreadCount ?? 0,
          slowmodeSeconds: record.slowMode || undefined,
          slowmodeNextSendDate: next !== undefined && next > now ? next : undefined,
          chatPhoto: (await viewChatPhotoOf(read, channel, record.photo)) ?? { _: 'photoEmpty', id: 0n },
          notifySettings: settings(channel),
          botInfo: record.kind === 'megagroup' ? await botsIn(userId, channel, isAdmin, lang) : [],
          botVerification: viewVerification(record.verification),
          pinnedMsgId,
          availableMinId: member?.present === true && member.availableMinId > 0 ? member.availableMinId : undefined,
          folderId: marks.folder || undefined,
          viewForumAsMessages: (await read.topics.seenAsMessages(userId, [channel])).has(channel) || undefined,
          linkedChatId: record.linked === undefined ? undefined : channelNumber(record.linked),
          ...viewAllowed(record),
          hasScheduled: scheduled || undefined,
          ttlPeriod: record.ttlPeriod || undefined,
          defaultSendAs: sendAs === userId ? undefined : toPeer(sendAs),
          pts: state?.pts ?? 0,
        }
        const named = [record.linked, record.guardBot].filter((peer) => peer !== undefined)
        const peers = [userId, channel, ...named]
        return {
          _: 'messages.chatFull',
          fullChat,
          ...(await viewNamed(read, userViews, userId, fullChat, peers)),
        }
      },
    ),

    'channels.editTitle': userMethod({ acts: ['change info'] }, async ({ userId, caller }, request) => {
      const channel = await inputPeers.channel(userId, request.channel)
      const title = parseTitle(request.title)
      const date = unixSeconds(clock)
      const sent = await store.transaction(async (tx) => {
        const { record } = await allowInChannel(tx, userId, channel, 'change info', date)
        if (record.title === title) throw badRequest('CHAT_NOT_MODIFIED')
        await tx.channels.setTitle(channel, title)
        await noteTitle(tx, channel)
        const values = { prevValue: record.title, newValue: title }
        await noteAdminEvent(tx, channel, userId, { _: 'channelAdminLogEventActionChangeTitle', ...values }, date)
        const posting = { record, from: userId, date, session: caller.session }
        return postNote(tx, ports, posting, { _: 'messageActionChatEditTitle', title })
      })
      return answerPosts(ports, userId, { channel, date, sent })
    }),

    'channels.checkUsername': userMethod({ rate: { burst: 100, secondsEach: 0.5 } }, async ({ userId }, request) => {
      // Before there is a channel, clients ask with none.
      if (request.channel._ !== 'inputChannelEmpty') {
        const channel = await inputPeers.channel(userId, request.channel)
        await allowInChannel(read, userId, channel, 'set username', unixSeconds(clock))
      }
      if (!isUsername(request.username)) throw badRequest('USERNAME_INVALID')
      if ((await read.channels.publicOf(userId)).length >= maxPublic) throw badRequest('CHANNELS_ADMIN_PUBLIC_TOO_MUCH')
      return (await read.usernames.resolve(request.username)) === undefined
    }),

    'channels.updateUsername': userMethod({ acts: ['set username'] }, async ({ userId, caller }, request) => {
      const channel = await inputPeers.channel(userId, request.channel)
      const username = request.username === '' ? undefined : request.username
      if (username !== undefined && !isUsername(username)) throw badRequest('USERNAME_INVALID')
      const date = unixSeconds(clock)
      await store.transaction(async (tx) => {
        const { record } = await allowInChannel(tx, userId, channel, 'set username', date)
        if (record.username === username) throw badRequest('USERNAME_NOT_MODIFIED')
        const isNew = record.username === undefined && username !== undefined
        if (isNew && (await tx.channels.publicOf(userId)).length >= maxPublic) {
          throw badRequest('CHANNELS_ADMIN_PUBLIC_TOO_MUCH')
        }
        if (!(await tx.usernames.assign(channel, username))) throw badRequest('USERNAME_OCCUPIED')
        await noteTitle(tx, channel)
        const values = { prevValue: record.username ?? '', newValue: username ?? '' }
        await noteAdminEvent(tx, channel, userId, { _: 'channelAdminLogEventActionChangeUsername', ...values }, date)
        if (username !== undefined) await tx.channels.setSwitches(channel, { preHistoryHidden: false })
        tellOfLooks(tx, ports, channel, { date, except: caller.session })
      })
      return true
    }),

    'channels.toggleSignatures': userMethod({ acts: ['change info'] }, (context, request) => {
      if (request.profilesEnabled) throw notImplemented()
      return setSwitches(context, request.channel, { signatures: request.signaturesEnabled === true }, 'broadcast')
    }),
    'channels.togglePreHistoryHidden': userMethod({ acts: ['change info'] }, (context, { channel, enabled }) =>
      setSwitches(context, channel, { preHistoryHidden: enabled }, 'megagroup'),
    ),
    'channels.toggleParticipantsHidden': userMethod({ acts: ['change info'] }, (context, { channel, enabled }) =>
      setSwitches(context, channel, { participantsHidden: enabled }, 'megagroup'),
    ),

    async 'channels.getAdminedPublicChannels'({ userId }, request) {
      const mine = await read.channels.publicOf(userId)
      if (request.checkLimit === true && mine.length >= maxPublic) throw badRequest('CHANNELS_ADMIN_PUBLIC_TOO_MUCH')
      // None of them has a place.
      const open = request.byLocation === true ? [] : mine
      // A profile shows no group ("User profiles", personal channels).
      const shown = request.forPersonal === true ? open.filter(({ kind }) => kind === 'broadcast') : open
      const { chats } = await viewPeers(
        read,
        userViews,
        userId,
        shown.map(({ id }) => id),
      )
      return { _: 'messages.chats', chats }
    },
  }
}

/** Who sees the members is not among what is written down. */
function switchAction({
  signatures,
  preHistoryHidden,
}: Partial<ChannelSwitches>): api.ChannelAdminLogEventAction | undefined {
  if (signatures !== undefined) {
    return { _: 'channelAdminLogEventActionToggleSignatures', newValue: signatures }
  }
  if (preHistoryHidden !== undefined) {
    return { _: 'channelAdminLogEventActionTogglePreHistoryHidden', newValue: preHistoryHidden }
  }
  return undefined
}
