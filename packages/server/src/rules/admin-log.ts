import type { api } from '@chappe/tl-codec/api'
import { foldText } from './fold-text.ts'
import { searchText } from './message-content.ts'

/** How long the log of what admins did is kept ("Admin log": the last 48 hours). */
export const adminLogSeconds: number = 48 * 3600

type Kind = Exclude<keyof api.channelAdminLogEventsFilter, '_'>

/** Each filter's flag, where it stands in the schema. */
const kindFlags: { readonly [Name in Kind]-?: number } = {
  join: 1 << 0,
  leave: 1 << 1,
  invite: 1 << 2,
  ban: 1 << 3,
  unban: 1 << 4,
  kick: 1 << 5,
  unkick: 1 << 6,
  promote: 1 << 7,
  demote: 1 << 8,
  info: 1 << 9,
  settings: 1 << 10,
  pinned: 1 << 11,
  edit: 1 << 12,
  delete: 1 << 13,
  groupCall: 1 << 14,
  invites: 1 << 15,
  send: 1 << 16,
  forums: 1 << 17,
  subExtend: 1 << 18,
  editRank: 1 << 19,
}

const kindNames = Object.keys(kindFlags).filter((name): name is Kind => name in kindFlags)

function flagsOf(...kinds: readonly Kind[]): number {
  return kinds.reduce((all, kind) => all | kindFlags[kind], 0)
}

/** The flags that a client asks for; undefined for a filter without any, which asks for everything. */
export function askedKinds(filter: api.ChannelAdminLogEventsFilter | undefined): number | undefined {
  if (filter === undefined) return undefined
  return flagsOf(...kindNames.filter((name) => filter[name] === true)) || undefined
}

/** Those whose filters depend on what is in them. */
type Changing = 'channelAdminLogEventActionParticipantToggleAdmin' | 'channelAdminLogEventActionParticipantToggleBan'

/** What each other action is among the filters. */
const kindsOfAction: { readonly [Name in Exclude<api.ChannelAdminLogEventAction['_'], Changing>]: readonly Kind[] } = {
  channelAdminLogEventActionChangeAbout: ['info'],
  channelAdminLogEventActionChangeAvailableReactions: ['info', 'settings'],
  channelAdminLogEventActionChangeEmojiStatus: ['info'],
  channelAdminLogEventActionChangeEmojiStickerSet: ['info'],
  channelAdminLogEventActionChangeHistoryTTL: ['info', 'settings'],
  channelAdminLogEventActionChangeLinkedChat: ['info'],
  channelAdminLogEventActionChangeLocation: ['info'],
  channelAdminLogEventActionChangePeerColor: ['info'],
  channelAdminLogEventActionChangePhoto: ['info'],
  channelAdminLogEventActionChangeProfilePeerColor: ['info'],
  channelAdminLogEventActionChangeStickerSet: ['info'],
  channelAdminLogEventActionChangeTitle: ['info'],
  channelAdminLogEventActionChangeUsername: ['info'],
  channelAdminLogEventActionChangeUsernames: ['info'],
  channelAdminLogEventActionChangeWallpaper: ['info'],
  channelAdminLogEventActionCreateTopic: ['forums'],
  channelAdminLogEventActionDefaultBannedRights: ['settings'],
  channelAdminLogEventActionDeleteMessage: ['delete'],
  channelAdminLogEventActionDeleteTopic: ['forums'],
  channelAdminLogEventActionDiscardGroupCall: ['groupCall'],
  channelAdminLogEventActionEditMessage: ['edit'],
  channelAdminLogEventActionEditTopic: ['forums'],
  channelAdminLogEventActionExportedInviteDelete: ['invites'],
  channelAdminLogEventActionExportedInviteEdit: ['invites'],
  channelAdminLogEventActionExportedInviteRevoke: ['invites'],
  channelAdminLogEventActionParticipantEditRank: ['editRank'],
  channelAdminLogEventActionParticipantInvite: ['invite'],
  channelAdminLogEventActionParticipantJoin: ['join'],
  channelAdminLogEventActionParticipantJoinByInvite: ['join', 'invites'],
  channelAdminLogEventActionParticipantJoinByRequest: ['join', 'invites'],
  channelAdminLogEventActionParticipantLeave: ['leave'],
  channelAdminLogEventActionParticipantMute: ['groupCall'],
  channelAdminLogEventActionParticipantSubExtend: ['subExtend'],
  channelAdminLogEventActionParticipantUnmute: ['groupCall'],
  channelAdminLogEventActionParticipantVolume: ['groupCall'],
  channelAdminLogEventActionPinTopic: ['forums'],
  channelAdminLogEventActionSendMessage: ['send'],
  channelAdminLogEventActionStartGroupCall: ['groupCall'],
  channelAdminLogEventActionStopPoll: ['edit'],
  channelAdminLogEventActionToggleAntiSpam: ['settings'],
  channelAdminLogEventActionToggleAutotranslation: ['settings'],
  channelAdminLogEventActionToggleForum: ['settings', 'forums'],
  channelAdminLogEventActionToggleGroupCallSetting: ['groupCall'],
  channelAdminLogEventActionToggleInvites: ['settings'],
  channelAdminLogEventActionToggleNoForwards: ['settings'],
  channelAdminLogEventActionTogglePreHistoryHidden: ['settings'],
  channelAdminLogEventActionToggleSignatureProfiles: ['settings'],
  channelAdminLogEventActionToggleSignatures: ['settings'],
  channelAdminLogEventActionToggleSlowMode: ['info', 'settings'],
  channelAdminLogEventActionUpdatePinned: ['pinned'],
}

