import type { api } from '@chappe/tl-codec/api'
import { commonChats, maxCommonChats } from '../../chats/lists/common-chats.ts'
import { viewAdmitting } from '../../chats/members/admitting.ts'
import { memberStanding } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChatId, UserId } from '../../ids.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { botLangOf } from '../../rules/bot-scopes.ts'
import type { Reads } from '../../store/store.ts'
import { viewAllowed } from '../../views/allowed-view.ts'
import { viewBotInfo } from '../../views/bot-info-view.ts'
import { viewNamed } from '../../views/named-peers.ts'
import { notifySettingsOf } from '../../views/notify-view.ts'
import { viewParticipants } from '../../views/participants-view.ts'
import { viewChatPhotoOf } from '../../views/peer-photo-view.ts'

const maxIds = 100

/** What is to be known of groups, by those who are in them or were. */
export function createGetGroups({ store, inputPeers, userViews }: ServicePorts): Methods {
  const { read } = store
  return {
    async 'messages.getChats'({ userId }, { id: ids }) {
      if (ids.length > maxIds) throw badRequest('LIMIT_INVALID')
      const chats = await Promise.all(ids.map((id) => inputPeers.group(userId, id)))
      return { _: 'messages.chats', chats: await userViews.chats.of(read, userId, chats) }
    },

    async 'messages.getFullChat'({ userId, caller }, { chatId }) {
      const chat = await inputPeers.group(userId, chatId)
      return store.snapshot(async (read) => {
        const fullChat = {
          ...(await viewFull(read, userId, chat)),
          botInfo: await botsIn(read, userId, chat, botLangOf(caller.key.client?.langCode)),
        }
        return {
          _: 'messages.chatFull',
          fullChat,
          ...(await viewNamed(read, userViews, userId, fullChat, [userId, chat])),
        }
      })
    },

    async 'messages.getCommonChats'({ userId }, { userId: input, maxId, limit }) {
      const other = await inputPeers.user(userId, input)
      if (other === undefined) throw badRequest('USER_ID_INVALID')
      const page = Math.max(1, Math.min(limit || maxCommonChats, maxCommonChats))
      const chats = await commonChats(read, userId, other, { below: maxId, limit: page })
      return { _: 'messages.chats', chats: await userViews.chats.of(read, userId, chats) }
    },
  }
}

/** What the bots of a group say of themselves there; clients ask where there is a list. */
async function botsIn(read: Reads, viewer: UserId, chat: ChatId, lang: string): Promise<api.BotInfo[] | undefined> {
  const [group, members] = await Promise.all([read.groups.get(chat), read.groups.members(chat)])
  const own = members.find(({ userId }) => userId === viewer)
  const bots = members.filter(({ isBot }) => isBot === true)
  if (own === undefined || bots.length === 0) return undefined
  const isAdmin = own.admin || group?.creator === viewer
  return Promise.all(bots.map(({ userId }) => viewBotInfo(read, userId, { userId: viewer, peer: chat, isAdmin, lang })))
}

async function viewFull(read: Reads, viewer: UserId, chat: ChatId): Promise<api.chatFull> {
  const [record, member] = await Promise.all([read.groups.get(chat), read.groups.member(chat, viewer)])
  const isIn = member?.standing === 'in'
  const [participants, notifySettings, [pinned], { folder }, periods, scheduled] = await Promise.all([
    viewParticipants(read, viewer, chat),
    notifySettingsOf(read, viewer, [chat]),
    read.messageMarks.ids(viewer, chat, 'pinned', 1),
    read.dialogMarks.get(viewer, chat),
    read.autoDelete.periods(viewer, chat),
    read.scheduledMessages.ofChat(viewer, chat),
  ])
  const admitting = record && member && (await viewAdmitting(read, viewer, chat, memberStanding(record, member)))
  return {
    _: 'chatFull',
    ...admitting,
    hasScheduled: scheduled.length > 0 || undefined,
    id: BigInt(-chat),
    about: isIn ? (record?.about ?? '') : '',
    participants,
    chatPhoto: isIn ? await viewChatPhotoOf(read, chat, record?.photo) : undefined,
    notifySettings: notifySettings(chat),
    pinnedMsgId: pinned,
    folderId: folder || undefined,
    ttlPeriod: periods.chat || undefined,
    ...viewAllowed(record),
  }
}
