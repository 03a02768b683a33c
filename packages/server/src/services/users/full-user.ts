import type { api } from '@chappe/tl-codec/api'
import { nameOf } from '../../chats/content/forward-author.ts'
import { commonChats } from '../../chats/lists/common-chats.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type ChannelId, serviceUserId, type UserId } from '../../ids.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { viewBirthday } from '../../rules/birthday.ts'
import { botLangOf } from '../../rules/bot-scopes.ts'
import { viewAdminRights } from '../../rules/chat-rights.ts'
import type { UserRecord } from '../../store/domain/people/users.ts'
import type { Reads } from '../../store/store.ts'
import { readStored } from '../../tl/stored.ts'
import { viewBotInfo } from '../../views/bot-info-view.ts'
import { isOpenTo, readDatePrivacy } from '../../views/global-privacy.ts'
import { viewPeers } from '../../views/named-peers.ts'
import { notifySettingsOf } from '../../views/notify-view.ts'
import { viewPeerBar } from '../../views/peer-bar-view.ts'
import { viewProfilePhotos } from '../../views/peer-photo-view.ts'
import { personalChannelOf } from '../../views/personal-channel.ts'
import { channelNumber } from '../../views/post-view.ts'
import { viewFirstSong } from '../../views/saved-documents-view.ts'
import { standingOf } from '../../views/standing.ts'
import { viewVerification } from '../../views/verification-view.ts'

/** What a bot says of itself in the language of whoever looks; empty where it says that in its own words alone. */
async function aboutOf(read: Pick<Reads, 'bots'>, bot: UserId, lang: string): Promise<string> {
  return lang === '' ? '' : ((await read.bots.texts(bot, lang))?.about ?? '')
}

type ChatDetail = 'pinnedMsgId' | 'ttlPeriod' | 'hasScheduled' | 'noforwardsMyEnabled' | 'noforwardsPeerEnabled'

/** Everything that the viewer may know of one person. */
export function createFullUser({ store, inputPeers, userViews }: ServicePorts): Methods {
  const { read } = store

  /** What the viewer's own box says of the chat with this person. */
  const messageDetails = async (viewer: UserId, id: UserId): Promise<Pick<api.userFull, ChatDetail>> => {
    const [[pinnedMsgId], periods, scheduled, protector] = await Promise.all([
      read.messageMarks.ids(viewer, id, 'pinned', 1),
      read.autoDelete.periods(viewer, id),
      read.scheduledMessages.ofChat(viewer, id),
      read.protectedChats.protector(viewer, id),
    ])
    return {
      pinnedMsgId,
      ttlPeriod: periods.chat || undefined,
      hasScheduled: scheduled.length > 0 || undefined,
      noforwardsMyEnabled: protector === viewer || undefined,
      noforwardsPeerEnabled: protector === id || undefined,
    }
  }

  /** What a bot says of itself, and which rights it asks for. */
  const botDetails = async (
    viewer: UserId,
    { id: bot, about }: UserRecord,
    lang: string,
  ): Promise<Partial<api.userFull>> => {
    const record = await read.bots.get(bot)
    return {
      botCanManageEmojiStatus: (await read.bots.setsStatus(viewer, bot)) || undefined,
      about: (await aboutOf(read, bot, lang)) || about || undefined,
      botInfo: await viewBotInfo(read, bot, { userId: viewer, isAdmin: false, lang }),
      botGroupAdminRights: record?.groupRights ? viewAdminRights(record.groupRights) : undefined,
      botBroadcastAdminRights: record?.channelRights ? viewAdminRights(record.channelRights) : undefined,
    }
  }

  /** The channel on somebody's profile, and the newest of what is said there. */
  const channelDetails = async (channel: ChannelId | undefined): Promise<Partial<api.userFull>> => {
    if (channel === undefined) return {}
    const newest = (await read.dialogs.get(channel, channel))?.topMessage
    return { personalChannelId: channelNumber(channel), personalChannelMessage: newest ?? 0 }
  }

  const full = async (
    viewer: UserId,
    user: UserRecord,
    channel: ChannelId | undefined,
    lang: string,
  ): Promise<api.userFull> => {
    const { id } = user
    const [standing, settings, notifySettings, listed] = await Promise.all([
      standingOf(read, viewer, [id]),
      viewPeerBar(read, viewer, id),
      notifySettingsOf(read, viewer, [id]),
      read.blocks.has(viewer, 'stories', id),
    ])
    const { hidden: hidesReadDates } = await readDatePrivacy(read, standing, viewer, id)
    const isOpen = await isOpenTo(read, id, viewer)
    const mayCall = id !== viewer && id !== serviceUserId && standing.mayAsk(id, 'privacyKeyPhoneCall')
    const blocked = standing.blocks(id)
    const note = standing.contact(id)?.note
    return {
      _: 'userFull',
      id: BigInt(id),
      about: (standing.mayAsk(id, 'privacyKeyAbout') && user.about) || undefined,
      birthday: user.birthday && standing.mayAsk(id, 'privacyKeyBirthday') ? viewBirthday(user.birthday) : undefined,
      blocked: blocked || undefined,
      blockedMyStoriesFrom: blocked || listed || undefined,
      phoneCallsAvailable: mayCall || undefined,
      videoCallsAvailable: mayCall || undefined,
      phoneCallsPrivate: (id !== viewer && !mayCall) || undefined,
      voiceMessagesForbidden: !standing.mayAsk(id, 'privacyKeyVoiceMessages') || undefined,
      readDatesPrivate: hidesReadDates || undefined,
      contactRequirePremium: !isOpen || undefined,
      privateForwardName: standing.mayAsk(id, 'privacyKeyForwards') ? undefined : nameOf(user),
      canPinMessage: true,
      settings,
      ...(await viewProfilePhotos(read, viewer, user, standing)),
      savedMusic: standing.mayAsk(id, 'privacyKeySavedMusic') ? await viewFirstSong(read, id) : undefined,
      notifySettings: notifySettings(id),
      note: note && readStored('TextWithEntities', note),
      // Clients show the list of them where there are any.
      commonChatsCount: (await commonChats(read, viewer, id)).length,
      ...(await messageDetails(viewer, id)),
      ...(await channelDetails(channel)),
      botVerification: viewVerification(user.verification),
      botManagerId: user.bot?.manager === undefined ? undefined : BigInt(user.bot.manager),
      ...(user.bot && (await botDetails(viewer, user, lang))),
    }
  }

  return {
    async 'users.getFullUser'({ userId, caller }, request) {
      const id = await inputPeers.user(userId, request.id)
      const user = id === undefined ? undefined : await read.users.get(id)
      if (user === undefined) throw badRequest('USER_ID_INVALID')
      const channel = await personalChannelOf(read, user)
      const fullUser = await full(userId, user, channel, botLangOf(caller.key.client?.langCode))
      const named = [user.id, channel, user.verification?.bot, user.bot?.manager].filter((peer) => peer !== undefined)
      return { _: 'users.userFull', fullUser, ...(await viewPeers(read, userViews, userId, named)) }
    },
  }
}
