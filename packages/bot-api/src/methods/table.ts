import { business } from './business.ts'
import { chatActions } from './chat-actions.ts'
import { chatInfo } from './chat-info.ts'
import { chats } from './chats.ts'
import { editMessages } from './edit-messages.ts'
import { ephemeralMessages } from './ephemeral-messages.ts'
import { files } from './files.ts'
import { games } from './games.ts'
import { inline } from './inline.ts'
import { joinRequests } from './join-requests.ts'
import { managedBots } from './managed-bots.ts'
import { me } from './me.ts'
import { mediaMessages } from './media-messages.ts'
import { members } from './members.ts'
import type { BotMethods, MethodName } from './method.ts'
import { movingMessages } from './moving-messages.ts'
import { ownSettings } from './own-settings.ts'
import { reactions } from './reactions.ts'
import { type Refusal, refusals } from './refused.ts'
import { richMessages } from './rich-messages.ts'
import { smallContent } from './small-content.ts'
import { starsAndGifts } from './stars-and-gifts.ts'
import { stickers } from './stickers.ts'
import { textMessages } from './text-messages.ts'
import { topics } from './topics.ts'
import { verification } from './verification.ts'
import { webApps } from './web-apps.ts'

/** All that is served, by the names of the Bot API. */
export const methods: BotMethods = joinMethods(
  me,
  textMessages,
  richMessages,
  movingMessages,
  editMessages,
  ephemeralMessages,
  smallContent,
  chatActions,
  reactions,
  members,
  chats,
  chatInfo,
  joinRequests,
  inline,
  webApps,
  games,
  stickers,
  topics,
  ownSettings,
  mediaMessages,
  files,
  starsAndGifts,
  business,
  verification,
  managedBots,
)

function joinMethods(...parts: readonly BotMethods[]): BotMethods {
  const joined: BotMethods = {}
  for (const part of parts) {
    for (const name in part) if (name in joined) throw new TypeError(`${name} is declared twice`)
    Object.assign(joined, part)
  }
  return joined
}

/** Served by what holds a bot and its queue. */
const ofHolder: readonly MethodName[] = [
  ...(['getUpdates', 'setWebhook', 'deleteWebhook', 'getWebhookInfo', 'logOut', 'close'] as const),
]

export const served: readonly MethodName[] = [...Object.keys(methods), ...ofHolder].map((name) => name as MethodName)
/** What libraries of former years ask for, and the public server still takes. */
const formerNames: Readonly<Record<string, MethodName>> = {
  getchatmemberscount: 'getChatMemberCount',
  kickchatmember: 'banChatMember',
  setstickersetthumb: 'setStickerSetThumbnail',
}
const names = new Map([...Object.entries(formerNames), ...served.map((name) => [name.toLowerCase(), name] as const)])
const refusalsByName = new Map(refusals.map((refusal) => [refusal.name.toLowerCase(), refusal]))

/** The name of a method, in whatever letters it is asked for, as on the public server. */
export function methodNamed(name: string): MethodName | undefined {
  return names.get(name.toLowerCase())
}

/** Why a method of the Bot API is not served. */
export function refusalOf(name: string): Refusal | undefined {
  return refusalsByName.get(name.toLowerCase())
}
