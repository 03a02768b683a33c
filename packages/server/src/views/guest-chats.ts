import type { api } from '@chappe/tl-codec/api'
import { channelBase, isChannel, isGroup, type PeerId } from '../ids.ts'
import { fromPeer } from '../peers/peer-id.ts'
import type { ChatViewReads } from './chat-view.ts'

/**
 * The chats of an answer, and those into which a bot is called ("Guest mode for bots"): it is told what these are called, and no
 * more of one that it may not look into.
 */
export async function withGuestChats(
  read: ChatViewReads,
  answer: unknown,
  chats: readonly api.Chat[],
): Promise<api.Chat[]> {
  const called = new Set<PeerId>()
  collectCalled(answer, called)
  if (called.size === 0) return [...chats]
  const known = chats.filter(({ _: name }) => name !== 'chatEmpty')
  const isKnown = new Set(known.map(({ id }) => id))
  const groups = (await read.groups.many([...called].filter(isGroup))).map(
    ({ id, title, date }): api.chat => ({
      ...{ _: 'chat', left: true, id: BigInt(-id), title, photo: { _: 'chatPhotoEmpty' } },
      ...{ participantsCount: 0, date, version: 0 },
    }),
  )
  const channels = (await read.channels.many([...called].filter(isChannel))).map(
    ({ id, title, createdAt: date }): api.channel => ({
      ...{ _: 'channel', min: true, left: true, megagroup: true, id: BigInt(channelBase - id), title, date },
      photo: { _: 'chatPhotoEmpty' },
    }),
  )
  return [...known, ...[...groups, ...channels].filter(({ id }) => !isKnown.has(id))]
}

/** Answers are lists of updates, or lists of such lists. */
function collectCalled(answer: unknown, called: Set<PeerId>): void {
  if (Array.isArray(answer)) for (const one of answer) collectCalled(one, called)
  else if (isGuestQuery(answer) && answer.message._ === 'message') called.add(fromPeer(answer.message.peerId))
}

function isGuestQuery(value: unknown): value is api.updateBotGuestChatQuery {
  return typeof value === 'object' && value !== null && '_' in value && value._ === 'updateBotGuestChatQuery'
}