/** What an action is among the filters ("channelAdminLogEventsFilter"). */
export function kindsOf(action: api.ChannelAdminLogEventAction): number {
  if (action._ === 'channelAdminLogEventActionParticipantToggleBan') return flagsOf(...kindsOfBan(action))
  if (action._ === 'channelAdminLogEventActionParticipantToggleAdmin') return flagsOf(...kindsOfPromotion(action))
  return flagsOf(...kindsOfAction[action._])
}

function kindsOfBan(action: api.channelAdminLogEventActionParticipantToggleBan): Kind[] {
  const [before, after] = [bannedIn(action.prevParticipant), bannedIn(action.newParticipant)]
  const [wasOut, isOut] = [before?.viewMessages === true, after?.viewMessages === true]
  if (isOut) return wasOut ? ['ban'] : ['kick']
  const kinds: Kind[] = wasOut ? ['unkick'] : before !== undefined ? ['unban'] : []
  // Of who stays restricted something else is taken.
  if (after !== undefined) return wasOut ? [...kinds, 'ban'] : ['ban']
  return kinds
}

function kindsOfPromotion(action: api.channelAdminLogEventActionParticipantToggleAdmin): Kind[] {
  const [before, after] = [rightsIn(action.prevParticipant), rightsIn(action.newParticipant)]
  const kinds: Kind[] = []
  // One who has become admin, holds more, or has only another title.
  const isMore = [...after].some((name) => !before.has(name))
  const isLess = [...before].some((name) => !after.has(name))
  if (isMore || !isLess) kinds.push('promote')
  if (isLess) kinds.push('demote')
  return kinds
}

function bannedIn(participant: api.ChannelParticipant): api.ChatBannedRights | undefined {
  return participant._ === 'channelParticipantBanned' ? participant.bannedRights : undefined
}

function rightsIn(participant: api.ChannelParticipant): ReadonlySet<string> {
  if (participant._ !== 'channelParticipantAdmin' && participant._ !== 'channelParticipantCreator') return new Set()
  const { adminRights } = participant
  return new Set(Object.entries(adminRights).flatMap(([name, value]) => (value === true ? [name] : [])))
}

/** The public number of the one to whom something was done. */
export function personOf(action: api.ChannelAdminLogEventAction): bigint | undefined {
  switch (action._) {
    case 'channelAdminLogEventActionParticipantInvite':
      return userIn(action.participant)
    case 'channelAdminLogEventActionParticipantToggleAdmin':
    case 'channelAdminLogEventActionParticipantToggleBan':
    case 'channelAdminLogEventActionParticipantSubExtend':
      return userIn(action.newParticipant)
    case 'channelAdminLogEventActionParticipantEditRank':
      return action.userId
    case 'channelAdminLogEventActionParticipantJoinByRequest':
      return action.approvedBy
    default:
      return undefined
  }
}

function userIn(participant: api.ChannelParticipant): bigint | undefined {
  if ('userId' in participant) return participant.userId
  return participant.peer._ === 'peerUser' ? participant.peer.userId : undefined
}

/** What a search for an event looks at: the words of messages, names and descriptions that are in it. */
export function wordsOf(action: api.ChannelAdminLogEventAction): string {
  switch (action._) {
    case 'channelAdminLogEventActionChangeAbout':
    case 'channelAdminLogEventActionChangeTitle':
    case 'channelAdminLogEventActionChangeUsername':
      return folded(action.prevValue, action.newValue)
    case 'channelAdminLogEventActionChangeUsernames':
      return folded(...action.prevValue, ...action.newValue)
    case 'channelAdminLogEventActionDeleteMessage':
    case 'channelAdminLogEventActionSendMessage':
    case 'channelAdminLogEventActionStopPoll':
    case 'channelAdminLogEventActionUpdatePinned':
      return wordsOfMessages(action.message)
    case 'channelAdminLogEventActionEditMessage':
      return wordsOfMessages(action.prevMessage, action.newMessage)
    case 'channelAdminLogEventActionParticipantEditRank':
      return folded(action.prevRank, action.newRank)
    case 'channelAdminLogEventActionCreateTopic':
    case 'channelAdminLogEventActionDeleteTopic':
      return folded(...titleOf(action.topic))
    case 'channelAdminLogEventActionEditTopic':
      return folded(...titleOf(action.prevTopic), ...titleOf(action.newTopic))
    case 'channelAdminLogEventActionPinTopic':
      return folded(...titleOf(action.prevTopic), ...titleOf(action.newTopic))
    case 'channelAdminLogEventActionExportedInviteDelete':
    case 'channelAdminLogEventActionExportedInviteRevoke':
    case 'channelAdminLogEventActionParticipantJoinByInvite':
    case 'channelAdminLogEventActionParticipantJoinByRequest':
      return folded(...nameOfLink(action.invite))
    case 'channelAdminLogEventActionExportedInviteEdit':
      return folded(...nameOfLink(action.prevInvite), ...nameOfLink(action.newInvite))
    default:
      return ''
  }
}

function folded(...texts: readonly string[]): string {
  return foldText(texts.join('\n').trim())
}

function wordsOfMessages(...messages: readonly api.Message[]): string {
  return messages.map((message) => (message._ === 'messageEmpty' ? '' : searchText(message))).join('\n')
}

function titleOf(topic: api.ForumTopic | undefined): string[] {
  return topic?._ === 'forumTopic' ? [topic.title] : []
}

function nameOfLink(invite: api.ExportedChatInvite): string[] {
  return invite._ === 'chatInviteExported' && invite.title !== undefined ? [invite.title] : []
}
