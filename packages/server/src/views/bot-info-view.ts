import type { api } from '@chappe/tl-codec/api'
import type { PeerId, UserId } from '../ids.ts'
import { type BotScope, scopeKey, scopesInChat } from '../rules/bot-scopes.ts'
import type { Reads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'
import { viewVerifier } from './verification-view.ts'

export interface BotViewer {
  readonly userId: UserId
  /** The group in which the bot is looked at; missing for its own chat. */
  readonly peer?: PeerId | undefined
  readonly isAdmin: boolean
  /** In two letters, or empty. */
  readonly lang: string
}

/** What a bot says of itself to somebody in a chat (constructor "botInfo"). */
export async function viewBotInfo(
  read: Pick<Reads, 'bots' | 'verifications'>,
  bot: UserId,
  viewer: BotViewer,
): Promise<api.botInfo> {
  const { userId, peer, lang } = viewer
  const [commands, texts, base, own, menu, verifierSettings] = await Promise.all([
    commandsFor(read, bot, scopesInChat(viewer), lang),
    lang === '' ? undefined : read.bots.texts(bot, lang),
    read.bots.texts(bot, ''),
    peer === undefined ? read.bots.menu(bot, userId) : undefined,
    read.bots.menu(bot, 0),
    viewVerifier(read, bot),
  ])
  const description = texts?.description || base?.description
  return {
    _: 'botInfo',
    userId: BigInt(bot),
    description: description || undefined,
    commands,
    verifierSettings,
    menuButton: menuButton(own) ?? menuButton(menu) ?? { _: 'botMenuButtonCommands' },
  }
}

/** The first list that there is, each scope in the own language before all others. */
export async function commandsFor(
  read: Pick<Reads, 'bots'>,
  bot: UserId,
  scopes: readonly BotScope[],
  lang: string,
): Promise<api.BotCommand[]> {
  const langs = lang === '' ? [''] : [lang, '']
  const keys = scopes.flatMap((scope) => langs.map((one) => ({ scope: scopeKey(scope), lang: one })))
  return readCommands(await read.bots.firstCommands(bot, keys))
}

export function readCommands(stored: Uint8Array | undefined): api.BotCommand[] {
  const info = stored && readStored('BotInfo', stored)
  return info?.commands ?? []
}

function menuButton(stored: Uint8Array | undefined): api.BotMenuButton | undefined {
  const button = stored && readStored('BotMenuButton', stored)
  return button?._ === 'botMenuButtonDefault' ? undefined : button
}
